package org.xinfu.trust.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.jspecify.annotations.Nullable;

/** The field that a signature goes into: a new one, or an empty one that is there. */
final class PdfBoxField {
  /** What PDFBox reserves and compares as an int, and 4 GB more. */
  private static final long RESERVED = 1_000_000_000L + (1L << 32);

  private final PDDocument document;
  private final PdfSealRequest request;
  private final PDSignature signature;
  private final boolean signed;

  PdfBoxField(PDDocument document, PdfSealRequest request, PDSignature signature) {
    this.document = document;
    this.request = request;
    this.signature = signature;
    this.signed = !document.getSignatureDictionaries().isEmpty();
  }

  /** Adds the signature to the document. */
  void add(SignatureOptions options) throws IOException {
    if (signed && request.certification() != PdfSealRequest.Certification.NONE) {
      throw new IllegalArgumentException("a signed document is not certified any more");
    }
    List<SealStamp> stamps = new ArrayList<>(request.stamps(document.getNumberOfPages()));
    Optional<PdfBoxPicture> picture = Optional.empty();
    if (request.seal().isPresent()) {
      picture = Optional.of(new PdfBoxPicture(document, request.seal().get()));
    }
    PDSignatureField field =
        request.field().existing() ? fill(options, picture) : create(options, stamps, picture);
    reserveRange();
    PdfBoxReferences.write(document, request, field, signature);
    if (picture.isPresent()) {
      PdfBoxStamps further = new PdfBoxStamps(document, picture.get());
      if (signed) {
        further.addFields(stamps, request.field().name(), signature);
      } else {
        further.addAnnotations(stamps);
      }
    }
  }

  /**
   * PDFBox knows its own signature by a second run that begins behind the document, and reserves
   * 1000000000 for it: a document that is longer would come back without a signature.
   */
  private void reserveRange() {
    COSArray range = signature.getCOSObject().getCOSArray(COSName.BYTERANGE);
    for (int i = 1; i < range.size(); i++) {
      range.set(i, COSInteger.get(RESERVED));
    }
  }

  private PDSignatureField fill(SignatureOptions options, Optional<PdfBoxPicture> picture)
      throws IOException {
    PDSignatureField field = empty();
    PDAnnotationWidget widget = field.getWidgets().get(0);
    int page = PdfBoxStamps.pageOf(document, widget);
    PDRectangle area = Optional.ofNullable(widget.getRectangle()).orElseGet(PDRectangle::new);
    COSBase face = widget.getCOSObject().getItem(COSName.AP);
    field.getCOSObject().setItem(COSName.V, signature);
    options.setPage(page);
    document.addSignature(signature, options);
    // PDFBox takes it for a field that shows nothing, and wipes both.
    widget.setRectangle(area);
    if (picture.isPresent()) {
      picture.get().into(widget, document.getPage(page), area);
    } else if (face != null) {
      widget.getCOSObject().setItem(COSName.AP, face);
    }
    widget.setLocked(true);
    widget.getCOSObject().setNeedToBeUpdated(true);
    field.getCOSObject().setNeedToBeUpdated(true);
    return field;
  }

  private PDSignatureField empty() throws IOException {
    String name = request.field().name();
    PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
    @Nullable PDField found = form == null ? null : form.getField(name);
    if (!(found instanceof PDSignatureField field)) {
      throw new IllegalArgumentException("no signature field is called " + name);
    }
    if (field.getCOSObject().containsKey(COSName.V)) {
      throw new IllegalArgumentException("the field is signed already: " + name);
    }
    if (field.getWidgets().size() != 1) {
      throw new IllegalArgumentException("the field is not at one place: " + name);
    }
    return field;
  }

  private PDSignatureField create(
      SignatureOptions options, List<SealStamp> stamps, Optional<PdfBoxPicture> picture)
      throws IOException {
    String name = request.field().name();
    PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
    if (form != null && form.getField(name) != null) {
      throw new IllegalArgumentException("the field name is in use: " + name);
    }
    Optional<SealStamp> first = stamps.isEmpty() ? Optional.empty() : Optional.of(stamps.remove(0));
    int page = first.map(stamp -> stamp.page() - 1).orElse(0);
    options.setPage(page);
    document.addSignature(signature, options);
    PDSignatureField field = added();
    field.setPartialName(name);
    PDAnnotationWidget widget = field.getWidgets().get(0);
    // Print and Locked, ISO 32000-2 §12.5.3: the seal is printed and not moved.
    widget.setPrinted(true);
    widget.setLocked(true);
    if (picture.isPresent() && first.isPresent()) {
      picture.get().onto(widget, document.getPage(page), first.get());
    }
    return field;
  }

  private PDSignatureField added() {
    for (PDField field : document.getDocumentCatalog().getAcroForm(null).getFieldTree()) {
      if (field instanceof PDSignatureField own
          && own.getSignature() != null
          && own.getSignature().getCOSObject() == signature.getCOSObject()) {
        return own;
      }
    }
    throw new IllegalStateException("the new field is not in the form");
  }
}
