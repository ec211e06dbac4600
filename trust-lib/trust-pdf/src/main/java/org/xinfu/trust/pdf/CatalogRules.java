package org.xinfu.trust.pdf;

import java.util.Set;
import java.util.TreeSet;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * What may change in the catalog and the information dictionary: validation material (ISO 32000-2
 * §12.8.4.3), metadata, the version, and the form. None of it is shown on a page.
 */
final class CatalogRules {
  private static final Set<String> MATERIAL = Set.of("Type", "VRI", "Certs", "CRLs", "OCSPs");
  private static final Set<String> RELATED = Set.of("Type", "TU", "TS", "Cert", "CRL", "OCSP");
  private static final int DEEPEST = 16;
  private final RevisionComparison comparison;
  private final PdfView then;
  private final PdfView now;

  CatalogRules(RevisionComparison comparison) {
    this.comparison = comparison;
    this.then = comparison.then();
    this.now = comparison.now();
  }

  void compare(FormRules form) {
    information();
    PdfValue.Dict before = then.catalog();
    PdfValue.Dict after = now.catalog();
    DocumentPath root = DocumentPath.of(DocumentPath.ROOT);
    if (now.trailer().get("Root") instanceof PdfValue.Ref ref) {
      root = root.in(ref);
    }
    Set<String> keys = new TreeSet<>(before.entries().keySet());
    keys.addAll(after.entries().keySet());
    for (String key : keys) {
      if (key.equals("AcroForm")) {
        form.compareForm(before.get(key), after.get(key), root.then(key));
      } else {
        entry(key, before.get(key), after.get(key), root.then(key));
      }
    }
  }

  private void entry(String key, PdfValue before, PdfValue after, DocumentPath path) {
    switch (key) {
      case "DSS" -> changed(before, after, path, material(after));
      case "Metadata" -> changed(before, after, path, metadata(after));
      case "Extensions" -> changed(before, after, path, plain(after, 0));
      case "Version" ->
          changed(before, after, path, when(now.resolve(after) instanceof PdfValue.Name));
      case "MarkInfo" -> changed(before, after, path, plain(after, 0));
      case "Perms" -> changed(before, after, path, permissions(before, after));
      // A producer's notes, which only that producer reads (§14.5).
      case "PieceInfo" -> comparison.unexplained(before, after, path, Weight.DOUBTFUL);
      case "StructTreeRoot" -> {
        // TagRules looks at it when the new widgets are known.
      }
      default -> comparison.strict(before, after, path);
    }
  }

  private void changed(PdfValue before, PdfValue after, DocumentPath path, Weight weight) {
    if (!comparison.same(before, after)) {
      comparison.change("entry-changed", path, weight);
    }
  }

  private static Weight when(boolean allowed) {
    return allowed ? Weight.ALLOWED : Weight.FORBIDDEN;
  }

  /** Libraries stamp time and producer, and titles are mended; nothing that is shown on a page. */
  private void information() {
    PdfValue before = then.trailer().get("Info");
    PdfValue after = now.trailer().get("Info");
    PdfValue info = now.resolve(after);
    boolean texts =
        info instanceof PdfValue.Null
            || (info instanceof PdfValue.Dict dict
                && dict.entries().values().stream().map(now::resolve).allMatch(this::said));
    DocumentPath path = DocumentPath.of("Info");
    changed(before, after, after instanceof PdfValue.Ref ref ? path.in(ref) : path, when(texts));
  }

  /** A text, or several: keywords come as a list too. */
  private boolean said(PdfValue value) {
    return value instanceof PdfValue.Array array
        ? array.items().stream().map(now::resolve).allMatch(this::simple)
        : simple(value);
  }

  private boolean simple(PdfValue value) {
    return value instanceof PdfValue.Text
        || value instanceof PdfValue.Name
        || value instanceof PdfValue.Null
        || value instanceof PdfValue.Truth
        || value instanceof PdfValue.Numeral;
  }

  private Weight metadata(PdfValue after) {
    PdfValue value = now.resolve(after);
    if (value instanceof PdfValue.Null) {
      return Weight.DOUBTFUL;
    }
    boolean xml =
        value instanceof PdfValue.Stream stream
            && Subtypes.is(now, stream.dict(), "XML")
            && !stream.dict().has("BBox");
    return when(xml);
  }

  /** Names, numbers and texts all the way down. */
  private Weight plain(PdfValue value, int depth) {
    PdfValue found = now.resolve(value);
    if (depth > DEEPEST) {
      return Weight.FORBIDDEN;
    }
    if (found instanceof PdfValue.Dict dict) {
      return when(
          (depth > 0 || !dict.entries().isEmpty() || value instanceof PdfValue.Dict)
              && dict.entries().values().stream()
                  .allMatch(v -> plain(v, depth + 1) == Weight.ALLOWED));
    }
    if (found instanceof PdfValue.Array array && depth > 0) {
      return when(array.items().stream().allMatch(v -> plain(v, depth + 1) == Weight.ALLOWED));
    }
    return when(depth > 0 && simple(found));
  }

  /** A certification may come; one that is there stays (§12.8.6). Usage rights may go. */
  private Weight permissions(PdfValue before, PdfValue after) {
    PdfValue.Dict old = then.dict(before);
    PdfValue found = now.resolve(after);
    PdfValue.Dict young = now.dict(after);
    if (!(found instanceof PdfValue.Dict) && !(found instanceof PdfValue.Null)) {
      return Weight.FORBIDDEN;
    }
    for (String key : old.entries().keySet()) {
      boolean rights = key.equals("UR3") || key.equals("UR");
      if (!comparison.same(old.get(key), young.get(key)) && !(rights && !young.has(key))) {
        return Weight.FORBIDDEN;
      }
    }
    boolean more =
        young.entries().keySet().stream()
            .anyMatch(key -> !old.has(key) && young.has(key) && !key.equals("DocMDP"));
    boolean certified = old.has("DocMDP") || !young.has("DocMDP");
    boolean own = young.get("DocMDP") instanceof PdfValue.Ref ref && comparison.isNew(ref);
    return !more && (certified || own) ? Weight.DOUBTFUL : Weight.FORBIDDEN;
  }

  /** Validation material may come and be replaced, but not vanish, and it is nothing else. */
  private Weight material(PdfValue after) {
    if (!(now.resolve(after) instanceof PdfValue.Dict store)) {
      return Weight.FORBIDDEN;
    }
    Weight weight = shape(store, MATERIAL);
    if (store.has("VRI")) {
      if (!(now.resolve(store.get("VRI")) instanceof PdfValue.Dict related)) {
        return Weight.FORBIDDEN;
      }
      for (PdfValue one : related.entries().values()) {
        PdfValue entry = now.resolve(one);
        Weight own =
            entry instanceof PdfValue.Dict dict
                ? shape(dict, RELATED)
                : when(entry instanceof PdfValue.Name);
        weight = own.compareTo(weight) > 0 ? own : weight;
      }
    }
    return weight;
  }

  private Weight shape(PdfValue.Dict dict, Set<String> known) {
    Weight weight = Weight.ALLOWED;
    for (String key : dict.entries().keySet()) {
      if (!known.contains(key)) {
        weight = Weight.DOUBTFUL;
      } else if (!key.equals("VRI") && !hints(now.resolve(dict.get(key)))) {
        return Weight.FORBIDDEN;
      }
    }
    return weight;
  }

  private boolean hints(PdfValue value) {
    if (value instanceof PdfValue.Array array) {
      return array.items().stream()
          .map(now::resolve)
          .allMatch(v -> v instanceof PdfValue.Stream || v instanceof PdfValue.Null);
    }
    return value instanceof PdfValue.Stream || simple(value);
  }
}
