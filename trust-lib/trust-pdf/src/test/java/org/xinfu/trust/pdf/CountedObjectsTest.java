package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.changed;

import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;

/** Updates after which /Size (ISO 32000-2 §7.5.5) leaves out what was signed. */
class CountedObjectsTest {
  /** Only a catalog that had its number when it was signed says that nobody obeys. */
  @Test
  void aCatalogThatCameLaterExcusesNothing() {
    Bytes signed = PdfForge.signed(CADES);
    Bytes moved =
        PdfUpdate.of(signed)
            .with(40, changed(CATALOG, "/Type", "/Type"))
            .trailer("/Root 40 0 R ")
            .append();
    Bytes hiding = PdfReaders.counted(PdfReaders.rewritten(moved), 5);
    assertThat(HostileMain.soon(hiding).conclusion()).isNotEqualTo(Conclusion.VALID);
  }

  @Test
  void theSameUnderTheSignedNumberIsPassedOver() {
    Bytes signed = PdfReaders.rootedLast();
    Bytes rewritten = PdfReaders.counted(PdfReaders.rewritten(signed), 5);
    assertThat(HostileMain.soon(rewritten).conclusion()).isEqualTo(Conclusion.VALID);
  }
}
