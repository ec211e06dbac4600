package org.xinfu.trust.pdf.itext;

import com.itextpdf.io.image.ImageDataFactory;
import com.itextpdf.kernel.geom.Rectangle;
import com.itextpdf.kernel.pdf.PdfArray;
import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfName;
import com.itextpdf.kernel.pdf.PdfNumber;
import com.itextpdf.kernel.pdf.PdfPage;
import com.itextpdf.kernel.pdf.annot.PdfAnnotation;
import com.itextpdf.kernel.pdf.annot.PdfWidgetAnnotation;
import com.itextpdf.kernel.pdf.canvas.PdfCanvas;
import com.itextpdf.kernel.pdf.xobject.PdfFormXObject;
import com.itextpdf.kernel.pdf.xobject.PdfImageXObject;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.SealPlacement;
import org.xinfu.trust.pdf.SealStamp;

/** A seal's picture, written once, and the appearances that show it or a slice of it. */
final class SealPicture {
  private final PdfDocument document;
  private final PdfSealRequest.Seal seal;
  private final PdfImageXObject image;

  SealPicture(PdfDocument document, PdfSealRequest.Seal seal) {
    this.document = document;
    this.seal = seal;
    this.image = new PdfImageXObject(ImageDataFactory.create(seal.picture().toArray()));
  }

  /** Gives an annotation its place and appearance. */
  void onto(PdfAnnotation annotation, PdfPage page, SealStamp stamp) {
    SealPlacement place = SealPlacement.on(shown(page), stamp, seal);
    SealPlacement.Box area = place.area();
    annotation.setRectangle(
        new PdfArray(new double[] {area.left(), area.bottom(), area.right(), area.top()}));
    annotation.setNormalAppearance(draw(place).getPdfObject());
  }

  /** Paints the picture into the place that a widget has. */
  void into(PdfWidgetAnnotation widget, PdfPage page) {
    Rectangle area = widget.getRectangle().toRectangle();
    SealPlacement.Box box =
        new SealPlacement.Box(area.getLeft(), area.getBottom(), area.getRight(), area.getTop());
    widget.setNormalAppearance(draw(SealPlacement.in(shown(page), box, seal)).getPdfObject());
  }

  private PdfFormXObject draw(SealPlacement place) {
    PdfFormXObject form = new PdfFormXObject(rectangle(place.form()));
    PdfArray matrix = new PdfArray();
    place.matrix().forEach(n -> matrix.add(new PdfNumber(n)));
    form.put(PdfName.Matrix, matrix);
    new PdfCanvas(form, document).addXObjectFittedIntoRectangle(image, rectangle(place.picture()));
    return form;
  }

  private static Rectangle rectangle(SealPlacement.Box box) {
    return new Rectangle(
        (float) box.left(), (float) box.bottom(), (float) box.width(), (float) box.height());
  }

  /** The page that shows a widget; a widget need not say (ISO 32000-2 §12.5.2). */
  static PdfPage pageOf(PdfDocument document, PdfWidgetAnnotation widget) {
    for (int i = 1; i <= document.getNumberOfPages(); i++) {
      if (document.getPage(i).containsAnnotation(widget)) {
        return document.getPage(i);
      }
    }
    throw new IllegalArgumentException("the field is on no page");
  }

  private static SealPlacement.Page shown(PdfPage page) {
    Rectangle box = page.getCropBox();
    PdfNumber unit = page.getPdfObject().getAsNumber(PdfName.UserUnit);
    return new SealPlacement.Page(
        box.getLeft(),
        box.getBottom(),
        box.getRight(),
        box.getTop(),
        page.getRotation(),
        unit == null ? 1 : unit.doubleValue());
  }
}
