package org.xinfu.trust.pdf.itext;

import com.itextpdf.forms.PdfAcroForm;
import com.itextpdf.forms.fields.PdfSignatureFormField;
import com.itextpdf.forms.fields.SignatureFormFieldBuilder;
import com.itextpdf.kernel.geom.Rectangle;
import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfName;
import com.itextpdf.kernel.pdf.PdfPage;
import com.itextpdf.kernel.pdf.annot.PdfAnnotation;
import com.itextpdf.kernel.pdf.annot.PdfStampAnnotation;
import com.itextpdf.kernel.pdf.annot.PdfWidgetAnnotation;
import com.itextpdf.signatures.PdfSignature;
import java.util.List;
import org.xinfu.trust.pdf.SealStamp;

/**
 * The further positions of a seal. A signature field has one place alone (ISO 32000-2 §12.7.5.5):
 * in a document without signatures the others are stamp annotations, which the signature covers; in
 * a signed one, where a later stamp would break what is there, each is a field of its own with the
 * same signature as its value.
 */
final class FurtherStamps {
  private final PdfDocument document;
  private final SealPicture picture;

  FurtherStamps(PdfDocument document, SealPicture picture) {
    this.document = document;
    this.picture = picture;
  }

  void addAnnotations(List<SealStamp> stamps) {
    for (SealStamp stamp : stamps) {
      PdfPage page = document.getPage(stamp.page());
      PdfStampAnnotation annotation = new PdfStampAnnotation(new Rectangle(0, 0));
      annotation.setFlags(
          PdfAnnotation.PRINT
              | PdfAnnotation.READ_ONLY
              | PdfAnnotation.LOCKED
              | PdfAnnotation.LOCKED_CONTENTS);
      picture.onto(annotation, page, stamp);
      page.addAnnotation(-1, annotation, false);
    }
  }

  void addFields(PdfAcroForm form, List<SealStamp> stamps, String name, PdfSignature signature) {
    int number = 2;
    for (SealStamp stamp : stamps) {
      while (form.getField(name + "-" + number) != null) {
        number++;
      }
      PdfPage page = document.getPage(stamp.page());
      PdfWidgetAnnotation widget = new PdfWidgetAnnotation(new Rectangle(0, 0));
      widget.setFlags(PdfAnnotation.PRINT | PdfAnnotation.LOCKED);
      widget.setPage(page);
      picture.onto(widget, page, stamp);
      PdfSignatureFormField field =
          new SignatureFormFieldBuilder(document, name + "-" + number).createSignature();
      field.disableFieldRegeneration();
      field.put(PdfName.V, signature.getPdfObject());
      field.addKid(widget);
      form.addField(field, page);
    }
  }
}
