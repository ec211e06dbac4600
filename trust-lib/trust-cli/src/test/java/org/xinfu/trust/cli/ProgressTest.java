package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** Long work is announced, short work is not. */
class ProgressTest {
  @Test
  void longWorkIsAnnouncedOnce() throws IOException {
    CountDownLatch said = new CountDownLatch(1);
    List<String> lines = new CopyOnWriteArrayList<>();
    Progress progress =
        new Progress(
            Duration.ZERO,
            line -> {
              lines.add(line);
              said.countDown();
            });
    boolean heard = progress.during("still at it", watch -> await(said));
    assertThat(heard).isTrue();
    assertThat(lines).containsExactly("still at it");
  }

  @Test
  void shortWorkSaysNothing() throws IOException {
    List<String> lines = new CopyOnWriteArrayList<>();
    Progress progress = new Progress(Duration.ofHours(1), lines::add);
    int seven = progress.during("still at it", watch -> 7);
    assertThat(seven).isEqualTo(7);
    assertThat(lines).isEmpty();
  }

  @Test
  void howMuchWasReadIsCounted() throws IOException {
    WatchedSource.Count count = new WatchedSource.Count();
    assertThat(count.percent()).isEmpty();
    DocumentSource source = count.watch(DocumentSource.of(Bytes.utf8("0123456789")));
    assertThat(count.percent()).isEqualTo(", 0 %");
    source.read(2, 4);
    assertThat(count.percent()).isEqualTo(", 40 %");
    assertThat(source.stream().readNBytes(3)).hasSize(3);
    assertThat(count.percent()).isEqualTo(", 70 %");
    assertThat(source.sha256()).isEqualTo(DocumentSource.of(source.readAll(10)).sha256());
    assertThat(count.percent()).isEqualTo(", 99 %");
  }

  /** With no patience at all some of many files are caught at it. */
  @Test
  void verifyingSaysSo(@TempDir Path dir) {
    Scene scene = new Scene(dir);
    for (int i = 0; i < 40; i++) {
      scene.file("in/" + i + ".ofd", Scene.OFD);
    }
    List<String> arguments = new ArrayList<>(List.of("verify"));
    arguments.addAll(scene.trust());
    arguments.add(dir.resolve("in").toString());
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console impatient =
        new Console(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.fixed(TestPki.NOW),
            Duration.ZERO);
    assertThat(Main.run(impatient, arguments.toArray(String[]::new))).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.matches("xinfu: still reading 仍在读取 .*ofd(, [0-9]+ %)?"));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
