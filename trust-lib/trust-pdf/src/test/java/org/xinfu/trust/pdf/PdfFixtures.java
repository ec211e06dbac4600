package org.xinfu.trust.pdf;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Signer;

/** Small PDFs, a seal's picture, and requests that the tests share. */
public final class PdfFixtures {
  public static final Instant SIGNED = Instant.parse("2026-11-01T01:30:00Z");

  private PdfFixtures() {}

  /** Two A4 pages of text, the second with a crop box; classic cross-reference table. */
  public static Bytes plain() {
    return document(0, CompressParameters.NO_COMPRESSION);
  }

  /** The same with object streams and a cross-reference stream. */
  public static Bytes compressed() {
    return document(0, CompressParameters.DEFAULT_COMPRESSION);
  }

  /** The same with every page turned clockwise. */
  public static Bytes rotated(int degrees) {
    return document(degrees, CompressParameters.NO_COMPRESSION);
  }

  private static Bytes document(int rotation, CompressParameters form) {
    try (PDDocument document = new PDDocument()) {
      document.setDocumentId(42L);
      page(document, "SAMPLE LICENCE No 0001", rotation);
      PDPage second = page(document, "SECOND PAGE", rotation);
      second.setCropBox(new PDRectangle(50, 60, 400, 600));
      document.getDocumentInformation().setTitle("Sample licence");
      Calendar made = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
      made.setTimeInMillis(0);
      document.getDocumentInformation().setCreationDate(made);
      PDMetadata metadata = new PDMetadata(document);
      metadata.importXMPMetadata(Bytes.utf8("<licence>sample</licence>").toArray());
      document.getDocumentCatalog().setMetadata(metadata);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out, form);
      return Bytes.of(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PDPage page(PDDocument document, String text, int rotation) throws IOException {
    PDPage page = new PDPage(PDRectangle.A4);
    page.setRotation(rotation);
    document.addPage(page);
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      content.beginText();
      content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 20);
      content.newLineAtOffset(80, 700);
      content.showText(text);
      content.endText();
    }
    return page;
  }

  /** A red ring with a bar above its middle, on nothing. */
  public static Bytes picture() {
    BufferedImage image = new BufferedImage(120, 120, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(220, 0, 0));
    pen.setStroke(new BasicStroke(8));
    pen.drawOval(6, 6, 107, 107);
    pen.fillRect(40, 25, 40, 12);
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(out.toByteArray());
  }

  /** A 40 mm seal, 30 mm from the left and 50 mm from the top of {@code page}. */
  public static PdfSealRequest request(int page, String field) {
    return PdfSealRequest.seal(
            new PdfSealRequest.Seal(picture(), 40, 40),
            new PdfSealRequest.Position(page, 30, 50),
            field,
            SIGNED)
        .withTexts("approval", "Chengdu", "Sample office");
  }

  /** The plain document, sealed once by PDFBox. */
  public static Bytes sealed(Signer signer) {
    return sign(plain(), request(1, "Seal1"), signer);
  }

  static Bytes sign(Bytes pdf, PdfSealRequest request, Signer signer) {
    return PdfSigner.sign(DocumentSource.of(pdf), request, signer, new PdfBoxSigningEngine());
  }

  /** Keys that the tests share: making them is slow. */
  public static final TestPki PKI = TestPki.create();

  /** Interop at TestPki.NOW; its CRLs are signed once. */
  public static final TrustPolicy POLICY = PKI.policy();

  public static final Signer SM2 = PKI.sealSigner("样例专用章");
  public static final Signer ECDSA = PKI.documentSigner("Sample office");
}
