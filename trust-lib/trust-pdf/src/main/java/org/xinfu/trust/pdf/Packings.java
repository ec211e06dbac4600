package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.Map;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** What the object streams of a view hold (ISO 32000-2 §7.5.7), to compare it with another's. */
final class Packings {
  private final PdfView view;
  private final Map<Long, Packing> known = new HashMap<>();

  Packings(PdfView view) {
    this.view = view;
  }

  /** What an object stream holds; equal only where its dictionary names nothing that changed. */
  record Packing(long first, int count, String sha256, long end) {
    static Packing direct(long end) {
      return new Packing(0, 0, "", end);
    }
  }

  /** Octets that both views share mean the same, unless the dictionary refers to other objects. */
  Packing of(long number) {
    Packing before = known.get(number);
    if (before == null) {
      before = pack(number);
      known.put(number, before);
    }
    return before;
  }

  private Packing pack(long number) {
    XrefTable.Entry entry = view.entry((int) number).orElseThrow();
    try {
      PdfView.Indirect written = view.indirectAt(entry.place());
      if (written.value() instanceof PdfValue.Stream stream
          && stream.dict().entries().values().stream().noneMatch(Packings::refers)) {
        return Packing.direct(written.end());
      }
      ObjectStream found = ObjectStream.open(view, number);
      Bytes decoded = found.octets().slice(0, found.octets().end());
      return new Packing(
          found.first(),
          found.numbers().size(),
          DocumentSource.of(decoded).sha256(),
          written.end());
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      return Packing.direct(Long.MAX_VALUE);
    }
  }

  private static boolean refers(PdfValue value) {
    return value instanceof PdfValue.Ref
        || (value instanceof PdfValue.Array array
            && array.items().stream().anyMatch(Packings::refers))
        || (value instanceof PdfValue.Dict dict
            && dict.entries().values().stream().anyMatch(Packings::refers));
  }
}
