package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

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
    boolean heard = progress.during("still at it", () -> await(said));
    assertThat(heard).isTrue();
    assertThat(lines).containsExactly("still at it");
  }

  @Test
  void shortWorkSaysNothing() throws IOException {
    List<String> lines = new CopyOnWriteArrayList<>();
    Progress progress = new Progress(Duration.ofHours(1), lines::add);
    assertThat(progress.during("still at it", () -> 7)).isEqualTo(7);
    assertThat(lines).isEmpty();
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
