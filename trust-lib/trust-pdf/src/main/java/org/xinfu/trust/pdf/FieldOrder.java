package org.xinfu.trust.pdf;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * The order in which a form lists its fields. Fields of one full name are one field (ISO 32000-2
 * §12.7.4.2); where they say different things, PDFium goes by the one that is listed first.
 */
final class FieldOrder {
  private final RevisionComparison comparison;
  private @Nullable Boolean namesakes;

  FieldOrder(RevisionComparison comparison) {
    this.comparison = comparison;
  }

  void compare(List<PdfValue> old, List<PdfValue> young, DocumentPath path) {
    if (!old.equals(young) && namesakes() && !kept(old, young).equals(kept(young, old))) {
      comparison.change("entry-changed", path, Weight.DOUBTFUL);
    }
  }

  /** The items that the other list has too, each where it comes first. */
  private static List<PdfValue> kept(List<PdfValue> items, List<PdfValue> other) {
    Set<PdfValue.Ref> theirs = References.of(other);
    Set<PdfValue> both = new LinkedHashSet<>();
    for (PdfValue item : items) {
      if (item instanceof PdfValue.Ref ref && theirs.contains(ref)) {
        both.add(ref);
      }
    }
    return List.copyOf(both);
  }

  /** Whether two fields have one full name; kids without a name of their own are no fields. */
  private boolean namesakes() {
    Boolean known = namesakes;
    if (known == null) {
      known = found();
      namesakes = known;
    }
    return known;
  }

  private boolean found() {
    PdfView then = comparison.then();
    Set<String> names = new HashSet<>();
    for (Map.Entry<Integer, String> field : comparison.fields().entrySet()) {
      PdfValue own = then.resolve(then.dict(then.reference(field.getKey())).get("T"));
      boolean named = !(own instanceof PdfValue.Null);
      if (named && (unlike(own) || !names.add(NewFields.said(field.getValue())))) {
        return true;
      }
    }
    return false;
  }

  /** Whether readers disagree about a name, so that it may be another field's. */
  private static boolean unlike(PdfValue name) {
    return !(name instanceof PdfValue.Text text)
        || PdfText.strange(text.value())
        || PdfText.of(text.value()).chars().anyMatch(c -> c > '~' && c < 0x100);
  }
}
