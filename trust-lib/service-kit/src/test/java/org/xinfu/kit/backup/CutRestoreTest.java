package org.xinfu.kit.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore that dies at any point leaves the old state or the new, and a retry works. */
class CutRestoreTest {
  private static final int OLD = 7;
  private static final int NEW = 3;
  @TempDir static Path shared;
  private static SmallHouse later;
  private static Path backup;
  @TempDir Path scratch;

  /** Three entries are in the backup, four came after it. */
  @BeforeAll
  static void make() throws Exception {
    later = SmallHouse.made(shared.resolve("house"), "idp");
    backup = later.backup(shared.resolve("backups"));
    later.act("idp", "later", OLD - NEW);
  }

  /** kill -9 of a real process while it works. */
  @Test
  void aKilledRestoreLeavesTheOldStateOrTheNew() throws Exception {
    String said = "laying down";
    SmallHouse house = later.copy(scratch.resolve("house"));
    Process restore = house.restoring(backup).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(restore.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    assertThat(out.lines().peek(lines::add).anyMatch(line -> line.contains(said)))
        .as("%s", lines)
        .isTrue();
    restore.destroyForcibly().waitFor();

    if (!Files.exists(house.home.resolve(Installation.PENDING))) {
      assertThat(house.entries("idp")).as("whole, after " + said).isIn((long) OLD, (long) NEW);
    }
    SmallHouse.Run again = house.run("restore", backup.toString());
    assertThat(again.status()).as(again.toString()).isZero();
    assertThat(house.entries("idp")).isEqualTo(NEW);
    assertThat(house.home.resolve("restoring")).doesNotExist();
    assertThat(servers(house)).as("no server of a copy is left").isEmpty();
  }

  /** Between any two steps of the exchange, which are too quick to be hit from outside. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4})
  void anExchangeIsFinishedFromEveryStep(int done) throws Exception {
    SmallHouse house = later.copy(scratch.resolve("house"));
    Installation installation = new Installation(house.home);
    Path prepared = installation.staging().resolve("idp");
    Files.createDirectories(prepared.resolve("postgres"));
    Files.writeString(prepared.resolve("new"), "new");
    Files.createDirectories(installation.staging().resolve(RestoreBackup.LOST));
    Files.writeString(installation.staging().resolve("lost/lost-idp.jsonl"), "[]\n");
    CheckedBackup checked = CheckedBackup.in(backup);
    HeadLedger.Line head =
        HeadLedger.restored("restore-x", "then", checked.manifest().logs().getFirst(), false);
    Exchange exchange =
        new Exchange(
            installation,
            new Exchange.Intent(
                "restore-x",
                checked.digest(),
                Instant.EPOCH.toString(),
                List.of("idp"),
                List.of(head),
                List.of("verdict CONSISTENT, 4 entries lost"),
                0));
    exchange.decide();
    for (Exchange.Step step : exchange.steps().subList(0, done)) {
      step.run();
    }

    assertThat(house.run("backup").refusal()).isEqualTo("75 restore-cut-off");
    SmallHouse.Run again = house.run("restore", backup.toString());
    assertThat(again.status()).as(again.toString()).isZero();
    assertThat(again.out()).contains("finishing", "verdict CONSISTENT, 4 entries lost");
    assertThat(house.home.resolve("idp/new")).exists();
    assertThat(house.home.resolve("restoring")).doesNotExist();
    assertThat(house.home.resolve(Installation.PENDING)).doesNotExist();
    Path replaced = house.home.resolve("replaced/restore-x");
    assertThat(new SmallHouse(replaced).entries("idp")).isEqualTo(OLD);
    assertThat(replaced.resolve("lost-idp.jsonl")).hasContent("[]");
    assertThat(replaced.resolve("verdict.txt")).exists();
    assertThat(Files.readString(house.home.resolve("log-heads.jsonl")).lines().toList())
        .as("told once")
        .filteredOn(line -> line.contains("restore-x"))
        .hasSize(1);
  }

  /** Between two kills the same attempt may be cut off again. */
  @Test
  void everyStepMayBeDoneTwice() throws Exception {
    SmallHouse house = later.copy(scratch.resolve("house"));
    Installation installation = new Installation(house.home);
    Files.createDirectories(installation.staging().resolve("idp"));
    Files.writeString(installation.staging().resolve("idp/new"), "new");
    Exchange exchange =
        new Exchange(
            installation,
            new Exchange.Intent(
                "restore-y", "", "", List.of("idp"), List.of(), List.of("verdict"), 0));
    exchange.decide();
    for (Exchange.Step step : exchange.steps()) {
      step.run();
      step.run();
    }
    assertThat(house.home.resolve("idp/new")).exists();
    assertThat(new SmallHouse(house.home.resolve("replaced/restore-y")).entries("idp"))
        .isEqualTo(OLD);
  }

  private static List<String> servers(SmallHouse house) throws IOException {
    String staging = house.home.resolve("restoring").toString();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(p -> p.info().commandLine().orElse(""))
          .filter(c -> c.contains("postgres") && c.contains(staging))
          .toList();
    }
  }
}
