package org.xinfu.trust.pdf;

import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.util.Matrix;

/** A seal's picture, written once, and the appearances that show it or a slice of it. */
final class PdfBoxPicture {
  private final PDDocument document;
  private final PdfSealRequest.Seal seal;
  private final PDImageXObject image;

  PdfBoxPicture(PDDocument document, PdfSealRequest.Seal seal) throws IOException {
    this.document = document;
    this.seal = seal;
    this.image = PDImageXObject.createFromByteArray(document, seal.picture().toArray(), "seal.png");
  }

  /** Gives an annotation its place and appearance. */
  void onto(PDAnnotation annotation, PDPage page, SealStamp stamp) throws IOException {
    SealPlacement place = SealPlacement.on(shown(page), stamp, seal);
    annotation.setRectangle(rectangle(place.area()));
    annotation.setAppearance(appearance(place));
  }

  /** Paints the picture into the place that an annotation has. */
  void into(PDAnnotation annotation, PDPage page, PDRectangle area) throws IOException {
    SealPlacement.Box box =
        new SealPlacement.Box(
            area.getLowerLeftX(),
            area.getLowerLeftY(),
            area.getUpperRightX(),
            area.getUpperRightY());
    annotation.setAppearance(appearance(SealPlacement.in(shown(page), box, seal)));
  }

  private static PDRectangle rectangle(SealPlacement.Box box) {
    PDRectangle rectangle = new PDRectangle();
    rectangle.setLowerLeftX((float) box.left());
    rectangle.setLowerLeftY((float) box.bottom());
    rectangle.setUpperRightX((float) box.right());
    rectangle.setUpperRightY((float) box.top());
    return rectangle;
  }

  private static SealPlacement.Page shown(PDPage page) {
    PDRectangle box = page.getCropBox();
    return new SealPlacement.Page(
        box.getLowerLeftX(),
        box.getLowerLeftY(),
        box.getUpperRightX(),
        box.getUpperRightY(),
        page.getRotation(),
        page.getUserUnit());
  }

  private PDAppearanceDictionary appearance(SealPlacement place) throws IOException {
    PDAppearanceStream form = new PDAppearanceStream(document);
    form.setResources(new PDResources());
    form.setBBox(rectangle(place.form()));
    float[] m = new float[6];
    for (int i = 0; i < 6; i++) {
      m[i] = place.matrix().get(i);
    }
    form.setMatrix(new Matrix(m[0], m[1], m[2], m[3], m[4], m[5]).createAffineTransform());
    SealPlacement.Box picture = place.picture();
    try (PDPageContentStream content = new PDPageContentStream(document, form)) {
      content.drawImage(
          image,
          (float) picture.left(),
          (float) picture.bottom(),
          (float) picture.width(),
          (float) picture.height());
    }
    PDAppearanceDictionary appearance = new PDAppearanceDictionary();
    appearance.setNormalAppearance(form);
    return appearance;
  }
}
