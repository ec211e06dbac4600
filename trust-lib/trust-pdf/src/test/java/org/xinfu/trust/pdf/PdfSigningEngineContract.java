package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.key.Signer;

/** What every engine that signs PDFs must do; each engine's test extends this. */
public abstract class PdfSigningEngineContract extends PdfDeferredContract {
  private static final double MM = 72 / 25.4;

  @ParameterizedTest
  @MethodSource("signers")
  void aSealedDocumentIsValidAndWhollyCovered(Signer signer) {
    for (Bytes pdf : List.of(PdfFixtures.plain(), PdfFixtures.compressed())) {
      Bytes sealed = seal(pdf, PdfFixtures.request(1, "Seal1"), signer);
      DocumentReport report = verify(sealed);
      assertThat(report.reason()).as("%s", report).isEmpty();
      assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
      SignatureReport signature = report.signatures().get(0);
      assertThat(signature.id()).isEqualTo("Seal1");
      assertThat(signature.format()).isEqualTo("PADES");
      assertThat(signature.level()).isEqualTo("B-B");
      assertThat(signature.integrity()).isEqualTo(Integrity.INTACT);
      assertThat(signature.algorithm()).isEqualTo(signer.algorithm().name());
      assertThat(signature.signedAt()).isEqualTo(PdfFixtures.SIGNED);
      assertThat(signature.timeSource()).isEqualTo(TimeSource.CLAIMED);
      assertThat(signature.signer().sha256()).isEqualTo(signer.chain().get(0).sha256());
    }
  }

  @Test
  void theOriginalIsThePrefixOfTheResult() {
    Bytes pdf = PdfFixtures.plain();
    Bytes sealed = seal(pdf, PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2);
    assertThat(sealed.slice(0, pdf.length())).isEqualTo(pdf);
  }

  @Test
  void whatTheDocumentSaysOfItselfIsKept() {
    Bytes sealed = seal(PdfFixtures.plain(), PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2);
    VerifiedPdf pdf =
        new PdfVerifier()
            .open(DocumentSource.of(sealed), PdfFixtures.POLICY)
            .orThrow(reason -> new IllegalStateException(reason.code()));
    assertThat(pdf.metadata()).contains(Bytes.utf8("<licence>sample</licence>"));
    assertThat(pdf.information()).containsEntry("Title", "Sample licence");
  }

  @Test
  void preparingTwiceGivesTheSameOctets() {
    DocumentSource pdf = DocumentSource.of(PdfFixtures.plain());
    PreparedPdf one = engine().prepare(pdf, PdfFixtures.request(1, "Seal1"), 8192);
    PreparedPdf two = engine().prepare(pdf, PdfFixtures.request(1, "Seal1"), 8192);
    assertThat(one.increment()).isEqualTo(two.increment());
    assertThat(one.range()).isEqualTo(two.range());
  }

  @Test
  void aSecondSealLeavesTheFirstValid() {
    Bytes once = seal(PdfFixtures.plain(), PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2);
    Bytes twice = seal(once, PdfFixtures.request(2, "Seal2"), PdfFixtures.ECDSA);
    DocumentReport report = verify(twice);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
    assertThat(report.signatures())
        .extracting(SignatureReport::id, SignatureReport::coverage)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("Seal1", Coverage.REVISION),
            org.assertj.core.groups.Tuple.tuple("Seal2", Coverage.WHOLE));
    assertThat(signature(report, "Seal1").changesAfter())
        .isNotEmpty()
        .allMatch(SignatureReport.Change::allowed);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aCertificationSaysWhatMayFollow(PdfSealRequest.Certification allowed) {
    PdfSealRequest first = PdfFixtures.request(1, "Seal1").certifying(allowed);
    Bytes once = seal(PdfFixtures.plain(), first, PdfFixtures.SM2);
    DocumentReport report = verify(once);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(signature(report, "Seal1").report().check("certification").orElseThrow().outcome())
        .isEqualTo(Outcome.PASS);
    boolean closed = allowed == PdfSealRequest.Certification.NO_CHANGES;
    PdfSealRequest quiet = PdfSealRequest.invisible("Quiet", PdfFixtures.SIGNED);
    assertThat(verify(seal(once, quiet, PdfFixtures.ECDSA)).conclusion())
        .isEqualTo(closed ? Conclusion.INVALID : Conclusion.VALID);
    // Where the second seal would stand the certifier did not see.
    assertThat(verify(seal(once, PdfFixtures.request(2, "Seal2"), PdfFixtures.ECDSA)).conclusion())
        .isEqualTo(closed ? Conclusion.INVALID : Conclusion.INDETERMINATE);
    assertThatThrownBy(() -> seal(once, quiet.certifying(allowed), PdfFixtures.SM2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTimestampMakesTheNextLevel() {
    DocumentReport report =
        verify(
            PdfSigner.signTimestamped(
                    new PdfSigner.Job(
                        DocumentSource.of(PdfFixtures.plain()),
                        PdfFixtures.request(1, "Seal1"),
                        engine()),
                    PdfFixtures.SM2,
                    PdfTimestampTest.TSA)
                .orThrow(reason -> new IllegalStateException(reason.code())));
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(signature(report, "Seal1").level()).isEqualTo("B-T");
    assertThat(signature(report, "Seal1").timeSource()).isEqualTo(TimeSource.TIMESTAMP);
  }

  @Test
  void anInvisibleSignatureShowsNothing() throws Exception {
    PdfSealRequest request = PdfSealRequest.invisible("Quiet", PdfFixtures.SIGNED);
    Bytes sealed = seal(PdfFixtures.plain(), request, PdfFixtures.SM2);
    assertThat(verify(sealed).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(redPixels(render(sealed, 0))).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 90, 180, 270})
  void theSealIsSeenWhereItWasAskedFor(int rotation) throws Exception {
    for (int page : List.of(1, 2)) {
      PdfSealRequest request = PdfFixtures.request(page, "Seal1");
      Bytes sealed = seal(PdfFixtures.rotated(rotation), request, PdfFixtures.ECDSA);
      BufferedImage shown = render(sealed, page - 1);
      int[] box = redBox(shown);
      assertThat(box[0]).isBetween(px(30), px(32));
      assertThat(box[1]).isBetween(px(50), px(52.2));
      assertThat(box[2]).isBetween(px(67.5), px(70) + 1);
      assertThat(box[3]).isBetween(px(87.5), px(90) + 1);
      // The bar of the picture lies above its middle: it is upright whatever the rotation.
      assertThat(red(shown, px(50), px(50 + 40 * 31 / 120.0))).isTrue();
      assertThat(red(shown, px(50), px(50 + 40 * 89 / 120.0))).isFalse();
    }
  }

  @Test
  void whatCannotBeSealedIsRefused() {
    PdfSealRequest third = PdfFixtures.request(3, "Seal1");
    assertThatThrownBy(() -> seal(PdfFixtures.plain(), third, PdfFixtures.SM2))
        .isInstanceOf(IllegalArgumentException.class);
    Bytes once = seal(PdfFixtures.plain(), PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2);
    assertThatThrownBy(() -> seal(once, PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2))
        .isInstanceOf(IllegalArgumentException.class);
    Bytes half = PdfFixtures.plain().slice(0, 700);
    assertThatThrownBy(() -> seal(half, PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2))
        .isInstanceOf(IllegalArgumentException.class);
    PdfSealRequest outside =
        PdfSealRequest.seal(
            new PdfSealRequest.Seal(PdfFixtures.picture(), 40, 40),
            new PdfSealRequest.Position(1, 190, 50),
            "Seal1",
            PdfFixtures.SIGNED);
    assertThatThrownBy(() -> seal(PdfFixtures.plain(), outside, PdfFixtures.SM2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCmsLargerThanItsRoomIsRefused() {
    PreparedPdf prepared =
        engine()
            .prepare(DocumentSource.of(PdfFixtures.plain()), PdfFixtures.request(1, "Seal1"), 1024);
    assertThatThrownBy(
            () -> engine().embed(prepared, Bytes.of(new byte[1025]), new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Poppler's pdfsig is the outside judge; it knows no SM2. */
  @Test
  void popplerAcceptsAnEcdsaSeal() throws Exception {
    Bytes pdf = PdfFixtures.plain();
    Bytes sealed = seal(pdf, PdfFixtures.request(1, "Seal1"), PdfFixtures.ECDSA);
    assertThat(pdfsig(sealed))
        .contains("Signature Field Name: Seal1", "Signature Type: ETSI.CAdES.detached")
        .contains("Total document signed", "Signature Validation: Signature is Valid.");
    assertThat(pdfsig(PdfEdit.replace(sealed, "(Seal1)", "(Seal9)")))
        .contains("Signature Field Name: Seal9", "Digest Mismatch");
  }

  /** Seals with the engine under test. */
  protected final Bytes seal(Bytes pdf, PdfSealRequest request, Signer signer) {
    return PdfSigner.sign(DocumentSource.of(pdf), request, signer, engine());
  }

  static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }

  static SignatureReport signature(DocumentReport report, String id) {
    return report.signatures().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  static BufferedImage render(Bytes pdf, int page) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf.toArray())) {
      return new PDFRenderer(document).renderImage(page, 2);
    }
  }

  static int px(double mm) {
    return (int) Math.round(mm * MM * 2);
  }

  static boolean red(BufferedImage image, int x, int y) {
    int rgb = image.getRGB(x, y);
    return (rgb >> 16 & 0xff) > 150 && (rgb >> 8 & 0xff) < 90 && (rgb & 0xff) < 90;
  }

  static int redPixels(BufferedImage image) {
    int n = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        n += red(image, x, y) ? 1 : 0;
      }
    }
    return n;
  }

  static int[] redBox(BufferedImage image) {
    int[] box = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (red(image, x, y)) {
          box[0] = Math.min(box[0], x);
          box[1] = Math.min(box[1], y);
          box[2] = Math.max(box[2], x);
          box[3] = Math.max(box[3], y);
        }
      }
    }
    return box;
  }
}
