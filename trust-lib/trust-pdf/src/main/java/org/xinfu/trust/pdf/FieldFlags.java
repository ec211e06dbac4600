package org.xinfu.trust.pdf;

import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * The flags of fields, ISO 32000-2 §12.7.4.1. Readers that draw values themselves go by them:
 * PDF.js shows the picture of a field that is read-only, and of others the value, which may say
 * something else, as stars, in a comb or in several lines.
 */
final class FieldFlags {
  private static final PdfValue SIGNATURE = new PdfValue.Name("Sig");

  /** Those that all fields have (table 227): read-only, required, not exported. */
  private static final long COMMON = 7;

  private static final long READ_ONLY = 1;

  private FieldFlags() {}

  static long of(PdfView view, PdfValue.Dict field) {
    return SignatureFinder.inherited(view, field, "Ff") instanceof PdfValue.Numeral flags
        ? (long) flags.value()
        : 0;
  }

  /** What it means that they changed. Acrobat makes fields read-only that a signature locks. */
  static Weight weigh(RevisionComparison comparison, PdfValue.Dict before, PdfValue.Dict after) {
    PdfView then = comparison.then();
    if (SIGNATURE.equals(SignatureFinder.inherited(then, before, "FT"))) {
      return Weight.ALLOWED;
    }
    long changed = of(then, before) ^ of(comparison.now(), after);
    if (comparison.faceless().any() || (changed & ~COMMON) != 0) {
      return Weight.DOUBTFUL;
    }
    return (changed & READ_ONLY) != 0 ? Weight.SHOWN : Weight.ALLOWED;
  }
}
