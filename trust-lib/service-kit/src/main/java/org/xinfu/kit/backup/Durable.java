package org.xinfu.kit.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files and names that survive a power loss. */
final class Durable {
  static final FileAttribute<?> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  static final FileAttribute<?> OWN_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private Durable() {}

  /** Octets or names of this file or directory. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** All below it, and itself. */
  static void syncTree(Path root) throws IOException {
    for (Path path : all(root)) {
      sync(path);
    }
  }

  /** A whole file of mode 0600, or none. */
  static void write(Path file, byte[] octets) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, OWN_FILE);
    Files.write(part, octets);
    sync(part);
    move(part, file);
  }

  /** A rename that lasts; replaces a file. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(directory(to));
    sync(directory(from));
  }

  /** The directory and those above it, mode 0700. */
  static Path directories(Path directory) throws IOException {
    return Files.createDirectories(directory, OWN_DIRECTORY);
  }

  /** A new file of mode 0600. */
  static void fresh(Path file) throws IOException {
    try {
      Files.createFile(file, OWN_FILE);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " is there twice", e);
    }
  }

  /** Only what we made ourselves and nobody needs. */
  static void deleteTree(Path root) throws IOException {
    if (Files.exists(root)) {
      for (Path path : all(root)) {
        Files.delete(path);
      }
    }
  }

  /** Children before their directory. */
  private static List<Path> all(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static Path directory(Path of) {
    return of.toAbsolutePath().resolve("..").normalize();
  }
}
