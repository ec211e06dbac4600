package org.xinfu.trust.pdf;

import java.util.Map;
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

  /**
   * And those of a kind that say what one may do, not how it looks: whether a button is switched
   * off again or with its namesakes (table 229), what is checked or sent on (tables 231 and 233).
   */
  private static final Map<PdfValue, Long> SILENT =
      Map.of(
          new PdfValue.Name("Btn"), 1L << 14 | 1L << 25,
          new PdfValue.Name("Tx"), 1L << 22,
          new PdfValue.Name("Ch"), 1L << 22 | 1L << 26);

  private FieldFlags() {}

  static long of(PdfView view, PdfValue.Dict field) {
    return SignatureFinder.inherited(view, field, "Ff") instanceof PdfValue.Numeral flags
        ? (long) flags.value()
        : 0;
  }

  /** What it means that they changed. Acrobat makes fields read-only that a signature locks. */
  static Weight weigh(RevisionComparison comparison, PdfValue.Dict before, PdfValue.Dict after) {
    PdfView then = comparison.then();
    PdfValue kind = SignatureFinder.inherited(then, before, "FT");
    long changed = of(then, before) ^ of(comparison.now(), after);
    if (SIGNATURE.equals(kind)) {
      return Weight.ALLOWED;
    }
    if (comparison.now().resolve(after.get("Ff")) instanceof PdfValue.Numeral flags
        && !flags.whole()) {
      return Weight.DOUBTFUL; // Poppler and Ghostscript know no flags by a real
    }
    if (changed == 0) {
      return Weight.ALLOWED;
    }
    long known = COMMON | SILENT.getOrDefault(kind, 0L);
    if (comparison.faceless().any() || (changed & ~known) != 0) {
      return Weight.DOUBTFUL;
    }
    return (changed & READ_ONLY) != 0 ? Weight.SHOWN : Weight.ALLOWED;
  }
}
