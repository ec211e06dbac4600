package org.xinfu.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.xinfu.trust.Bytes;

/**
 * Hostile input: genuine samples with octets changed, cut, doubled, moved and mixed, lengths and
 * numbers made extreme, and now and then mere noise. One try depends on seed, name and index alone,
 * so that it can be repeated by itself.
 */
public final class ByteFuzz {
  /** No input is longer: the limits of time and memory hold up to here. */
  public static final int MOST_OCTETS = 1 << 20;

  private static final int[] EXTREMES = {0, 1, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xfe, 0xff};
  private static final String[] WORDS = {
    "0",
    "-1",
    "4294967295",
    "2147483648",
    "99999999999999999999",
    "%s",
    "../",
    "\0",
    "<",
    ">",
    "&",
    "]]>",
    "<!--",
    "<!DOCTYPE x [<!ENTITY e 'e'>]>",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\\u0000",
    "obj",
    "endobj",
    "stream",
    "endstream",
    "xref",
    "startxref",
    "/Prev 0",
    "/Kids [1 0 R]",
    "<<",
    ">>",
    "-----BEGIN CERTIFICATE-----",
    "ofd:",
    "Id=\"x\"",
    "PK\u0003\u0004",
    "PK\u0001\u0002"
  };
  private static final byte[][] ELEMENTS = {
    {0x30, (byte) 0x80},
    {0x30, (byte) 0x84, 0x7f, -1, -1, -1},
    {0x24, (byte) 0x80},
    {0x05, 0x00},
    {0x02, 0x01, 0x00},
    {0x00, 0x00},
    {0x31, 0x00},
    {(byte) 0xa0, 0x00},
    {0x1f, -1, -1, -1, 0x7f}
  };

  private final Random random;

  private ByteFuzz(Random random) {
    this.random = random;
  }

  /** The input of try {@code index} at the parser {@code name}. */
  public static Bytes input(long seed, String name, int index, List<Bytes> samples) {
    long mixed = (seed * 31 + name.hashCode()) * 0x9e3779b97f4a7c15L + index;
    return new ByteFuzz(new Random(mixed)).input(samples);
  }

  private Bytes input(List<Bytes> samples) {
    if (random.nextInt(25) == 0) {
      byte[] noise = new byte[random.nextInt(2000)];
      random.nextBytes(noise);
      return Bytes.of(noise);
    }
    byte[] octets = samples.get(random.nextInt(samples.size())).toArray();
    for (int rounds = 1 + random.nextInt(4); rounds > 0 && octets.length > 0; rounds--) {
      octets = change(octets, samples);
    }
    return Bytes.of(octets, 0, Math.min(octets.length, MOST_OCTETS));
  }

  private byte[] change(byte[] octets, List<Bytes> samples) {
    int at = random.nextInt(octets.length);
    int length = Math.min(octets.length - at, 1 + random.nextInt(1 << random.nextInt(12)));
    return switch (random.nextInt(10)) {
      case 0, 1 -> set(octets, at, octets[at] ^ (1 << random.nextInt(8)));
      case 2 -> set(octets, at, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 3 -> set(octets, at, octets[at] + (random.nextBoolean() ? 1 : -1));
      case 4 -> join(octets, at, new byte[0], at + length);
      case 5 -> join(octets, at, repeat(octets, at, length), at);
      case 6 -> join(octets, at, word(), random.nextBoolean() ? at : at + length);
      case 7 -> join(octets, at, ELEMENTS[random.nextInt(ELEMENTS.length)], at);
      case 8 -> Arrays.copyOf(octets, at);
      default -> spliced(octets, at, samples.get(random.nextInt(samples.size())));
    };
  }

  private static byte[] set(byte[] octets, int at, int value) {
    octets[at] = (byte) value;
    return octets;
  }

  private byte[] word() {
    return WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A piece as often as fits a hundred KiB: nesting and long lists come from here. */
  private byte[] repeat(byte[] octets, int at, int length) {
    int times = 1 << random.nextInt(random.nextInt(8) == 0 ? 15 : 4);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times && out.size() < 100_000; i++) {
      out.write(octets, at, length);
    }
    return out.toByteArray();
  }

  private byte[] spliced(byte[] octets, int at, Bytes other) {
    if (other.length() == 0) {
      return octets;
    }
    int from = random.nextInt(other.length());
    return join(octets, at, other.slice(from, other.length()).toArray(), octets.length);
  }

  /** The octets before {@code at}, the piece, and the octets from {@code rest} on. */
  private static byte[] join(byte[] octets, int at, byte[] piece, int rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(octets, 0, at);
    out.writeBytes(piece);
    out.write(octets, rest, octets.length - rest);
    return out.toByteArray();
  }
}
