package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.changed;

import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;

/**
 * Fields that hold and name no other object (ISO 32000-2 §12.7.4), which are passed over where they
 * are the same, and lists of fields that are.
 */
class PlainFieldsTest {
  @Test
  void anotherNameOfSuchAFieldIsSeen() {
    Bytes base = listing("30 0 R", "<</FT/Tx/T(Paid)/V(no)>>");
    invalid(PdfUpdate.of(base).with(30, "<</FT/Tx/T(Due)/V(no)>>").append());
  }

  @Test
  void whatAFieldWithinTheListNamesIsSeen() {
    Bytes base = listing("<</FT/Tx/T(Paid)/TU 30 0 R>>", "(no)");
    invalid(PdfUpdate.of(base).with(30, "(yes)").append());
  }

  private static Bytes listing(String field, String thirty) {
    PdfUpdate plain = PdfUpdate.of(PdfForge.plain());
    return PdfForge.signed(
        plain.with(FORM, changed(FORM, "[11", "[" + field + " 11")).with(30, thirty), CADES);
  }

  private static void invalid(Bytes pdf) {
    DocumentReport report = new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).as("%s", report).contains(Reason.CHANGED_AFTER_SIGNING);
  }
}
