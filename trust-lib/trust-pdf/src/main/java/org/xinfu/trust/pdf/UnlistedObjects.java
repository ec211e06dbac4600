package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;

/**
 * Looks through the octets behind a signed revision for objects that no cross-reference section
 * names: whoever writes them hopes for a reader that rebuilds the table (incremental saving).
 */
final class UnlistedObjects {
  private static final int MOST = 1000;
  private static final int DIGITS = 10;
  private static final int LONGEST = 256;
  private static final String GAP = "(?:[\\s\\x00]|%[^\\r\\n]*[\\r\\n])";

  /** Two numbers with comments between them. */
  private static final Pattern HEAD = Pattern.compile("\\d+" + GAP + "+\\d+" + GAP + "*$");

  private UnlistedObjects() {}

  /**
   * Place and number of every such object at or after {@code from}.
   *
   * @param wanted which numbers count
   */
  static NavigableMap<Long, Integer> in(
      Octets octets, XrefTable table, long from, IntPredicate wanted) {
    NavigableMap<Long, Integer> found = new TreeMap<>();
    long at = octets.indexOf("obj", from, octets.end());
    while (at >= 0 && found.size() < MOST) {
      long start = head(octets, at, from);
      if (start >= 0 && wanted.test(number(octets, start)) && !listed(table, octets, start, from)) {
        found.put(start, number(octets, start));
      }
      at = octets.indexOf("obj", at + 3, octets.end());
    }
    return found;
  }

  /** Those anywhere in the file of numbers that are in use or that some object names in vain. */
  static NavigableMap<Long, Integer> copies(PdfView view) {
    Set<Integer> unused = new HashSet<>();
    NavigableMap<Long, Integer> found =
        in(
            view.octets(),
            view.table(),
            0,
            number -> {
              boolean used = view.entry(number).isPresent();
              if (!used) {
                unused.add(number);
              }
              return used;
            });
    unused.retainAll(unused.isEmpty() ? Set.of() : named(view));
    if (!unused.isEmpty()) {
      found.putAll(in(view.octets(), view.table(), 0, unused::contains));
    }
    return found;
  }

  /** The numbers that the document's objects name. */
  private static Set<Integer> named(PdfView view) {
    Set<Integer> named = new HashSet<>();
    for (int number : view.numbers()) {
      Deque<PdfValue> open = new ArrayDeque<>(List.of(view.object(number)));
      while (!open.isEmpty()) {
        PdfValue value = open.pop();
        if (value instanceof PdfValue.Ref ref) {
          named.add(ref.number());
        } else if (value instanceof PdfValue.Array array) {
          array.items().forEach(open::push);
        } else {
          PdfValue.dictOf(value).ifPresent(dict -> dict.entries().values().forEach(open::push));
        }
      }
    }
    return named;
  }

  /** Where the head begins that ends with this keyword; -1 if there is none. */
  private static long head(Octets octets, long keyword, long from) {
    long generation = digitsBefore(octets, keyword, from);
    long start = generation < 0 ? -1 : digitsBefore(octets, generation, from);
    if (start >= 0 && heads(octets, start, from)) {
      return start;
    }
    int last = keyword == from ? -1 : octets.at(keyword - 1);
    if (!Octets.white(last) && (last < '0' || last > '9')) {
      return -1;
    }
    long begin = Math.max(from, keyword - LONGEST);
    Bytes before = octets.slice(begin, keyword);
    Matcher spelled = HEAD.matcher(new String(before.toArray(), StandardCharsets.ISO_8859_1));
    return spelled.find() ? begin + spelled.start() : -1;
  }

  /** Where the digits begin that stand, after white space, before a place; -1 if there are none. */
  private static long digitsBefore(Octets octets, long place, long from) {
    long at = place - 1;
    while (at >= from && place - at < LONGEST && Octets.white(octets.at(at))) {
      at--;
    }
    long end = at;
    while (at >= from && end - at < LONGEST && octets.at(at) >= '0' && octets.at(at) <= '9') {
      at--;
    }
    boolean joined = end == place - 1 && octets.at(place) != 'o';
    return at == end || joined ? -1 : at + 1;
  }

  private static boolean heads(Octets octets, long start, long from) {
    int before = start == from ? ' ' : octets.at(start - 1);
    return Octets.white(before) || before == 'j' || "+>])}".indexOf(before) >= 0;
  }

  /** However many zeros it begins with. */
  private static int number(Octets octets, long start) {
    long number = 0;
    for (long at = start; octets.at(at) >= '0' && octets.at(at) <= '9'; at++) {
      number = Math.min(Integer.MAX_VALUE, number * 10 + octets.at(at) - '0');
    }
    return (int) number;
  }

  /** Tables may name the white space before an object. */
  private static boolean listed(XrefTable table, Octets octets, long start, long from) {
    XrefTable.Entry entry = table.entries().get(number(octets, start));
    long newest = entry == null || entry.kind() != XrefTable.Kind.PLAIN ? -1 : entry.place();
    for (long at = start; at >= from && start - at <= DIGITS; at--) {
      if (at == newest || table.superseded().contains(at) || table.parts().containsKey(at)) {
        return true;
      }
      if (!Octets.white(octets.at(at - 1))) {
        return false;
      }
    }
    return false;
  }
}
