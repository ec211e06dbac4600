package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.SECOND;
import static org.xinfu.trust.pdf.PdfForge.changed;

import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.cms.ContentDigest;

/**
 * Anybody gets a time-stamp over anything: it does not answer for what its field shows, or no
 * longer shows, after the last signature (ISO 32000-2 §12.8.5).
 */
class SeenTimestampsTest {
  private static final String STAMP =
      "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161";
  private static final String FACE = "/V 41 0 R/AP<</N 13 0 R>>";

  private static Bytes stamped(PdfUpdate update) {
    return PdfForge.sign(
        update,
        41,
        STAMP,
        covered ->
            PdfTimestampTest.TSA
                .stamp(ContentDigest.SHA256, ContentDigest.SHA256.of(covered))
                .orThrow(reason -> new IllegalStateException(reason.code())));
  }

  private static PdfUpdate field(Bytes pdf, String rect, String more) {
    return PdfUpdate.of(pdf)
        .with(FORM, changed(FORM, "14 0 R]", "14 0 R 40 0 R]"))
        .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 40 0 R]"))
        .with(40, PdfForge.field("Time", rect, more));
  }

  private static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }

  private static void open(Bytes pdf) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  private static void valid(Bytes pdf) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
  }

  @Test
  void whatItsFieldShowsIsNotCovered() {
    Bytes signed = PdfForge.signed(CADES);
    open(stamped(field(signed, "[0 0 595 842]", FACE)));
    open(stamped(PdfUpdate.of(signed).with(SECOND, second("[200 50 300 90]", FACE))));
    // A later signature covers it.
    Bytes shown = stamped(field(signed, "[0 0 99 99]", FACE));
    valid(PdfForge.countersigned(shown, CADES));
  }

  @Test
  void aFieldThatShowsNothingIsAnybodys() {
    Bytes signed = PdfForge.signed(CADES);
    valid(stamped(field(signed, "[0 0 0 0]", "/V 41 0 R")));
    valid(stamped(PdfUpdate.of(signed).with(SECOND, second("[200 50 300 90]", "/V 41 0 R"))));
    valid(stamped(PdfUpdate.of(signed).with(SECOND, second("[0 0 0 0]", "/V 41 0 R"))));
  }

  @Test
  void whatAFieldShowedDoesNotVanish() {
    Bytes hint = PdfDisguises.placeholder("");
    open(stamped(PdfUpdate.of(hint).with(SECOND, second("[200 50 300 90]", "/V 41 0 R"))));
    open(
        stamped(PdfUpdate.of(hint).with(SECOND, second("[0 0 0 0]", "/V 41 0 R/AP<</N 40 0 R>>"))));
    Bytes closed = PdfDisguises.placeholder(PdfForge.certify(1));
    DocumentReport report =
        verify(stamped(PdfUpdate.of(closed).with(SECOND, second("[0 0 0 0]", "/V 41 0 R"))));
    assertThat(report.reason()).contains(Reason.CHANGED_AFTER_SIGNING);
  }

  private static String second(String rect, String more) {
    return PdfForge.field("Second", rect, more);
  }
}
