package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Looks through a document's octets for objects that no cross-reference section names: whoever
 * writes them hopes for a reader that rebuilds the table (incremental saving).
 */
final class UnlistedObjects {
  /** Whoever finds so many knows that there may be more. */
  static final int MOST_COPIES = 20_000;

  private static final int MOST = 1000;
  private static final int DIGITS = 10;
  private static final int LONGEST = 256;

  private UnlistedObjects() {}

  private interface Wanted {
    boolean at(long place, int number);
  }

  /** Place and number of the first of them at or after {@code from}. */
  static NavigableMap<Long, Integer> behind(PdfView view, long from, IntPredicate named) {
    NavigableMap<Long, Integer> found = in(view, from, MOST, (place, number) -> true);
    for (long at : view.table().parts().tailMap(from, true).keySet()) {
      int own = OwnNumbers.of(view, at);
      if (own > 0 && view.entry(own).isEmpty() && named.test(own)) {
        // Some readers have the table itself there, and nothing is there.
        found.put(at, own);
      }
    }
    return found;
  }

  /**
   * Those anywhere in the file of numbers that are in use or that some object names in vain, and
   * those that a reader begins with which has no table: catalogs, tables, streams of objects.
   */
  static NavigableMap<Long, Integer> copies(PdfView view, IntPredicate named) {
    return in(
        view,
        0,
        MOST_COPIES,
        (place, number) ->
            view.entry(number).isPresent() || named.test(number) || Beginnings.at(view, place));
  }

  private static NavigableMap<Long, Integer> in(PdfView view, long from, int most, Wanted wanted) {
    Octets octets = view.octets();
    NavigableMap<Long, Integer> found = new TreeMap<>();
    long at = octets.indexOf("obj", from, octets.end());
    while (at >= 0 && found.size() < most) {
      long start = head(octets, at, from);
      if (start >= 0
          && !listed(view.table(), octets, start, from)
          && wanted.at(start, number(octets, start))) {
        found.put(start, number(octets, start));
      }
      at = octets.indexOf("obj", at + 3, octets.end());
    }
    return found;
  }

  /**
   * What object streams pack, of the same kinds, that no section says they do, or none says of a
   * number that is in use.
   */
  static List<XrefTable.Packed> packed(PdfView view, IntPredicate named) {
    List<XrefTable.Packed> found = new ArrayList<>();
    for (int stream : view.numbers()) {
      boolean plain = view.entry(stream).filter(e -> e.kind() == XrefTable.Kind.PLAIN).isPresent();
      if (!plain || !packs(view, view.object(stream))) {
        continue;
      }
      List<Integer> numbers = packedIn(view, stream);
      for (int index = 0; index < numbers.size(); index++) {
        if (found.size() == MOST_COPIES) {
          return found;
        }
        int number = numbers.get(index);
        boolean used = view.entry(number).isPresent();
        boolean wanted = used || named.test(number) || Beginnings.packed(view, stream, index);
        if (wanted && !(used && view.table().packs(stream, number))) {
          found.add(new XrefTable.Packed(stream, number));
        }
      }
    }
    return found;
  }

  /** Whether the value is an object stream. */
  static boolean packs(PdfView view, PdfValue value) {
    return value instanceof PdfValue.Stream stream
        && new PdfValue.Name("ObjStm").equals(view.resolve(stream.dict().get("Type")));
  }

  private static List<Integer> packedIn(PdfView view, int stream) {
    try {
      return view.packedIn(stream);
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      return List.of();
    }
  }

  /** The numbers that the document's objects name. */
  static Set<Integer> named(PdfView view) {
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
    if (!SpelledHead.white(last) && (last < '0' || last > '9')) {
      return -1;
    }
    return SpelledHead.before(octets, keyword, from);
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

  /**
   * Whether a section has an object of this number there, or a cross-reference stream stands there
   * under a number of its own. Tables may name the white space before an object.
   */
  private static boolean listed(XrefTable table, Octets octets, long start, long from) {
    int number = number(octets, start);
    XrefTable.Entry entry = table.entries().get(number);
    long newest = entry == null || entry.kind() != XrefTable.Kind.PLAIN ? -1 : entry.place();
    for (long at = start; at >= from && start - at <= DIGITS; at--) {
      boolean section = table.parts().containsKey(at) && !table.usurpers().contains(at);
      if (at == newest || table.superseded(at, number) || section) {
        return true;
      }
      if (!Octets.white(octets.at(at - 1))) {
        return false;
      }
    }
    return false;
  }
}
