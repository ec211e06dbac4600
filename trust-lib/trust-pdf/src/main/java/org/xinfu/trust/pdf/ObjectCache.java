package org.xinfu.trust.pdf;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The objects that were read last, no more of them than a small heap holds. */
final class ObjectCache {
  private static final int MOST_OBJECTS = 20_000;
  private static final int MOST_VALUES = 500_000;
  private final Map<Integer, Entry> entries = new LinkedHashMap<>();
  private long values;

  /**
   * An object as it was read.
   *
   * @param weight how many values it is made of
   * @param end where it ends in the file; 0 when it lies in another object, beyond any place when
   *     it is not known
   * @param reach after the last octet on which it hangs; beyond any place when it hangs on more
   */
  record Entry(PdfValue value, int weight, long end, long reach) {
    /** What cannot be read. */
    static Entry unreadable(String why, long end) {
      return new Entry(new PdfValue.Unreadable(why), 1, end, Long.MAX_VALUE);
    }
  }

  Optional<PdfValue> get(int number) {
    return Optional.ofNullable(entries.get(number)).map(Entry::value);
  }

  /** Where the object ended in the file when it was put; beyond any place when it is not known. */
  long end(int number) {
    Entry entry = entries.get(number);
    return entry == null ? Long.MAX_VALUE : entry.end();
  }

  /** After the last octet on which the object hangs; beyond any place when it is not known. */
  long reach(int number) {
    Entry entry = entries.get(number);
    return entry == null ? Long.MAX_VALUE : entry.reach();
  }

  /** Keeps an object, and lets older ones go. */
  void put(int number, Entry entry) {
    Entry before = entries.put(number, entry);
    values += entry.weight() - (before == null ? 0 : before.weight());
    Iterator<Entry> oldest = entries.values().iterator();
    while (entries.size() > 1 && (entries.size() > MOST_OBJECTS || values > MOST_VALUES)) {
      values -= oldest.next().weight();
      oldest.remove();
    }
  }
}
