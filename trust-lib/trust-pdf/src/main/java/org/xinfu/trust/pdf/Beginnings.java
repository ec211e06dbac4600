package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a reader begins with that rebuilds the table (ISO 32000-2 §7.5.4, §7.7.2): whatever says
 * that it is a catalog, a table or a stream of objects, though it is not the document's.
 */
final class Beginnings {
  private static final Set<String> CATALOG = Set.of("Catalog");
  private static final Set<String> TYPES = Set.of("Catalog", "ObjStm", "XRef");

  private final PdfView view;
  private final Map<Integer, Boolean> catalogs = new HashMap<>();
  private @Nullable NavigableMap<Long, Integer> freed;

  Beginnings(PdfView view) {
    this.view = view;
  }

  /** Whether the object is a catalog and not the trailer's. */
  boolean catalog(int number) {
    Boolean known = catalogs.get(number);
    if (known == null) {
      known = !root(number) && is(view, view.object(number), CATALOG);
      catalogs.put(number, known);
    }
    return known;
  }

  private boolean root(int number) {
    return view.trailer().get("Root") instanceof PdfValue.Ref root && root.number() == number;
  }

  /** Catalogs, tables and streams of objects that were freed, by their place. */
  NavigableMap<Long, Integer> freed() {
    if (freed == null) {
      freed = new TreeMap<>();
      for (XrefTable.Copy copy : view.table().behind(0, Long.MAX_VALUE)) {
        boolean section = view.table().parts().containsKey(copy.place());
        if (!section && view.entry(copy.number()).isEmpty() && at(view, copy.place())) {
          freed.put(copy.place(), copy.number());
        }
      }
    }
    return freed;
  }

  /** Whether such an object is written there. */
  static boolean at(PdfView view, long place) {
    try {
      return is(view, view.indirectAt(place).value(), TYPES);
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      return false;
    }
  }

  /** Whether an object stream has a catalog there. */
  static boolean packed(PdfView view, int stream, int index) {
    try {
      return is(view, view.packedAt(stream, index), CATALOG);
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      return true;
    }
  }

  private static boolean is(PdfView view, PdfValue value, Set<String> types) {
    return PdfValue.dictOf(value)
        .map(dict -> view.resolve(dict.get("Type")))
        .filter(type -> type instanceof PdfValue.Name name && types.contains(name.value()))
        .isPresent();
  }
}
