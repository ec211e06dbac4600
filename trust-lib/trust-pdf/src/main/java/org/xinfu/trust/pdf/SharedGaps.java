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

/**
 * Looks for what shows the octets that a signature leaves out, ISO 32000-2 §12.8.1: a content
 * stream or a string around the signature dictionary, or an annotation whose /Contents they are.
 * What the value in the gap holds besides the signature nobody signs.
 */
final class SharedGaps {
  /** What leads to signature dictionaries (tables 226 and 263); LibreOffice writes DV as well. */
  private static final Set<String> HOLDERS = Set.of("V", "DV", "DocMDP", "UR3", "UR");

  private final PdfView view;
  private final NavigableMap<Long, Integer> gaps = new TreeMap<>();
  private final Set<PdfValue.Ref> dictionaries = new HashSet<>();

  SharedGaps(PdfView view, List<Judged> signatures) {
    this.view = view;
    for (Judged one : signatures) {
      // One that is written into its field is doubted for that.
      one.signature().key().ifPresent(key -> own(one, key));
    }
  }

  private void own(Judged one, PdfValue.Ref key) {
    dictionaries.add(key);
    one.signed().ifPresent(signed -> gaps.put(signed.range().gapStart(), key.number()));
  }

  /** What this object, which was just read, has to do with a gap that is not its own. */
  Optional<String> use(int number, PdfValue value) {
    PdfValue.Ref ref = view.reference(number);
    if (spans(number, value)) {
      // What cannot be read here another reader may read, however far it goes.
      boolean unread = value instanceof PdfValue.Unreadable;
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

  /** Whether a reference to a signature dictionary stands where it is taken for something else. */
  private boolean names(PdfValue root) {
    Deque<PdfValue> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      PdfValue next = open.pop();
      if (next instanceof PdfValue.Ref ref && dictionaries.contains(ref)) {
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
