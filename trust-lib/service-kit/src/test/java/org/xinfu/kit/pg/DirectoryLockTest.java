package org.xinfu.kit.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path directory;

  @Test
  void oneHoldsItTheSecondIsToldWhichDirectory() {
    try (DirectoryLock first = DirectoryLock.on(directory, Duration.ZERO)) {
      assertThat(first.held()).isTrue();
      assertThatThrownBy(() -> DirectoryLock.on(directory, Duration.ofMillis(150)))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessage("another service holds " + directory);
      assertThat(first.held()).isTrue();
    }
  }

  @Test
  void afterCloseItIsFreeAndTheClosedOneHoldsNothing() {
    DirectoryLock first = DirectoryLock.on(directory, Duration.ZERO);
    first.close();
    assertThat(first.held()).isFalse();
    try (DirectoryLock second = DirectoryLock.on(directory, Duration.ZERO)) {
      first.close();
      assertThat(second.held()).isTrue();
    }
  }

  @Test
  void twoDirectoriesDoNotKnowEachOther() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    try (DirectoryLock first = DirectoryLock.on(directory, Duration.ZERO);
        DirectoryLock second = DirectoryLock.on(other, Duration.ZERO)) {
      assertThat(first.held() && second.held()).isTrue();
    }
  }

  @Test
  void whoWaitsGetsItWhenTheFirstEnds() throws Exception {
    DirectoryLock first = DirectoryLock.on(directory, Duration.ZERO);
    CompletableFuture<DirectoryLock> waiting =
        CompletableFuture.supplyAsync(() -> DirectoryLock.on(directory, Duration.ofSeconds(30)));
    first.close();
    try (DirectoryLock second = waiting.get(20, TimeUnit.SECONDS)) {
      assertThat(second.held()).isTrue();
    }
  }

  @Test
  void anInterruptedWaitEndsAndStaysInterrupted() throws Exception {
    DirectoryLock first = DirectoryLock.on(directory, Duration.ZERO);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    DirectoryLock.on(directory, Duration.ofMinutes(5)).close();
                    interrupted.complete(false);
                  } catch (StoreUnavailable e) {
                    interrupted.complete(
                        Thread.currentThread().isInterrupted()
                            && e.getMessage().contains("interrupted"));
                  }
                });
    waiting.interrupt();
    assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
    first.close();
  }

  @Test
  void aDirectoryThatIsNotThereCannotBeLocked() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> DirectoryLock.on(missing, Duration.ZERO))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("cannot lock " + missing)
        .hasCauseInstanceOf(IOException.class);
  }
}
