package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The layers of a document, ISO 32000-2 §8.11. Whether one is shown is said by lists of references
 * (/OFF, /ON, tables 98 to 101), and readers know it by its reference: an equal object under
 * another number, or written into the list, is another layer.
 */
final class Layers {
  private static final int MOST = 100_000;
  private final Set<PdfValue.Ref> known = new HashSet<>();

  Layers(PdfView view) {
    Deque<PdfValue> open = new ArrayDeque<>(List.of(view.catalog().get("OCProperties")));
    Set<PdfValue.Ref> seen = new HashSet<>();
    while (!open.isEmpty() && seen.size() < MOST) {
      PdfValue next = open.pop();
      if (!References.first(References.last(view, next), seen)) {
        continue;
      }
      PdfValue value = view.resolve(next);
      if (value instanceof PdfValue.Array array) {
        for (PdfValue item : array.items()) {
          if (item instanceof PdfValue.Ref ref && view.object(ref) instanceof PdfValue.Dict) {
            known.add(ref);
          } else {
            open.push(item);
          }
        }
      } else if (value instanceof PdfValue.Dict dict) {
        dict.entries().values().forEach(open::push);
      }
    }
  }

  /** Whether the reference is one that lists of layers name. */
  boolean name(PdfValue.Ref object) {
    return known.contains(object);
  }
}
