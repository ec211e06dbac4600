package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.SEAL;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;

/** Reader-enabled documents: the rights are Adobe's word to its reader, no signature of anybody. */
final class UsageRightsTest {
  private static final String RIGHTS =
      "<<"
          + CADES
          + "/Reference[<</Type/SigRef/TransformMethod/UR3/TransformParams<<>>>>]"
          + "/ByteRange[0 9 12 9]/Contents<3000>>>";

  @Test
  void rightsWrittenIntoTheCatalogAreNoSignature() {
    DocumentReport report = verify(enabled(RIGHTS).append());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).isEqualTo(Optional.of(Reason.NO_SIGNATURE));
    assertThat(report.signatures()).isEmpty();
  }

  @Test
  void whoSignsAfterThemIsJudged() {
    assertThat(verify(PdfForge.signed(enabled(RIGHTS), CADES)).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  @Test
  void whatIsNotOfRightsCoversForNothing() {
    for (String other :
        new String[] {
          RIGHTS.replace("UR3", "DocMDP"),
          RIGHTS.replace("TransformMethod/UR3", "X/UR3"),
          RIGHTS.replace("/Reference[", "/Reference[<</TransformMethod/FieldMDP>>"),
        }) {
      assertRefused(enabled(other).append());
    }
    String elsewhere = "/Perms<</DocMDP " + RIGHTS + ">>/Type";
    assertRefused(
        PdfUpdate.of(PdfForge.plain())
            .with(CATALOG, changed(CATALOG, "/Type", elsewhere))
            .append());
  }

  /** A seal that was taken from its field is still one, whatever rights are written beside it. */
  @Test
  void rightsDoNotHideASealThatWasCutOff() {
    Bytes sealed = PdfForge.signed(PdfUpdate.of(PdfForge.plain()), CADES);
    assertRefused(
        PdfUpdate.of(sealed)
            .with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", ""))
            .with(CATALOG, changed(CATALOG, "/Type", "/Perms<</UR3 " + RIGHTS + ">>/Type"))
            .append());
  }

  private static PdfUpdate enabled(String rights) {
    return PdfUpdate.of(PdfForge.plain())
        .with(CATALOG, changed(CATALOG, "/Type", "/Perms<</UR3 " + rights + ">>/Type"));
  }

  private static void assertRefused(Bytes pdf) {
    assertThat(verify(pdf).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  private static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }
}
