package org.xinfu.trust.pdf;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationRubberStamp;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;

/**
 * The further positions of a seal. A signature field has one place alone (ISO 32000-2 §12.7.5.5):
 * in a document without signatures the others are stamp annotations, which the signature covers; in
 * a signed one, where a later stamp would break what is there, each is a field of its own with the
 * same signature as its value.
 */
final class PdfBoxStamps {
  private final PDDocument document;
  private final PdfBoxPicture picture;

  PdfBoxStamps(PDDocument document, PdfBoxPicture picture) {
    this.document = document;
    this.picture = picture;
  }

  void addAnnotations(List<SealStamp> stamps) throws IOException {
    for (SealStamp stamp : stamps) {
      PDAnnotationRubberStamp annotation = new PDAnnotationRubberStamp();
      annotation.setReadOnly(true);
      annotation.setLockedContents(true);
      show(annotation, stamp);
    }
  }

  void addFields(List<SealStamp> stamps, String name, PDSignature signature) throws IOException {
    if (stamps.isEmpty()) {
      return;
    }
    PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
    COSArray fields = form.getCOSObject().getCOSArray(COSName.FIELDS);
    int number = 2;
    for (SealStamp stamp : stamps) {
      while (form.getField(name + "-" + number) != null) {
        number++;
      }
      PDAnnotationWidget widget = new PDAnnotationWidget();
      COSDictionary field = widget.getCOSObject();
      field.setItem(COSName.FT, COSName.SIG);
      field.setString(COSName.T, name + "-" + number++);
      field.setItem(COSName.V, signature);
      show(widget, stamp);
      fields.add(field);
    }
  }

  private void show(PDAnnotation annotation, SealStamp stamp) throws IOException {
    PDPage page = document.getPage(stamp.page() - 1);
    annotation.setPrinted(true);
    annotation.setLocked(true);
    annotation.setPage(page);
    picture.onto(annotation, page, stamp);
    List<PDAnnotation> all = page.getAnnotations();
    all.add(annotation);
    // Written into the page, whatever array it had: another page may share that.
    page.setAnnotations(all);
    page.getCOSObject().setNeedToBeUpdated(true);
  }

  /** The page that shows a widget, from 0; a widget need not say (§12.5.2). */
  static int pageOf(PDDocument document, PDAnnotationWidget widget) throws IOException {
    PDPage named = widget.getPage();
    int index = named == null ? -1 : document.getPages().indexOf(named);
    for (int i = 0; index < 0 && i < document.getNumberOfPages(); i++) {
      for (PDAnnotation annotation : document.getPage(i).getAnnotations()) {
        if (annotation.getCOSObject() == widget.getCOSObject()) {
          index = i;
        }
      }
    }
    if (index < 0) {
      throw new IllegalArgumentException("the field is on no page");
    }
    return index;
  }
}
