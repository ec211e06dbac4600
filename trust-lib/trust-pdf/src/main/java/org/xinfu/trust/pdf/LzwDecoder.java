package org.xinfu.trust.pdf;

import org.xinfu.trust.Bytes;

/**
 * LZW with codes of 9 to 12 bits, high bit first, ISO 32000-2 §7.4.4.2. Every code stands for
 * octets that were given before, so that the table needs their place and length only.
 */
final class LzwDecoder {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int CODES = 4096;
  private final Bytes raw;
  private final int early;
  private final int[] places = new int[CODES];
  private final int[] lengths = new int[CODES];
  private final DecodedOctets out = new DecodedOctets();
  private long bit;

  LzwDecoder(Bytes raw, boolean early) {
    this.raw = raw;
    this.early = early ? 1 : 0;
  }

  Bytes decode() {
    int next = END + 1;
    int width = 9;
    boolean first = true;
    int code = code(width);
    while (code >= 0 && code != END) {
      if (code == CLEAR) {
        next = END + 1;
        width = 9;
        first = true;
      } else {
        int from = out.length();
        give(code, first ? END : next);
        if (!first && next < CODES) {
          // What came last, and the first octet of what comes now.
          next++;
        }
        if (next < CODES) {
          places[next] = from;
          lengths[next] = out.length() - from + 1;
        }
        first = false;
        width = width(next);
      }
      code = code(width);
    }
    return out.bytes();
  }

  private void give(int code, int last) {
    if (code < CLEAR) {
      out.add(code);
    } else if (code > END && code <= last) {
      out.again(places[code], lengths[code]);
    } else {
      throw new MalformedPdf("a structure stream with a code that stands for nothing");
    }
  }

  private int width(int next) {
    int grown = next + early;
    return grown >= 2048 ? 12 : grown >= 1024 ? 11 : grown >= 512 ? 10 : 9;
  }

  /** The next code; -1 where the octets end. */
  private int code(int width) {
    if (bit + width > 8L * raw.length()) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < width; i++, bit++) {
      int octet = raw.at((int) (bit >> 3));
      value = (value << 1) | ((octet >> (7 - (int) (bit & 7))) & 1);
    }
    return value;
  }
}
