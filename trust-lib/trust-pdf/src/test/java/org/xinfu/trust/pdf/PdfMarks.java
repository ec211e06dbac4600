package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.SECOND;

import java.util.LinkedHashMap;
import java.util.Map;
import org.xinfu.trust.Bytes;

/**
 * Marks that readers draw of their own accord, without an appearance: MuPDF an opaque one over any
 * empty signature field that is not hidden.
 */
final class PdfMarks {
  private static final String LATER = PdfForge.field("Later", "[100 100 300 200]", "");
  private static final String EMPTY = PdfForge.field("Second", "[200 50 300 90]", "");

  private PdfMarks() {}

  /** What is INDETERMINATE: nobody answers for what a reader draws over what was signed. */
  static Map<String, Bytes> seen() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("an empty field that is seen", added(LATER));
    all.put("an empty field that is printed", added(LATER.replace("/F 132", "/F 36")));
    all.put(
        "an empty field that was hidden is seen",
        PdfUpdate.of(hidden()).with(SECOND, EMPTY).append());
    all.put(
        "an empty field that was seen is hidden",
        PdfUpdate.of(PdfForge.signed(CADES)).with(SECOND, hidden(EMPTY)).append());
    return all;
  }

  /** What is VALID. */
  static Map<String, Bytes> genuine() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("an empty field that is hidden", added(hidden(LATER)));
    all.put(
        "an empty field without room",
        added(LATER.replace("[100 100 300 200]", "[100 100 100 100]")));
    all.put(
        "an empty field for the next one, who signs another",
        PdfForge.countersigned(added(LATER), CADES));
    all.put(
        "an empty field that was hidden is seen, and signed",
        PdfForge.countersigned(hidden(), CADES));
    return all;
  }

  private static Bytes added(String field) {
    return PdfCases.field(PdfForge.signed(CADES), field);
  }

  private static Bytes hidden() {
    return PdfForge.signed(PdfUpdate.of(PdfForge.plain()).with(SECOND, hidden(EMPTY)), CADES);
  }

  private static String hidden(String field) {
    return field.replace("/F 132", "/F 134");
  }
}
