package org.xinfu.trust.pdf;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a reader begins with that rebuilds the table (ISO 32000-2 §7.5.4, §7.7.2): whatever says
 * that it is a catalog, a table or a stream of objects, though it is not the document's.
 *
 * @param catalogs the numbers of those in use that are not the trailer's
 * @param freed catalogs, tables and streams of objects that were freed, by their place
 */
record Beginnings(NavigableSet<Integer> catalogs, NavigableMap<Long, Integer> freed) {
  private static final String CATALOG = "Catalog";
  private static final Set<String> TYPES = Set.of(CATALOG, "ObjStm", "XRef");

  static Beginnings of(PdfView view) {
    NavigableSet<Integer> catalogs = new TreeSet<>();
    for (int number : view.numbers()) {
      if (is(view, view.object(number), Set.of(CATALOG))) {
        catalogs.add(number);
      }
    }
    if (view.trailer().get("Root") instanceof PdfValue.Ref root) {
      catalogs.remove(root.number());
    }
    NavigableMap<Long, Integer> freed = new TreeMap<>();
    for (XrefTable.Copy copy : view.table().behind(0, Long.MAX_VALUE)) {
      boolean section = view.table().parts().containsKey(copy.place());
      if (!section && view.entry(copy.number()).isEmpty() && at(view, copy.place())) {
        freed.put(copy.place(), copy.number());
      }
    }
    return new Beginnings(catalogs, freed);
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
      return is(view, view.packedAt(stream, index), Set.of(CATALOG));
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
