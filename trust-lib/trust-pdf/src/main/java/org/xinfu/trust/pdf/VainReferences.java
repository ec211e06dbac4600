package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * References to what is not there (ISO 32000-2 §7.3.10: the null object). For one of them some
 * readers rebuild the table where the newest section is no stream, and what object streams pack is
 * then lost to them: fields vanish, and their faces.
 */
final class VainReferences {
  private VainReferences() {}

  /** The first object that may make them do so, or the trailer; empty when there is none. */
  static Optional<String> losing(PdfView view) {
    boolean table = view.trailer().name("Type").filter("XRef"::equals).isEmpty();
    boolean packed =
        view.table().entries().values().stream()
            .anyMatch(entry -> entry.kind() == XrefTable.Kind.PACKED);
    if (!table || !packed) {
      return Optional.empty();
    }
    if (names(view, view.trailer())) {
      return Optional.of("trailer");
    }
    return view.numbers().stream()
        .filter(number -> names(view, view.object(number)))
        .map(number -> "object " + number)
        .findFirst();
  }

  private static boolean names(PdfView view, PdfValue root) {
    Deque<PdfValue> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      PdfValue value = open.pop();
      if (value instanceof PdfValue.Ref ref) {
        if (view.entry(ref.number()).filter(e -> e.generation() == ref.generation()).isEmpty()) {
          return true;
        }
      } else if (value instanceof PdfValue.Array array) {
        array.items().forEach(open::push);
      } else {
        PdfValue.dictOf(value).ifPresent(dict -> dict.entries().values().forEach(open::push));
      }
    }
    return false;
  }
}
