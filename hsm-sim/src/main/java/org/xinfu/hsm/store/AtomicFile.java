package org.xinfu.hsm.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that are there whole or not at all: written beside their place, forced to disk, renamed,
 * and the directory forced too, so that a kill or a power loss at any point leaves the old or the
 * new content.
 */
public final class AtomicFile {
  private static final String UNFINISHED = ".tmp";

  private AtomicFile() {}

  /** Mode 0600; returns when the content is durable. */
  public static void write(Path file, byte[] content) {
    Path beside = file.resolveSibling(file.getFileName() + UNFINISHED);
    try {
      Files.deleteIfExists(beside);
      try (FileChannel out =
          FileChannel.open(
              beside,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) out.write(left);
        out.force(true);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      force(parent(file));
    } catch (IOException e) {
      throw new StoreBroken("cannot write " + file, e);
    }
  }

  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      force(parent(file));
    } catch (IOException e) {
      throw new StoreBroken("cannot delete " + file, e);
    }
  }

  /** Makes the directory (mode 0700, parents as needed) and its name durable. */
  public static void directory(Path directory) {
    try {
      if (Files.isDirectory(directory)) return;
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      force(parent(directory));
    } catch (IOException e) {
      throw new StoreBroken("cannot make " + directory, e);
    }
  }

  static boolean unfinished(Path file) {
    return file.toString().endsWith(UNFINISHED);
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel dir = FileChannel.open(directory, StandardOpenOption.READ)) {
      dir.force(true);
    }
  }
}
