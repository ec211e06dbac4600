package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.util.Matrix;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Evidence;

/** The default engine: PDFBox, appending a revision that changes nothing before it. */
public final class PdfBoxSigningEngine implements PdfSigningEngine {
  private static final COSName ETSI_CADES = COSName.getPDFName("ETSI.CAdES.detached");

  @Override
  public PreparedPdf prepare(DocumentSource pdf, PdfSealRequest request, int reserve) {
    try (PDDocument document = StrictPdf.load(pdf, pdf.length());
        SignatureOptions options = new SignatureOptions()) {
      requireUnused(document, request);
      PDPage page = document.getPage(request.page() - 1);
      // The time seeds the second half of /ID; without it PDFBox would read a clock.
      document.setDocumentId(request.time().getEpochSecond());
      options.setPage(request.page() - 1);
      options.setPreferredSignatureSize(reserve);
      PDSignature signature = dictionary(request);
      document.addSignature(signature, options);
      certify(document, request, signature);
      dress(document, page, request, signature);
      TailOutput out = new TailOutput(pdf.length());
      document.saveIncrementalForExternalSigning(out).setSignature(new byte[0]);
      return PreparedPdf.of(pdf, out.tail(), reserve);
    } catch (IOException e) {
      throw new IllegalArgumentException("this PDF cannot be sealed: " + e.getMessage(), e);
    }
  }

  @Override
  public PreparedPdf prepareTimestamp(DocumentSource pdf, String name, Instant time, int reserve) {
    try (PDDocument document = StrictPdf.load(pdf, pdf.length());
        SignatureOptions options = new SignatureOptions()) {
      PdfSealRequest field = PdfSealRequest.invisible(name, time);
      requireUnused(document, field);
      document.setDocumentId(time.getEpochSecond());
      options.setPreferredSignatureSize(reserve);
      PDSignature signature = new PDSignature();
      signature.setType(COSName.DOC_TIME_STAMP);
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(COSName.getPDFName("ETSI.RFC3161"));
      document.addSignature(signature, options);
      dress(document, document.getPage(0), field, signature);
      TailOutput out = new TailOutput(pdf.length());
      document.saveIncrementalForExternalSigning(out).setSignature(new byte[0]);
      return PreparedPdf.of(pdf, out.tail(), reserve);
    } catch (IOException e) {
      throw new IllegalArgumentException("this PDF cannot be stamped: " + e.getMessage(), e);
    }
  }

  @Override
  public Bytes store(DocumentSource pdf, Evidence evidence, Instant time) {
    return PdfBoxStore.append(pdf, evidence, time);
  }

  @Override
  public void embed(PreparedPdf prepared, Bytes cms, OutputStream out) {
    prepared.writeTo(out, cms);
  }

  /** DocMDP, ISO 32000-2 §12.8.2.2: in the signature and, by reference, in the catalog. */
  private static void certify(PDDocument document, PdfSealRequest request, PDSignature signature) {
    if (request.certification() == PdfSealRequest.Certification.NONE) {
      return;
    }
    if (document.getSignatureDictionaries().size() > 1) {
      throw new IllegalArgumentException("a signed document is not certified any more");
    }
    COSName method = COSName.getPDFName("DocMDP");
    COSDictionary parameters = new COSDictionary();
    parameters.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
    parameters.setInt(COSName.P, level(request.certification()));
    parameters.setName(COSName.V, "1.2");
    COSDictionary reference = new COSDictionary();
    reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
    reference.setItem(COSName.getPDFName("TransformMethod"), method);
    reference.setItem(COSName.getPDFName("TransformParams"), parameters);
    reference.setDirect(true);
    parameters.setDirect(true);
    COSArray references = new COSArray();
    references.add(reference);
    references.setDirect(true);
    signature.getCOSObject().setItem(COSName.getPDFName("Reference"), references);
    COSDictionary permissions = new COSDictionary();
    permissions.setItem(method, signature);
    permissions.setDirect(true);
    COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
    catalog.setItem(COSName.PERMS, permissions);
    catalog.setNeedToBeUpdated(true);
  }

  private static int level(PdfSealRequest.Certification certification) {
    return switch (certification) {
      case NONE -> throw new IllegalArgumentException("an approval signature has no level");
      case NO_CHANGES -> 1;
      case FORMS -> 2;
      case ANNOTATIONS -> 3;
    };
  }

  private static void requireUnused(PDDocument document, PdfSealRequest request) {
    if (request.page() > document.getNumberOfPages()) {
      throw new IllegalArgumentException("the document has no page " + request.page());
    }
    if (document.isEncrypted()) {
      throw new IllegalArgumentException("an encrypted document is not sealed");
    }
    var form = document.getDocumentCatalog().getAcroForm(null);
    if (form != null && form.getField(request.fieldName()) != null) {
      throw new IllegalArgumentException("the field name is in use: " + request.fieldName());
    }
  }

  private static PDSignature dictionary(PdfSealRequest request) {
    PDSignature signature = new PDSignature();
    signature.setType(COSName.SIG);
    signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
    signature.setSubFilter(ETSI_CADES);
    Calendar time = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    time.setTimeInMillis(request.time().getEpochSecond() * 1000);
    signature.setSignDate(time);
    if (!request.reason().isEmpty()) {
      signature.setReason(request.reason());
    }
    if (!request.location().isEmpty()) {
      signature.setLocation(request.location());
    }
    if (!request.name().isEmpty()) {
      signature.setName(request.name());
    }
    return signature;
  }

  /** Gives the field that PDFBox made its name, and its widget the seal. */
  private static void dress(
      PDDocument document, PDPage page, PdfSealRequest request, PDSignature signature)
      throws IOException {
    for (PDField field : document.getDocumentCatalog().getAcroForm(null).getFieldTree()) {
      if (field instanceof PDSignatureField own
          && own.getSignature() != null
          && own.getSignature().getCOSObject() == signature.getCOSObject()) {
        own.setPartialName(request.fieldName());
        PDAnnotationWidget widget = own.getWidgets().get(0);
        // Print and Locked, ISO 32000-2 §12.5.3: the seal is printed and not moved.
        widget.setPrinted(true);
        widget.setLocked(true);
        if (request.visible()) {
          SealPlacement place = SealPlacement.on(shown(page), request);
          widget.setRectangle(rectangle(place));
          widget.setAppearance(appearance(document, place, request.picture()));
        }
        return;
      }
    }
    throw new IllegalStateException("the new field is not in the form");
  }

  private static PDRectangle rectangle(SealPlacement place) {
    PDRectangle rectangle = new PDRectangle();
    rectangle.setLowerLeftX((float) place.left());
    rectangle.setLowerLeftY((float) place.bottom());
    rectangle.setUpperRightX((float) place.right());
    rectangle.setUpperRightY((float) place.top());
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

  private static PDAppearanceDictionary appearance(
      PDDocument document, SealPlacement place, Bytes picture) throws IOException {
    PDImageXObject image =
        PDImageXObject.createFromByteArray(document, picture.toArray(), "seal.png");
    PDAppearanceStream form = new PDAppearanceStream(document);
    form.setResources(new PDResources());
    form.setBBox(new PDRectangle((float) place.formWidth(), (float) place.formHeight()));
    float[] m = new float[6];
    for (int i = 0; i < 6; i++) {
      m[i] = place.matrix().get(i);
    }
    form.setMatrix(new Matrix(m[0], m[1], m[2], m[3], m[4], m[5]).createAffineTransform());
    try (PDPageContentStream content = new PDPageContentStream(document, form)) {
      content.drawImage(image, 0, 0, (float) place.formWidth(), (float) place.formHeight());
    }
    PDAppearanceDictionary appearance = new PDAppearanceDictionary();
    appearance.setNormalAppearance(form);
    return appearance;
  }
}
