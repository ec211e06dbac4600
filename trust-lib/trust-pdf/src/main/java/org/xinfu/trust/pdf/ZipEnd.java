package org.xinfu.trust.pdf;

/**
 * Finds the end record of a zip archive (APPNOTE 6.3 §4.3.16) in a document, where readers of
 * archives look for it: one file would be two documents.
 */
final class ZipEnd {
  private static final int SIZE = 22;
  private static final int LONGEST = SIZE + 0xffff;

  private ZipEnd() {}

  /** Whether an archive ends behind a place, whatever follows it. */
  static boolean behind(Octets octets, long from) {
    return find(octets, from, false);
  }

  /** Whether the whole file is an archive: the record's comment ends where the file does. */
  static boolean whole(Octets octets) {
    return find(octets, 0, true);
  }

  private static boolean find(Octets octets, long from, boolean exact) {
    long end = octets.end();
    long lowest = Math.max(from, end - LONGEST);
    for (long at = end - SIZE; at >= lowest; at--) {
      if (octets.startsWith(at, "PK\u0005\u0006")
          && octets.startsWith(at - number(octets, at + 12, 4), "PK\u0001\u0002")
          && (!exact || at + SIZE + number(octets, at + 20, 2) == end)) {
        return true;
      }
    }
    return false;
  }

  private static long number(Octets octets, long at, int size) {
    long number = 0;
    for (int i = size - 1; i >= 0; i--) {
      number = number << 8 | octets.at(at + i);
    }
    return number;
  }
}
