package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The fields of a document's form by their full names, ISO 32000-2 §12.7.4.2. */
final class FormFields {
  private static final int MOST = 200_000;

  private FormFields() {}

  /** Fields that have a name of their own; of equal full names the first. */
  static Map<String, PdfValue.Dict> of(PdfView view) {
    Map<String, PdfValue.Dict> fields = new LinkedHashMap<>();
    Deque<PdfValue> open =
        new ArrayDeque<>(view.array(view.dict(view.catalog().get("AcroForm")).get("Fields")));
    Set<PdfValue> seen = new HashSet<>();
    while (!open.isEmpty() && seen.size() < MOST) {
      PdfValue item = open.pop();
      if (seen.add(item)) {
        PdfValue.Dict field = view.dict(item);
        if (field.has("T")) {
          fields.putIfAbsent(SignatureFinder.name(view, field), field);
        }
        view.array(field.get("Kids")).forEach(open::push);
      }
    }
    return fields;
  }

  /** A name that begins with {@code stem} and that no field has. */
  static String unused(PdfView view, String stem) {
    Set<String> used = of(view).keySet();
    int number = 1;
    while (used.contains(stem + number)) {
      number++;
    }
    return stem + number;
  }
}
