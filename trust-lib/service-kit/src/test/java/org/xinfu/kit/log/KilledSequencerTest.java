package org.xinfu.kit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A sequencer in a process of its own is killed with -9 wherever it is; another one goes on. */
class KilledSequencerTest {
  private static final int KILLS = 2;

  @Test
  void whoComesAfterGoesOnExactly(@TempDir Path own) throws Exception {
    LogHouse house = LogHouse.empty();
    for (int kill = 0; kill < KILLS; kill++) {
      Process sequencer = start(house, own);
      long before = house.size();
      while (house.size() == before) {
        house.rows(20);
        Thread.sleep(20);
      }
      for (int more = 0; more < 5 + 7 * kill; more++) {
        house.rows(100);
      }
      sequencer.destroyForcibly().waitFor();
      assertThat(house.size()).isGreaterThan(before);
    }
    assertThat(own).as("a server of its own would outlive it").isEmptyDirectory();
    house.rows(1);
    long end = System.nanoTime() + 20_000_000_000L;
    while (house.tables.behind() && System.nanoTime() < end) {
      house.round(); // the server notices that a client is gone when it next speaks to it
    }
    assertThat(house.signed()).isEqualTo(house.expected());
    assertThat(house.check.check(List.of()).state()).isEqualTo(CheckLog.State.WHOLE);
  }

  private static Process start(LogHouse house, Path own) throws IOException {
    PGSimpleDataSource there = house.direct();
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + own,
                "-cp",
                System.getProperty("java.class.path"),
                Endless.class.getName(),
                there.getURL(),
                Objects.requireNonNull(there.getUser()),
                Objects.requireNonNull(there.getPassword())))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Round after round until it is killed. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) {
      PGSimpleDataSource database = new PGSimpleDataSource();
      database.setUrl(arguments[0]);
      database.setUser(arguments[1]);
      database.setPassword(arguments[2]);
      Sequencer sequencer = LogHouse.sequencer(database);
      while (true) {
        sequencer.round();
      }
    }
  }
}
