package org.xinfu.trust.pdf;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Looks through the octets behind a signed revision for objects that no cross-reference section
 * names: whoever writes them hopes for a reader that rebuilds the table (incremental saving).
 */
final class UnlistedObjects {
  private static final int MOST = 1000;
  private static final int DIGITS = 10;

  private UnlistedObjects() {}

  /** Place and number of every such object at or after {@code from}. */
  static NavigableMap<Long, Integer> in(Octets octets, XrefTable table, long from) {
    NavigableMap<Long, Integer> found = new TreeMap<>();
    long at = octets.indexOf("obj", from, octets.end());
    while (at >= 0 && found.size() < MOST) {
      long generation = digitsBefore(octets, at, from);
      long start = generation < 0 ? -1 : digitsBefore(octets, generation, from);
      if (start >= 0 && heads(octets, start, from) && !listed(table, octets, start, from)) {
        found.put(start, (int) Math.min(new PdfLexer(octets, start).whole(), Integer.MAX_VALUE));
      }
      at = octets.indexOf("obj", at + 3, octets.end());
    }
    return found;
  }

  /** Where the digits begin that stand, after white space, before a place; -1 if there are none. */
  private static long digitsBefore(Octets octets, long place, long from) {
    long at = place - 1;
    while (at >= from && place - at < DIGITS && Octets.white(octets.at(at))) {
      at--;
    }
    long end = at;
    while (at >= from && end - at < DIGITS && octets.at(at) >= '0' && octets.at(at) <= '9') {
      at--;
    }
    boolean joined = end == place - 1 && octets.at(place) != 'o';
    return at == end || joined ? -1 : at + 1;
  }

  private static boolean heads(Octets octets, long start, long from) {
    return start == from || Octets.white(octets.at(start - 1)) || octets.at(start - 1) == 'j';
  }

  /** Tables may name the white space before an object. */
  private static boolean listed(XrefTable table, Octets octets, long start, long from) {
    long number = new PdfLexer(octets, start).whole();
    XrefTable.Entry entry = number > Integer.MAX_VALUE ? null : table.entries().get((int) number);
    long newest = entry == null || entry.kind() != XrefTable.Kind.PLAIN ? -1 : entry.place();
    for (long at = start; at >= from && start - at <= DIGITS; at--) {
      if (at == newest || table.superseded().contains(at) || table.starts().contains(at)) {
        return true;
      }
      if (!Octets.white(octets.at(at - 1))) {
        return false;
      }
    }
    return false;
  }
}
