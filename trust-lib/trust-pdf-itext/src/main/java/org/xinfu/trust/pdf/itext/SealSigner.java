package org.xinfu.trust.pdf.itext;

import com.itextpdf.forms.PdfAcroForm;
import com.itextpdf.forms.PdfSigFieldLock;
import com.itextpdf.forms.fields.PdfSignatureFormField;
import com.itextpdf.forms.fields.SignatureFormFieldBuilder;
import com.itextpdf.io.image.ImageDataFactory;
import com.itextpdf.kernel.geom.Rectangle;
import com.itextpdf.kernel.pdf.PdfArray;
import com.itextpdf.kernel.pdf.PdfDate;
import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfName;
import com.itextpdf.kernel.pdf.PdfNumber;
import com.itextpdf.kernel.pdf.PdfPage;
import com.itextpdf.kernel.pdf.PdfReader;
import com.itextpdf.kernel.pdf.PdfWriter;
import com.itextpdf.kernel.pdf.StampingProperties;
import com.itextpdf.kernel.pdf.WriterProperties;
import com.itextpdf.kernel.pdf.annot.PdfAnnotation;
import com.itextpdf.kernel.pdf.annot.PdfWidgetAnnotation;
import com.itextpdf.kernel.pdf.canvas.PdfCanvas;
import com.itextpdf.kernel.pdf.xobject.PdfFormXObject;
import com.itextpdf.signatures.AccessPermissions;
import com.itextpdf.signatures.PdfSigner;
import com.itextpdf.signatures.SignerProperties;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.SealPlacement;

/** iText's signer with our field: placed in millimetres, upright, the same octets every time. */
final class SealSigner extends PdfSigner {
  private final PdfSealRequest request;

  SealSigner(SeededReader reader, OutputStream out, PdfSealRequest request) throws IOException {
    super(reader, out, new StampingProperties().useAppendMode());
    this.request = request;
    Calendar time = SecurityStoreWriter.calendar(request.time());
    SignerProperties properties =
        new SignerProperties()
            .setFieldName(request.fieldName())
            .setPageNumber(request.page())
            .setReason(request.reason())
            .setLocation(request.location())
            .setSignatureCreator("")
            .setClaimedSignDate(time)
            .setCertificationLevel(level(request.certification()));
    setSignerProperties(properties);
    // iText stamped the machine's clock into the information dictionary when it opened the file.
    document
        .getDocumentInfo()
        .setMoreInfo(PdfName.ModDate.getValue(), new PdfDate(time).getPdfObject().getValue());
  }

  private static AccessPermissions level(PdfSealRequest.Certification certification) {
    return switch (certification) {
      case NONE -> AccessPermissions.UNSPECIFIED;
      case NO_CHANGES -> AccessPermissions.NO_CHANGES_PERMITTED;
      case FORMS -> AccessPermissions.FORM_FIELDS_MODIFICATION;
      case ANNOTATIONS -> AccessPermissions.ANNOTATION_MODIFICATION;
    };
  }

  @Override
  protected PdfDocument initDocument(
      PdfReader reader, PdfWriter writer, StampingProperties properties) {
    WriterProperties seeded =
        new WriterProperties().setModifiedDocumentId(((SeededReader) reader).nextId());
    return new AppendedDocument(
        reader, new PdfWriter(writer.getOutputStream(), seeded), properties);
  }

  @Override
  protected @Nullable PdfSigFieldLock createNewSignatureFormField(PdfAcroForm form, String name) {
    PdfPage page = document.getPage(request.page());
    PdfWidgetAnnotation widget = new PdfWidgetAnnotation(new Rectangle(0, 0));
    widget.setFlags(PdfAnnotation.PRINT | PdfAnnotation.LOCKED);
    widget.setPage(page);
    PdfFormXObject appearance = new PdfFormXObject(new Rectangle(0, 0));
    if (request.visible()) {
      SealPlacement place = SealPlacement.on(shown(page), request);
      widget.setRectangle(
          new PdfArray(new double[] {place.left(), place.bottom(), place.right(), place.top()}));
      appearance = draw(place);
    }
    widget.setNormalAppearance(appearance.getPdfObject());
    PdfSignatureFormField field = new SignatureFormFieldBuilder(document, name).createSignature();
    field.disableFieldRegeneration();
    field.put(PdfName.V, cryptoDictionary.getPdfObject());
    field.addKid(widget);
    form.addField(field, page);
    if (form.getPdfObject().isIndirect()) {
      form.setModified();
    } else {
      document.getCatalog().setModified();
    }
    return null;
  }

  private PdfFormXObject draw(SealPlacement place) {
    Rectangle box = new Rectangle((float) place.formWidth(), (float) place.formHeight());
    PdfFormXObject form = new PdfFormXObject(box);
    PdfArray matrix = new PdfArray();
    place.matrix().forEach(n -> matrix.add(new PdfNumber(n)));
    form.put(PdfName.Matrix, matrix);
    new PdfCanvas(form, document)
        .addImageFittedIntoRectangle(
            ImageDataFactory.create(request.picture().toArray()), box, false);
    return form;
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
