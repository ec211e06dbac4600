package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.xinfu.trust.Bytes;

/**
 * A file that appears whole or not at all, and never in the place of another: it is written beside
 * its place, brought to the disk, and given its name when there is none of that name.
 */
final class NewFile {
  private NewFile() {}

  /** What writes the file, in the place beside; whatever it throws, there will be no file. */
  interface Content {
    void writeTo(Path beside) throws IOException;
  }

  /** As {@link #write(Path, Content)}, for octets at hand. */
  static void write(Path file, Bytes octets) throws IOException {
    write(file, beside -> Files.write(beside, octets.toArray()));
  }

  /**
   * Writes a new file.
   *
   * @throws FileAlreadyExistsException when there is one already
   * @throws IOException when the medium fails
   */
  static void write(Path file, Content content) throws IOException {
    requireNone(file);
    Path target = file.toAbsolutePath();
    Path beside = beside(file);
    try {
      content.writeTo(beside);
      try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      name(beside, target);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Refuses a place that is taken, or where nothing can be written; to be asked before anything
   * costly is done for it.
   *
   * @throws FileAlreadyExistsException when there is a file already
   * @throws IOException when its folder is missing or takes no file
   */
  static void requirePlace(Path file) throws IOException {
    requireNone(file);
    Files.delete(beside(file));
  }

  private static Path beside(Path file) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    try {
      return Files.createTempFile(folder, ".xinfu-", ".part");
    } catch (AccessDeniedException denied) {
      throw new AccessDeniedException(folder.toString());
    }
  }

  private static void requireNone(Path file) throws FileAlreadyExistsException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file + " is there already, and stays as it is");
    }
  }

  /** A second name fails where one is taken; where there are no second names, a move does. */
  private static void name(Path beside, Path target) throws IOException {
    try {
      Files.createLink(target, beside);
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (FileSystemException noLinks) {
      Files.move(beside, target);
    }
  }
}
