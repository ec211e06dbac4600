package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The streams that file specifications name (ISO 32000-2 table 43, /EF), whatever their type. */
final class AttachedFiles {
  private final PdfView view;

  AttachedFiles(PdfView view) {
    this.view = view;
  }

  Set<PdfValue.Ref> specified() {
    Set<PdfValue.Ref> found = new HashSet<>();
    for (int number : view.numbers()) {
      Deque<PdfValue> open = new ArrayDeque<>(List.of(view.object(number)));
      while (!open.isEmpty()) {
        PdfValue value = open.pop();
        if (value instanceof PdfValue.Array array) {
          array.items().forEach(open::push);
        }
        PdfValue.dictOf(value)
            .ifPresent(
                dict -> {
                  dict.entries().values().forEach(open::push);
                  view.dict(dict.get("EF")).entries().values().stream()
                      .filter(PdfValue.Ref.class::isInstance)
                      .map(PdfValue.Ref.class::cast)
                      .forEach(found::add);
                });
      }
    }
    return found;
  }
}
