package org.xinfu.kit.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.xinfu.kit.pg.BaseBackup;

/** One file of a backup: a zip of directories and files, on the disk when it is closed. */
final class Archive implements BaseBackup.Sink, AutoCloseable {
  private final Path file;
  private final ZipOutputStream out;

  /** A new one. */
  Archive(Path file) throws IOException {
    Durable.fresh(file);
    this.file = file;
    this.out = new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE));
    out.setLevel(Deflater.BEST_SPEED);
  }

  @Override
  public void directory(String name) throws IOException {
    out.putNextEntry(new ZipEntry(name + "/"));
    out.closeEntry();
  }

  @Override
  public void file(String name, InputStream content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    content.transferTo(out);
    out.closeEntry();
  }

  /** Everything below a directory that is wanted, by names below it; none when it is not there. */
  void tree(Path root, Predicate<Path> wanted) throws IOException {
    for (Path path : below(root)) {
      if (!wanted.test(path)) {
        continue;
      }
      String name = root.relativize(path).toString();
      if (Files.isDirectory(path)) {
        directory(name);
        continue;
      }
      try (InputStream content = Files.newInputStream(path)) {
        file(name, content);
      } catch (NoSuchFileException renamed) {
        // A temporary file, that became what it should be.
      }
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    Durable.sync(file);
  }

  /** How many octets its files will be. */
  static long unpacked(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return zip.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum();
    }
  }

  /**
   * Lays everything below {@code target}, which may be there; a file must not.
   *
   * @throws IOException also when a name would leave it
   */
  static void unpack(Path archive, Path target) throws IOException {
    Path root = Durable.directories(target.toAbsolutePath().normalize());
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
          throw new IOException(entry.getName() + " would leave " + root);
        }
        if (entry.isDirectory()) {
          Durable.directories(path);
          continue;
        }
        Durable.directories(path.resolve("..").normalize());
        Durable.fresh(path);
        try (InputStream content = zip.getInputStream(entry);
            OutputStream to = Files.newOutputStream(path, StandardOpenOption.WRITE)) {
          content.transferTo(to);
        }
      }
    }
  }

  private static List<Path> below(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(p -> !p.equals(root)).sorted().toList();
    }
  }
}
