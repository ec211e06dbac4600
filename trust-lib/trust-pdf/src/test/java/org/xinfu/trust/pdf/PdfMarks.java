package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.SECOND;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.trust.Bytes;

/**
 * Marks that readers draw of their own accord, without an appearance: MuPDF an opaque one over any
 * empty signature field that is not hidden.
 */
final class PdfMarks {
  private static final String LATER = PdfForge.field("Later", "[100 100 300 200]", "");
  private static final String EMPTY = PdfForge.field("Second", "[200 50 300 90]", "");

  /** The document's second page. */
  private static final int OTHER = 8;

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
    for (String flags : List.of("36", "32", "292", "133", "2147483652")) {
      all.put("an empty field by the flags " + flags + " is seen", flags("/F " + flags, "/F 132"));
    }
    all.put("an empty field that was hidden by another object", flags("/F 60 0 R", "/F 132"));
    all.put("an empty field is hidden by another object", flags("/F 132", "/F 60 0 R"));
    all.put("an empty field is hidden by a number too large", flags("/F 132", "/F 4294967298"));
    all.put("an empty field is hidden by a number below zero", flags("/F 132", "/F -2"));
    all.put(
        "an empty field that another object hid is seen",
        PdfForge.updated(
            Map.of(SECOND, EMPTY.replace("/F 132", "/F 60 0 R"), 60, "2"), Map.of(60, "4")));
    all.put(
        "a new empty field is hidden by a number too large",
        added(LATER.replace("/F 132", "/F 4294967298")));
    return all;
  }

  /** What is INVALID: an empty field that another page shows, since something of it changed. */
  static Map<String, Bytes> moved() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    for (String entry : List.of("/M(D:2026)", "/DA(/Helv 9 Tf)", "/Q 1", "/RV(x)", "/V 60 0 R")) {
      all.put("an empty field on one more page, with " + entry, shown(CADES, entry));
    }
    for (int level = 2; level <= 3; level++) {
      all.put(
          "an empty field on one more page under P=" + level,
          shown(CADES + PdfForge.certify(level), "/M(D:2026)"));
    }
    all.put(
        "an empty field that no page had",
        PdfForge.updated(
            Map.of(PAGE, changed(PAGE, " 14 0 R", "")),
            Map.of(
                SECOND,
                EMPTY.replace(">>", "/M(D:2026)>>"),
                PAGE,
                PdfForge.objects().getOrDefault(PAGE, ""))));
    return all;
  }

  private static Bytes shown(String entries, String entry) {
    String other = PdfForge.objects().getOrDefault(OTHER, "");
    return PdfUpdate.of(PdfForge.signed(entries))
        .with(SECOND, EMPTY.replace(">>", entry + ">>"))
        .with(OTHER, other.replace(">>", "/Annots[14 0 R]>>"))
        .with(60, "(x)")
        .append();
  }

  private static Bytes flags(String before, String after) {
    return PdfForge.updated(
        Map.of(SECOND, EMPTY.replace("/F 132", before), 60, "2"),
        Map.of(SECOND, EMPTY.replace("/F 132", after)));
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
    all.put("an empty field that is printed no more", flags("/F 132", "/F 128"));
    all.put("an empty field whose date changes", flags("/F 60 0 R", "/F 60 0 R/M(D:2026)"));
    all.put(
        "a field that no page had, and is signed",
        PdfForge.countersigned(
            PdfForge.updated(
                Map.of(PAGE, changed(PAGE, " 14 0 R", "")),
                Map.of(PAGE, PdfForge.objects().getOrDefault(PAGE, ""))),
            CADES));
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
