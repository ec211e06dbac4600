package org.xinfu.trust.pdf;

import org.xinfu.trust.Bytes;

/** Where an element ends, X.690 §8.1, so that what is reserved behind it can be looked at. */
final class BerElement {
  private static final int DEEPEST = 64;

  private BerElement() {}

  /**
   * The end of the SEQUENCE or OCTET STRING at the beginning; negative when there is none of
   * definite or indefinite length that ends inside.
   */
  static int end(Bytes octets) {
    boolean known = octets.length() > 2 && (octets.at(0) == 0x30 || (octets.at(0) & 0xdf) == 0x04);
    return known ? end(octets, 0, 0) : -1;
  }

  private static int end(Bytes octets, int start, int depth) {
    if (depth > DEEPEST || start + 2 > octets.length()) {
      return -1;
    }
    int at = start + 1;
    if ((octets.at(start) & 0x1f) == 0x1f) {
      while (at < octets.length() && (octets.at(at) & 0x80) != 0) {
        at++;
      }
      at++;
    }
    if (at >= octets.length()) {
      return -1;
    }
    int first = octets.at(at++);
    if (first == 0x80) {
      return (octets.at(start) & 0x20) == 0 ? -1 : indefinite(octets, at, depth);
    }
    int count = first < 0x80 ? 0 : first & 0x7f;
    if (count > 4 || at + count > octets.length()) {
      return -1;
    }
    long length = count == 0 ? first : 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | octets.at(at++);
    }
    return length <= octets.length() - at ? at + (int) length : -1;
  }

  /** Elements up to the end-of-contents octets. */
  private static int indefinite(Bytes octets, int from, int depth) {
    int at = from;
    while (at >= 0 && at + 2 <= octets.length()) {
      if (octets.at(at) == 0 && octets.at(at + 1) == 0) {
        return at + 2;
      }
      at = end(octets, at, depth + 1);
    }
    return -1;
  }
}
