package org.xinfu.trust.pdf;

/**
 * References by their number alone: many readers take no notice of generations (ISO 32000-2 §7.3.10
 * calls the object null). Only for what may be shown, never for what may pass.
 */
final class AnyGeneration {
  private static final int LONGEST_CHAIN = 32;
  private static final int MOST_PARENTS = 64;

  private AnyGeneration() {}

  static PdfValue resolve(PdfView view, PdfValue value) {
    PdfValue found = value;
    for (int i = 0; found instanceof PdfValue.Ref ref; i++) {
      if (i == LONGEST_CHAIN) {
        return new PdfValue.Unreadable("references in a circle");
      }
      found = view.object(ref.number());
    }
    return found;
  }

  static PdfValue.Dict dict(PdfView view, PdfValue value) {
    return resolve(view, value) instanceof PdfValue.Dict dict ? dict : PdfValue.Dict.EMPTY;
  }

  /** An entry of the field or of the nearest ancestor that has it (§12.7.4.1). */
  static PdfValue inherited(PdfView view, PdfValue.Dict field, String key) {
    PdfValue.Dict at = field;
    for (int i = 0; !at.entries().isEmpty() && i < MOST_PARENTS; i++) {
      PdfValue value = resolve(view, at.get(key));
      if (!(value instanceof PdfValue.Null)) {
        return value;
      }
      at = dict(view, at.get("Parent"));
    }
    return PdfValue.NULL;
  }
}
