package org.xinfu.idp.legacy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The file that is imported: its lines, read in parts that a call takes.
 *
 * @param digest SHA-256 of its octets, by which it is known again
 * @param lines how many it has
 */
record ImportFile(Path path, String digest, long lines) {
  /** Fewer than a call takes: each digest that is hashed again costs as much as a login. */
  private static final int LINES = 100;

  /** Under the megabyte that a call may have. */
  private static final int OCTETS = 900_000;

  /** What a line has at most in UTF-8; a longer one would be refused anyway. */
  private static final int LINE = 4 * LegacyAccount.LONGEST;

  /** Reads it once. */
  static ImportFile of(Path path) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      MessageDigest sha256 = sha256();
      byte[] octets = new byte[1 << 16];
      long lines = 0;
      int last = '\n';
      for (int read = in.read(octets); read > 0; read = in.read(octets)) {
        sha256.update(octets, 0, read);
        for (int i = 0; i < read; i++) {
          lines += octets[i] == '\n' ? 1 : 0;
        }
        last = octets[read - 1];
      }
      String digest = HexFormat.of().formatHex(sha256.digest());
      return new ImportFile(path, digest, last == '\n' ? lines : lines + 1);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  /** Goes through it, behind the line of that number. */
  Reading after(long line) throws IOException {
    Reading reading = new Reading(Files.newInputStream(path), digest);
    reading.skip(line);
    return reading;
  }

  /**
   * Lines of one call.
   *
   * @param numbers theirs in the file, from 1
   * @param unreadable numbers of those that are not sent: no UTF-8, or too long
   * @param last number of the last line that was read for it; 0 behind the end
   */
  record Part(List<String> lines, List<Long> numbers, List<Long> unreadable, long last) {
    boolean over() {
      return last == 0;
    }

    boolean isEmpty() {
      return lines.isEmpty();
    }

    byte[] body() {
      return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Never what it says in a log. */
    @Override
    public String toString() {
      return "lines " + (numbers.isEmpty() ? last : numbers.getFirst()) + " to " + last;
    }
  }

  /** The way through the file, which must be what it was when its digest was taken. */
  static final class Reading implements AutoCloseable {
    private final MessageDigest sha256 = sha256();
    private final InputStream in;
    private final String digest;
    private long number;
    private boolean ended;

    private Reading(InputStream file, String digest) {
      this.in = new BufferedInputStream(new DigestInputStream(file, sha256));
      this.digest = digest;
    }

    private void skip(long lines) throws IOException {
      while (number < lines && octets().isPresent()) {
        number++;
      }
    }

    /** The next part; blank lines are none. */
    Part next() throws IOException {
      List<String> lines = new ArrayList<>();
      List<Long> numbers = new ArrayList<>();
      List<Long> unreadable = new ArrayList<>();
      int size = 0;
      while (lines.size() + unreadable.size() < LINES && size < OCTETS - LINE) {
        Optional<byte[]> octets = octets();
        if (octets.isEmpty()) {
          end();
          boolean any = !lines.isEmpty() || !unreadable.isEmpty();
          return new Part(lines, numbers, unreadable, any ? number : 0);
        }
        number++;
        Optional<String> line = text(octets.get());
        if (line.isEmpty()) {
          unreadable.add(number);
        } else if (!line.get().isBlank()) {
          lines.add(line.get());
          numbers.add(number);
          size += octets.get().length + 1;
        }
      }
      return new Part(lines, numbers, unreadable, number);
    }

    /** Before the last part is sent: what came of other lines is no result of this file. */
    private void end() throws IOException {
      if (!ended && !HexFormat.of().formatHex(sha256.digest()).equals(digest)) {
        throw new IOException("the file was written meanwhile 文件在读取期间被改动");
      }
      ended = true; // what is written behind it later is not of it
    }

    /** One line without its end, cut when it is too long; empty behind the last. */
    private Optional<byte[]> octets() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int octet = ended ? -1 : in.read();
      if (octet < 0) {
        return Optional.empty();
      }
      for (; octet >= 0 && octet != '\n'; octet = in.read()) {
        if (line.size() <= LINE) {
          line.write(octet);
        }
      }
      return Optional.of(line.toByteArray());
    }

    /**
     * Editors of another system put a mark before the first line and CR at the end of each; within
     * a line CR is no text of JSON, and an end of line to the server.
     */
    private Optional<String> text(byte[] octets) {
      if (octets.length > LINE) {
        return Optional.empty();
      }
      try {
        String text =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        String line = number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        return Optional.of(line.replaceFirst("\r+$", "")).filter(one -> one.indexOf('\r') < 0);
      } catch (CharacterCodingException notUtf8) {
        return Optional.empty();
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
