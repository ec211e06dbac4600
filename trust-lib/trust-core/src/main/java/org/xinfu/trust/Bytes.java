package org.xinfu.trust;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An immutable byte string. {@code byte[]} enters and leaves the library only as a copy. */
public final class Bytes {
  private static final Bytes EMPTY = new Bytes(new byte[0]);
  private final byte[] value;

  /** Zero until it was asked for, and never then: long lists are keys of many maps. */
  private int hash;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** A copy of {@code value}. */
  public static Bytes of(byte[] value) {
    return value.length == 0 ? EMPTY : new Bytes(value.clone());
  }

  /** A copy of {@code length} octets from {@code offset}. */
  public static Bytes of(byte[] value, int offset, int length) {
    return new Bytes(Arrays.copyOfRange(value, offset, offset + length));
  }

  /** The UTF-8 octets of {@code text}. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Parses hexadecimal digits; white space is not accepted. */
  public static Bytes hex(String digits) {
    return new Bytes(HexFormat.of().parseHex(digits));
  }

  /** The empty string. */
  public static Bytes empty() {
    return EMPTY;
  }

  /** Number of octets. */
  public int length() {
    return value.length;
  }

  /** The octet at {@code index}, 0..255. */
  public int at(int index) {
    return value[index] & 0xff;
  }

  /** A copy of the octets. */
  public byte[] toArray() {
    return value.clone();
  }

  /** The octets {@code from} inclusive to {@code to} exclusive. */
  public Bytes slice(int from, int to) {
    return new Bytes(Arrays.copyOfRange(value, from, to));
  }

  /** The pieces after each other, copied once. */
  public static Bytes join(List<byte[]> pieces) {
    byte[] all = new byte[pieces.stream().mapToInt(piece -> piece.length).sum()];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return new Bytes(all);
  }

  /** This followed by {@code other}. */
  public Bytes concat(Bytes other) {
    byte[] joined = Arrays.copyOf(value, value.length + other.value.length);
    System.arraycopy(other.value, 0, joined, value.length, other.value.length);
    return new Bytes(joined);
  }

  /** A stream over the octets; no copy is made. */
  public InputStream stream() {
    return new ByteArrayInputStream(value);
  }

  /** A stream over the octets {@code from} inclusive to {@code to} exclusive; no copy is made. */
  public InputStream stream(int from, int to) {
    return new ByteArrayInputStream(value, from, to - from);
  }

  /** Lower-case hexadecimal. */
  public String toHex() {
    return HexFormat.of().formatHex(value);
  }

  /** The octets read as UTF-8 text. */
  public String toUtf8() {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      int computed = Arrays.hashCode(value);
      known = computed == 0 ? 1 : computed;
      hash = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return value.length <= 32 ? toHex() : "Bytes[" + value.length + "]";
  }
}
