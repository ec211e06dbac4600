package org.xinfu.trust.pdf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of a document's form by their full names, ISO 32000-2 §12.7.4.2. */
final class FormFields {
  private static final int MOST = 200_000;

  private FormFields() {}

  /** Fields that have a name of their own; of equal full names the first. */
  static Map<String, PdfValue.Dict> of(PdfView view) {
    Map<String, PdfValue.Dict> fields = new LinkedHashMap<>();
    PdfValue.Dict form = view.dict(view.catalog().get("AcroForm"));
    References.Walk walk = new References.Walk(view).list(form.get("Fields"));
    Optional<PdfValue> item = walk.next();
    for (int i = 0; item.isPresent() && i < MOST; i++) {
      PdfValue.Dict field = view.dict(item.get());
      if (field.has("T")) {
        fields.putIfAbsent(SignatureFinder.name(view, field), field);
      }
      item = walk.list(field.get("Kids")).next();
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
