package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what shows the octets that a signature leaves out, ISO 32000-2 §12.8.1: a content
 * stream or a string around the signature dictionary, or an annotation whose /Contents they are.
 * What the value in the gap holds besides the signature nobody signs.
 */
final class SharedGaps {
  /** What leads to signature dictionaries (tables 226 and 263); LibreOffice writes DV as well. */
  private static final Set<String> HOLDERS = Set.of("V", "DV", "DocMDP", "UR3", "UR");

  /** How many unreadable objects' ends are looked for, and how far: beyond it they are doubted. */
  private static final int MOST_SOUGHT = 10_000;

  private static final int LONGEST = 16 * 1024;

  private final PdfView view;
  private final NavigableMap<Long, Integer> gaps = new TreeMap<>();
  private final Set<Integer> dictionaries = new HashSet<>();
  private @Nullable Boolean unreadNamed;
  private int sought;

  SharedGaps(PdfView view, List<Judged> signatures) {
    this.view = view;
    for (Judged one : signatures) {
      // One that is written into its field is doubted for that.
      one.signature().key().ifPresent(key -> own(one, key));
    }
  }

  private void own(Judged one, PdfValue.Ref key) {
    dictionaries.add(key.number());
    one.signed().ifPresent(signed -> gaps.put(signed.range().gapStart(), key.number()));
  }

  /** What this object, which was just read, has to do with a gap that is not its own. */
  Optional<String> use(int number, PdfValue value) {
    PdfValue.Ref ref = view.reference(number);
    boolean unread = value instanceof PdfValue.Unreadable;
    if (spans(number, value) && !(unread && apart(number))) {
      // What cannot be read here another reader may read, however far it goes.
      return Optional.of(ref + (unread ? " cannot be read" : " goes on behind a signature's gap"));
    }
    return dictionaries.isEmpty() || !names(value)
        ? Optional.empty()
        : Optional.of(ref + " names a signature dictionary");
  }

  private boolean spans(int number, PdfValue value) {
    Optional<Long> place =
        view.entry(number)
            .filter(entry -> entry.kind() == XrefTable.Kind.PLAIN)
            .map(XrefTable.Entry::place);
    if (place.isEmpty() || gaps.isEmpty()) {
      return false;
    }
    long end = view.ends(number);
    if (value instanceof PdfValue.Stream stream) {
      // Poppler goes by the length, though no end of a stream follows.
      long length = Math.min(view.number(stream.dict(), "Length"), view.octets().end());
      end = Math.max(end, stream.from() + length);
    }
    Map.Entry<Long, Integer> gap = gaps.ceilingEntry(place.get());
    while (gap != null && gap.getKey() < end && gap.getValue() == number) {
      gap = gaps.higherEntry(gap.getKey());
    }
    return gap != null && gap.getKey() < end;
  }

  /**
   * Whether what cannot be read has an end before the gap and nothing leads to it: tables with
   * wrong places of objects that are no longer used are common.
   */
  private boolean apart(int number) {
    long place = view.entry(number).map(XrefTable.Entry::place).orElse(0L);
    Long gap = gaps.ceilingKey(place);
    return gap != null
        && ++sought <= MOST_SOUGHT
        && view.octets().indexOf("endobj", place, Math.min(gap, place + LONGEST)) >= 0
        && !unreadNamed();
  }

  /** Whether anything, of any generation, names an object that cannot be read. */
  private boolean unreadNamed() {
    if (unreadNamed == null) {
      Deque<PdfValue> open = new ArrayDeque<>(view.table().roots());
      open.push(view.trailer());
      Set<Integer> unread = new HashSet<>();
      Set<Integer> named = new HashSet<>();
      for (int number : view.numbers()) {
        PdfValue value = view.object(number);
        if (value instanceof PdfValue.Unreadable) {
          unread.add(number);
        }
        open.push(value);
        collect(open, named);
      }
      unreadNamed = unread.stream().anyMatch(named::contains);
    }
    return unreadNamed;
  }

  private static void collect(Deque<PdfValue> open, Set<Integer> named) {
    while (!open.isEmpty()) {
      PdfValue next = open.pop();
      if (next instanceof PdfValue.Ref ref) {
        named.add(ref.number());
      } else if (next instanceof PdfValue.Array array) {
        array.items().forEach(open::push);
      } else {
        PdfValue.dictOf(next).ifPresent(dict -> dict.entries().values().forEach(open::push));
      }
    }
  }

  /**
   * Whether a reference to a signature dictionary, of any generation since many readers go by the
   * number, stands where it is taken for something else.
   */
  private boolean names(PdfValue root) {
    Deque<PdfValue> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      PdfValue next = open.pop();
      if (next instanceof PdfValue.Ref ref && dictionaries.contains(ref.number())) {
        return true;
      }
      if (next instanceof PdfValue.Array array) {
        array.items().forEach(open::push);
      } else if (next instanceof PdfValue.Stream stream) {
        open.push(stream.dict());
      } else if (next instanceof PdfValue.Dict dict) {
        dict.entries().entrySet().stream()
            .filter(e -> !(HOLDERS.contains(e.getKey()) && e.getValue() instanceof PdfValue.Ref))
            .map(Map.Entry::getValue)
            .forEach(open::push);
      }
    }
    return false;
  }
}
