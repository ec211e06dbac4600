package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which kids the fields of the signed revision list (ISO 32000-2 §12.7.4.1). A list is read once,
 * however many fields have it and however many kids are sought in it.
 */
final class FieldKids {
  private final RevisionComparison comparison;
  private final Map<PdfValue.Ref, Set<PdfValue.Ref>> lists = new HashMap<>();

  FieldKids(RevisionComparison comparison) {
    this.comparison = comparison;
  }

  /** Whether a kid that did not name its parent, which listed it, now does. */
  boolean named(PdfValue.Ref kid, PdfValue.Dict before, PdfValue.Dict after) {
    return !before.has("Parent")
        && after.get("Parent") instanceof PdfValue.Ref parent
        && comparison.fields().containsKey(parent.number())
        && of(parent).contains(kid);
  }

  private Set<PdfValue.Ref> of(PdfValue.Ref field) {
    PdfView then = comparison.then();
    PdfValue kids = then.dict(field).get("Kids");
    PdfValue.Ref key = References.last(then, kids) instanceof PdfValue.Ref list ? list : field;
    return lists.computeIfAbsent(
        key,
        first -> {
          comparison.looked(then.array(kids).size());
          return References.of(then.array(kids));
        });
  }
}
