package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;

/** Seals that PDFBox makes on a document to which an uncompressed PDF is attached. */
class AttachedPdfTest {

  /** The second seal's picture has a mask, whose stream has parameters of its filter. */
  @Test
  void aSecondSealLeavesTheFirstValid() {
    String file = PdfForms.stream(PdfLeftovers.FILE);
    Bytes attached =
        PdfUpdate.of(PdfFixtures.plain())
            .with(60, file)
            .with(61, "<</Type/Filespec/F(a.pdf)/EF<</F 60 0 R>>>>")
            .append();
    Bytes first = PdfFixtures.sign(attached, PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2);
    Bytes both = PdfFixtures.sign(first, PdfFixtures.request(2, "Seal2"), PdfFixtures.ECDSA);
    DocumentReport report = new PdfVerifier().verify(DocumentSource.of(both), PdfFixtures.POLICY);
    assertThat(report.signatures()).hasSize(2);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
  }
}
