package org.xinfu.kit.pg;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Unpacks a tar archive (POSIX ustar with GNU long names): files, directories, relative links. */
final class TarStream {
  private static final int BLOCK = 512;
  private final InputStream in;
  private final Path target;

  private TarStream(InputStream in, Path target) {
    this.in = in;
    this.target = target;
  }

  /** Unpacks all entries below {@code target}; an entry that would leave it is refused. */
  static void unpack(InputStream in, Path target) throws IOException {
    new TarStream(in, target.toAbsolutePath().normalize()).entries();
  }

  private void entries() throws IOException {
    String longName = "";
    for (byte[] header = in.readNBytes(BLOCK);
        header.length == BLOCK;
        header = in.readNBytes(BLOCK)) {
      if (header[0] == 0) {
        return; // two zero blocks end the archive
      }
      long size = octal(header, 124, 12);
      String name = longName.isEmpty() ? name(header) : longName;
      longName = "";
      switch (header[156]) {
        case 'L' -> longName = text(content(size), 0, (int) size);
        case '5' -> Files.createDirectories(inside(name));
        case '2' -> link(inside(name), text(header, 157, 100));
        case '0', 0 -> file(inside(name), size, octal(header, 100, 8));
        default -> in.skipNBytes(padded(size));
      }
    }
    throw new EOFException("archive ends before its end mark");
  }

  private void file(Path path, long size, long mode) throws IOException {
    Files.createDirectories(path.resolveSibling(""));
    Files.write(path, content(size));
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString((mode & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private void link(Path path, String to) throws IOException {
    below(path.resolveSibling(to));
    Files.createDirectories(path.resolveSibling(""));
    Files.createSymbolicLink(path, Path.of(to));
  }

  private Path inside(String name) throws IOException {
    Path path = below(target.resolve(name));
    // What is written through a link of the archive itself may land anywhere.
    for (Path part = path; !part.equals(target); part = part.resolveSibling("")) {
      if (Files.isSymbolicLink(part)) {
        throw new IOException("archive entry goes through a link: " + name);
      }
    }
    return path;
  }

  private Path below(Path path) throws IOException {
    Path plain = path.normalize();
    if (!plain.startsWith(target)) {
      throw new IOException("archive entry leaves its directory: " + path);
    }
    return plain;
  }

  private byte[] content(long size) throws IOException {
    if (size > Integer.MAX_VALUE) {
      throw new IOException("archive entry is too large: " + size);
    }
    byte[] octets = in.readNBytes((int) size);
    if (octets.length != size) {
      throw new EOFException("archive ends inside an entry");
    }
    in.skipNBytes(padded(size) - size);
    return octets;
  }

  private static String name(byte[] header) {
    String prefix = text(header, 345, 155);
    boolean ustar = header[262] == 0; // the GNU magic has a space here and no prefix field
    return ustar && !prefix.isEmpty() ? prefix + "/" + text(header, 0, 100) : text(header, 0, 100);
  }

  private static String text(byte[] octets, int from, int length) {
    int end = from;
    while (end < from + length && octets[end] != 0) {
      end++;
    }
    return new String(octets, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] octets, int from, int length) throws IOException {
    String digits = text(octets, from, length).strip();
    if (!digits.matches("[0-7]*")) {
      throw new IOException("archive header holds no octal number: " + digits);
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }
}
