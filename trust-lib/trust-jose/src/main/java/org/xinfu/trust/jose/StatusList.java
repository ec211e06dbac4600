package org.xinfu.trust.jose;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.xinfu.trust.Bytes;

/**
 * An array of small numbers, one per token, draft-ietf-oauth-status-list §4: 1, 2, 4 or 8 bits
 * each, the lowest bits of an octet first; compressed by zlib.
 */
public final class StatusList {
  /** 2^20 entries of 8 bits, sixteen times. */
  private static final int MOST_OCTETS = 16 << 20;

  private final int bits;
  private final byte[] octets;

  private StatusList(int bits, byte[] octets) {
    this.bits = bits;
    this.octets = octets;
  }

  /**
   * All zero, that is VALID.
   *
   * @param bits 1, 2, 4 or 8
   * @param size number of entries, rounded up to whole octets
   */
  public static StatusList of(int bits, int size) {
    long octets = ((long) size * width(bits) + 7) / 8;
    if (size < 1 || octets > MOST_OCTETS) {
      throw new IllegalArgumentException("too many or no entries: " + size);
    }
    return new StatusList(bits, new byte[(int) octets]);
  }

  /** The same with another value at {@code index}. */
  public StatusList with(int index, int status) {
    if (index < 0 || index >= size() || status < 0 || status >= 1 << bits) {
      throw new IllegalArgumentException("no such entry or value: " + index + ", " + status);
    }
    byte[] changed = octets.clone();
    int shift = index * bits % 8;
    int mask = ((1 << bits) - 1) << shift;
    int at = (int) ((long) index * bits / 8);
    changed[at] = (byte) ((changed[at] & ~mask) | (status << shift));
    return new StatusList(bits, changed);
  }

  public int bits() {
    return bits;
  }

  /** Number of entries. */
  public int size() {
    return (int) Math.min((long) octets.length * 8 / bits, Integer.MAX_VALUE);
  }

  /** The value at {@code index}; empty outside the list, which is never VALID. */
  public Optional<Integer> status(long index) {
    if (index < 0 || index >= size()) {
      return Optional.empty();
    }
    int octet = octets[(int) (index * bits / 8)] & 0xff;
    int shift = (int) (index * bits % 8);
    return Optional.of((octet >> shift) & ((1 << bits) - 1));
  }

  /** The zlib stream, at the best compression. */
  Bytes compressed() {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(octets);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return Bytes.of(out.toByteArray());
    } finally {
      deflater.end();
    }
  }

  /** Inflates with a limit; empty when damaged, too large, or followed by something. */
  static Optional<StatusList> inflate(int bits, Bytes compressed) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed.toArray());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[64 * 1024];
      while (!inflater.finished()) {
        int read = inflater.inflate(buffer);
        if (out.size() + read > MOST_OCTETS || (read == 0 && !inflater.finished())) {
          return Optional.empty();
        }
        out.write(buffer, 0, read);
      }
      return inflater.getRemaining() == 0 && out.size() > 0
          ? Optional.of(new StatusList(width(bits), out.toByteArray()))
          : Optional.empty();
    } catch (DataFormatException | IllegalArgumentException damaged) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }

  private static int width(int bits) {
    if (bits != 1 && bits != 2 && bits != 4 && bits != 8) {
      throw new IllegalArgumentException("1, 2, 4 or 8 bits, not " + bits);
    }
    return bits;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof StatusList list
        && bits == list.bits
        && Arrays.equals(octets, list.octets);
  }

  @Override
  public int hashCode() {
    return 31 * bits + Arrays.hashCode(octets);
  }
}
