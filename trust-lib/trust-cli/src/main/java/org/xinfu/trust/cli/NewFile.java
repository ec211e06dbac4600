package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.xinfu.trust.Bytes;

/**
 * A file that appears whole or not at all, and never in the place of another: it is written beside
 * its place, brought to the disk, and given its name when there is none of that name.
 */
final class NewFile {
  private NewFile() {}

  /**
   * Writes a new file.
   *
   * @throws FileAlreadyExistsException when there is one already
   * @throws IOException when the medium fails
   */
  static void write(Path file, Bytes content) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(file + " is there already, and stays as it is");
    }
    Path beside = Files.createTempFile(target.resolveSibling(""), ".xinfu-", ".part");
    try {
      try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        ByteBuffer octets = ByteBuffer.wrap(content.toArray());
        while (octets.hasRemaining()) {
          channel.write(octets);
        }
        channel.force(true);
      }
      name(beside, target);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** A second name fails where one is taken; where there are no second names, a move does. */
  private static void name(Path beside, Path target) throws IOException {
    try {
      Files.createLink(target, beside);
    } catch (UnsupportedOperationException noLinks) {
      Files.move(beside, target);
    }
  }
}
