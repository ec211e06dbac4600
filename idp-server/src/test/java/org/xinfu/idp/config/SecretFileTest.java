package org.xinfu.idp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that start at once on one directory hold one key. */
class SecretFileTest {
  private static final int SERVERS = 8;

  @TempDir Path home;

  @Test
  void whoever_starts_at_once_reads_the_same() throws Exception {
    CyclicBarrier start = new CyclicBarrier(SERVERS);
    try (ExecutorService servers = Executors.newFixedThreadPool(SERVERS)) {
      for (int round = 0; round < 50; round++) {
        Path file = home.resolve("credentials").resolve(round + ".key");
        Callable<String> one =
            () -> {
              start.await();
              return SecretFile.textOrRandom(file);
            };
        Set<String> read = new HashSet<>();
        for (Future<String> text :
            servers.invokeAll(Stream.generate(() -> one).limit(SERVERS).toList())) {
          read.add(text.get());
        }
        assertThat(read).singleElement().asString().hasSize(43);
        assertThat(SecretFile.textOrRandom(file)).isIn(read);
      }
    }
    try (Stream<Path> left = Files.list(home.resolve("credentials"))) {
      List<Path> files = left.toList();
      assertThat(files).hasSize(50).allMatch(file -> file.toString().endsWith(".key"));
    }
  }
}
