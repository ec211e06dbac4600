package org.xinfu.kit.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Files outside of the databases, where what is there is later than what is in a backup. */
final class LaterFiles {
  private LaterFiles() {}

  /** Puts down what is missing. */
  static void fill(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path there = to.resolve(file.getFileName());
      if (!Files.exists(there)) {
        put(file, there);
      }
    }
  }

  /**
   * Joins journals whose files only grow: a file stays when it begins with the one of the backup;
   * else that one is put beside it under a name of its own.
   */
  static void join(Path from, Path to, String label) throws IOException {
    for (Path file : files(from)) {
      Path there = to.resolve(file.getFileName());
      if (!Files.exists(there)) {
        put(file, there);
      } else if (!beginsWith(Files.readAllBytes(there), Files.readAllBytes(file))) {
        put(file, to.resolve(label + "-" + file.getFileName()));
      }
    }
  }

  private static boolean beginsWith(byte[] whole, byte[] start) {
    return whole.length >= start.length
        && Arrays.equals(whole, 0, start.length, start, 0, start.length);
  }

  private static void put(Path file, Path to) throws IOException {
    Files.createDirectories(to.toAbsolutePath().resolve("..").normalize());
    Durable.write(to, Files.readAllBytes(file));
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
