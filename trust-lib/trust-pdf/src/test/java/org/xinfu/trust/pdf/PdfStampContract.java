package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.RidingSeam;

/** What every engine must do with several positions and riding seams in one signature. */
abstract class PdfStampContract extends PdfLevelContract {
  private static final double PIXELS_PER_MM = 2 * 72 / 25.4;
  private static final int SIDE_MM = 40;
  private static final int GRID = 48;
  private static final BufferedImage PICTURE = picture();

  private Bytes stamp(Bytes pdf, PdfSealRequest request, Signer signer) {
    return PdfSigner.sign(DocumentSource.of(pdf), request, signer, engine());
  }

  private static DocumentReport whole(Bytes pdf, int signatures) {
    DocumentReport report = new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
    assertThat(report.signatures()).hasSize(signatures);
    return report;
  }

  private static PdfSealRequest.Position at(int page, double x, double y) {
    return new PdfSealRequest.Position(page, x, y);
  }

  private static PdfSealRequest many(String field) {
    return PdfFixtures.request(1, field).alsoAt(at(1, 120, 200)).alsoAt(at(2, 10, 10));
  }

  @Test
  void oneSignatureShowsItsSealAtSeveralPlaces() throws Exception {
    for (Bytes pdf : List.of(PdfFixtures.plain(), PdfFixtures.compressed())) {
      Bytes sealed = stamp(pdf, many("Seal1"), PdfFixtures.SM2);
      whole(sealed, 1);
      assertThat(subtypes(sealed)).containsExactly("Widget", "Stamp", "Stamp");
      assertThat(redAt(sealed, 0, 30 + 20, 50 + 10.3)).isTrue();
      assertThat(redAt(sealed, 0, 120 + 20, 200 + 10.3)).isTrue();
      assertThat(redAt(sealed, 1, 10 + 20, 10 + 10.3)).isTrue();
      assertThat(sealed.slice(0, pdf.length())).isEqualTo(pdf);
    }
  }

  /** Stamps would break what was signed before: there each place is a field of its own. */
  @Test
  void aSecondSignerMayShowHisSealAtSeveralPlacesToo() throws Exception {
    Bytes once = stamp(PdfFixtures.plain(), many("Seal1"), PdfFixtures.SM2);
    PdfSealRequest second =
        PdfFixtures.request(2, "Seal2").alsoAt(at(1, 100, 100)).alsoAt(at(2, 60, 140));
    Bytes twice = stamp(once, second, PdfFixtures.ECDSA);
    DocumentReport report = whole(twice, 2);
    assertThat(PdfSigningEngineContract.signature(report, "Seal1").changesAfter())
        .isNotEmpty()
        .allMatch(SignatureReport.Change::allowed);
    assertThat(subtypes(twice))
        .containsExactly("Widget", "Stamp", "Widget", "Stamp", "Widget", "Widget");
    assertThat(redAt(twice, 0, 100 + 20, 100 + 10.3)).isTrue();
    assertThat(redAt(twice, 1, 60 + 20, 140 + 10.3)).isTrue();
    Bytes third =
        stamp(twice, PdfFixtures.request(1, "Seal2-9").alsoAt(at(2, 0, 0)), PdfFixtures.SM2);
    whole(third, 3);
  }

  @Test
  void aStampThatWasAlteredIsSeen() {
    Bytes sealed = stamp(PdfFixtures.plain(), many("Seal1"), PdfFixtures.SM2);
    Bytes altered = PdfEdit.flip(sealed, PdfEdit.text(sealed).indexOf("/Stamp") + 1, 1);
    assertThat(
            new PdfVerifier().verify(DocumentSource.of(altered), PdfFixtures.POLICY).conclusion())
        .isEqualTo(Conclusion.INVALID);
  }

  /**
   * Further places come with their signature; whoever adds one later shows a seal that is not his.
   */
  @Test
  void aFieldThatBorrowsASignatureIsSeen() {
    String borrowed = "/V 20 0 R/AP<</N 13 0 R>>";
    Bytes pdf =
        PdfUpdate.of(PdfForge.signed(PdfForge.CADES))
            .with(40, PdfForge.field("Borrowed", "[300 300 400 400]", borrowed))
            .with(PdfForge.FORM, PdfForge.changed(PdfForge.FORM, "14 0 R]", "14 0 R 40 0 R]"))
            .with(PdfForge.PAGE, PdfForge.changed(PdfForge.PAGE, "15 0 R]", "15 0 R 40 0 R]"))
            .append();
    DocumentReport report = new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.CHANGED_AFTER_SIGNING);
  }

  @Test
  void everyPlaceHasToBeOnItsPage() {
    for (PdfSealRequest.Position wrong : List.of(at(3, 0, 0), at(2, 110, 0), at(1, 0, 290))) {
      PdfSealRequest request = PdfFixtures.request(1, "Seal1").alsoAt(wrong);
      assertThatThrownBy(() -> stamp(PdfFixtures.plain(), request, PdfFixtures.SM2))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRidingSeamIsThePictureAgain(RidingSeam.Edge edge) throws Exception {
    for (int pages : List.of(2, 5)) {
      Bytes pdf = pages(pages);
      PdfSealRequest request = seam(new RidingSeam(edge, 30, 100), "Seal1");
      Bytes sealed = stamp(pdf, request, PdfFixtures.SM2);
      whole(sealed, 1);
      joined(sealed, edge, pages);
      // And once more, by another signer over what is signed.
      RidingSeam.Edge other = RidingSeam.Edge.values()[(edge.ordinal() + 1) % 4];
      Bytes twice = stamp(sealed, seam(new RidingSeam(other, 75, 100), "Seal2"), PdfFixtures.ECDSA);
      whole(twice, 2);
      joined(twice, edge, pages);
    }
  }

  @Test
  void aSeamAndASealGoTogether() throws Exception {
    PdfSealRequest request =
        PdfFixtures.request(1, "Seal1").along(new RidingSeam(RidingSeam.Edge.RIGHT, 30, 100));
    Bytes sealed = stamp(pages(3), request, PdfFixtures.SM2);
    whole(sealed, 1);
    joined(sealed, RidingSeam.Edge.RIGHT, 3);
    assertThat(redAt(sealed, 0, 30 + 20, 50 + 10.3)).isTrue();
    DocumentSource pdf = DocumentSource.of(pages(3));
    assertThat(engine().prepare(pdf, request, 4096).increment())
        .isEqualTo(engine().prepare(pdf, request, 4096).increment());
    assertThatThrownBy(
            () ->
                stamp(
                    pages(1),
                    seam(new RidingSeam(RidingSeam.Edge.TOP, 0, 9), "Seal1"),
                    PdfFixtures.SM2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Every point of a grid over the picture is found on the page whose slice shows it. */
  private static void joined(Bytes pdf, RidingSeam.Edge edge, int pages) throws Exception {
    List<BufferedImage> shown = new ArrayList<>();
    for (int i = 0; i < pages; i++) {
      shown.add(PdfSigningEngineContract.render(pdf, i));
    }
    double depth = SIDE_MM / (double) pages;
    int compared = 0;
    for (int i = 0; i < GRID; i++) {
      for (int j = 0; j < GRID; j++) {
        double x = (i + 0.5) / GRID;
        double y = (j + 0.5) / GRID;
        double across = edge.vertical() ? x : y;
        double along = edge.vertical() ? y : x;
        int slice = (int) (across * pages);
        double inside = across * SIDE_MM - slice * depth;
        boolean border = inside < 0.3 || depth - inside < 0.3;
        if (border || !plain(x, y)) {
          continue;
        }
        BufferedImage page = shown.get(edge.forward() ? slice : pages - 1 - slice);
        double width = page.getWidth() / PIXELS_PER_MM;
        double height = page.getHeight() / PIXELS_PER_MM;
        double far = 30 + along * SIDE_MM;
        double[] mm =
            switch (edge) {
              case LEFT -> new double[] {inside, far};
              case RIGHT -> new double[] {width - depth + inside, far};
              case TOP -> new double[] {far, inside};
              case BOTTOM -> new double[] {far, height - depth + inside};
            };
        assertThat(red(page, mm[0], mm[1])).as("%s %s,%s", edge, x, y).isEqualTo(inked(x, y));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(GRID * GRID / 2);
  }

  private static boolean red(BufferedImage page, double x, double y) {
    return PdfSigningEngineContract.red(page, (int) (x * PIXELS_PER_MM), (int) (y * PIXELS_PER_MM));
  }

  private static boolean redAt(Bytes pdf, int page, double x, double y) throws Exception {
    return red(PdfSigningEngineContract.render(pdf, page), x, y);
  }

  private static boolean inked(double x, double y) {
    int size = PICTURE.getWidth();
    return (PICTURE.getRGB((int) (x * size), (int) (y * size)) >>> 24) > 127;
  }

  /** Whether the picture is of one colour around a point, so that rounding does not matter. */
  private static boolean plain(double x, double y) {
    double d = 0.015;
    boolean ink = inked(x, y);
    for (double[] near : new double[][] {{-d, -d}, {-d, d}, {d, -d}, {d, d}, {0, d}, {d, 0}}) {
      double u = Math.min(Math.max(x + near[0], 0), 0.999);
      double v = Math.min(Math.max(y + near[1], 0), 0.999);
      if (inked(u, v) != ink) {
        return false;
      }
    }
    return true;
  }

  private static PdfSealRequest seam(RidingSeam seam, String field) {
    PdfSealRequest.Seal seal = new PdfSealRequest.Seal(PdfFixtures.picture(), SIDE_MM, SIDE_MM);
    return PdfSealRequest.seam(seal, seam, field, PdfFixtures.SIGNED);
  }

  /** Empty pages of several sizes, turns and crop boxes. */
  private static Bytes pages(int count) throws Exception {
    try (PDDocument document = new PDDocument()) {
      document.setDocumentId(42L);
      for (int i = 0; i < count; i++) {
        PDPage page = new PDPage(i % 2 == 0 ? PDRectangle.A4 : new PDRectangle(800, 420));
        page.setRotation(90 * (i % 4));
        if (i % 3 == 2) {
          page.setCropBox(new PDRectangle(50, 60, 400, 500));
        }
        document.addPage(page);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out, CompressParameters.NO_COMPRESSION);
      return Bytes.of(out.toByteArray());
    }
  }

  private static List<String> subtypes(Bytes pdf) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf.toArray())) {
      List<String> found = new ArrayList<>();
      for (PDPage page : document.getPages()) {
        page.getAnnotations().stream().map(PDAnnotation::getSubtype).forEach(found::add);
      }
      return found;
    }
  }

  private static BufferedImage picture() {
    try {
      return ImageIO.read(new ByteArrayInputStream(PdfFixtures.picture().toArray()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
