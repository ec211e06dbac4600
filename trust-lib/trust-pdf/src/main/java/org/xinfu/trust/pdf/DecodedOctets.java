package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.xinfu.trust.Bytes;

/** What a filter or a string gives, octet by octet, and never more than a limit. */
final class DecodedOctets {
  /** The most that one structure stream may hold after any of its filters. */
  static final int MOST = 24 << 20;

  private static final int FIRST = 16 * 1024;
  private byte[] octets;
  private int length;

  DecodedOctets() {
    this(FIRST);
  }

  /** With room for so many octets at first. */
  DecodedOctets(int room) {
    octets = new byte[room];
  }

  int length() {
    return length;
  }

  void add(int octet) {
    grow(1);
    octets[length++] = (byte) octet;
  }

  void add(byte[] source, int offset, int count) {
    grow(count);
    System.arraycopy(source, offset, octets, length, count);
    length += count;
  }

  /** Repeats what was given before; it may run into what it gives. */
  void again(int from, int count) {
    grow(count);
    for (int i = 0; i < count; i++) {
      octets[length + i] = octets[from + i];
    }
    length += count;
  }

  Bytes bytes() {
    return Bytes.of(octets, 0, length);
  }

  /** The octets as characters of ISO 8859-1. */
  String latin() {
    return new String(octets, 0, length, StandardCharsets.ISO_8859_1);
  }

  private void grow(int count) {
    if (count > MOST - length) {
      throw new MalformedPdf("a stream or string unfolds without end", true);
    }
    if (length + count > octets.length) {
      int wanted = Math.max(length + count, (int) Math.min(2L * octets.length, MOST));
      octets = Arrays.copyOf(octets, wanted);
    }
  }
}
