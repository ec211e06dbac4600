package org.xinfu.trust.pdf.itext;

import com.itextpdf.forms.PdfAcroForm;
import com.itextpdf.forms.PdfSigFieldLock;
import com.itextpdf.forms.fields.PdfSignatureFormField;
import com.itextpdf.forms.fields.SignatureFormFieldBuilder;
import com.itextpdf.kernel.geom.Rectangle;
import com.itextpdf.kernel.pdf.PdfDate;
import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfName;
import com.itextpdf.kernel.pdf.PdfPage;
import com.itextpdf.kernel.pdf.PdfReader;
import com.itextpdf.kernel.pdf.PdfWriter;
import com.itextpdf.kernel.pdf.StampingProperties;
import com.itextpdf.kernel.pdf.WriterProperties;
import com.itextpdf.kernel.pdf.annot.PdfAnnotation;
import com.itextpdf.kernel.pdf.annot.PdfWidgetAnnotation;
import com.itextpdf.kernel.pdf.xobject.PdfFormXObject;
import com.itextpdf.signatures.AccessPermissions;
import com.itextpdf.signatures.PdfSigner;
import com.itextpdf.signatures.SignatureUtil;
import com.itextpdf.signatures.SignerProperties;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.SealStamp;

/** iText's signer with our field: placed in millimetres, upright, the same octets every time. */
final class SealSigner extends PdfSigner {
  private final PdfSealRequest request;
  private final boolean signed;

  SealSigner(SeededReader reader, OutputStream out, PdfSealRequest request) throws IOException {
    super(reader, out, new StampingProperties().useAppendMode());
    this.request = request;
    this.signed = !new SignatureUtil(document).getSignatureNames().isEmpty();
    Calendar time = SecurityStoreWriter.calendar(request.time());
    SignerProperties properties =
        new SignerProperties()
            .setFieldName(request.field().name())
            .setReason(request.texts().reason())
            .setLocation(request.texts().location())
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
    List<SealStamp> stamps = stamps();
    Optional<SealPicture> picture = picture();
    Optional<SealStamp> first = stamps.isEmpty() ? Optional.empty() : Optional.of(stamps.remove(0));
    PdfPage page = document.getPage(first.map(SealStamp::page).orElse(1));
    PdfWidgetAnnotation widget = new PdfWidgetAnnotation(new Rectangle(0, 0));
    widget.setFlags(PdfAnnotation.PRINT | PdfAnnotation.LOCKED);
    widget.setPage(page);
    widget.setNormalAppearance(new PdfFormXObject(new Rectangle(0, 0)).getPdfObject());
    if (picture.isPresent() && first.isPresent()) {
      picture.get().onto(widget, page, first.get());
    }
    PdfSignatureFormField field = new SignatureFormFieldBuilder(document, name).createSignature();
    field.disableFieldRegeneration();
    field.put(PdfName.V, cryptoDictionary.getPdfObject());
    field.addKid(widget);
    form.addField(field, page);
    changed(form);
    picture.ifPresent(p -> further(form, p, stamps));
    return SignatureLock.of(document, field, request);
  }

  @Override
  protected @Nullable PdfSigFieldLock populateExistingSignatureFormField(PdfAcroForm form) {
    PdfSignatureFormField field = (PdfSignatureFormField) form.getField(request.field().name());
    PdfWidgetAnnotation widget = field.getWidgets().get(0);
    Optional<SealPicture> picture = picture();
    field.disableFieldRegeneration();
    field.put(PdfName.V, cryptoDictionary.getPdfObject());
    picture.ifPresent(p -> p.into(widget, SealPicture.pageOf(document, widget)));
    widget.setFlags(widget.getFlags() | PdfAnnotation.PRINT | PdfAnnotation.LOCKED);
    widget.getPdfObject().setModified();
    field.setModified();
    changed(form);
    picture.ifPresent(p -> further(form, p, stamps()));
    return SignatureLock.of(document, field, request);
  }

  private List<SealStamp> stamps() {
    return new ArrayList<>(request.stamps(document.getNumberOfPages()));
  }

  private Optional<SealPicture> picture() {
    return request.seal().map(seal -> new SealPicture(document, seal));
  }

  private void further(PdfAcroForm form, SealPicture picture, List<SealStamp> stamps) {
    FurtherStamps further = new FurtherStamps(document, picture);
    if (signed) {
      further.addFields(form, stamps, request.field().name(), cryptoDictionary);
    } else {
      further.addAnnotations(stamps);
    }
  }

  private void changed(PdfAcroForm form) {
    if (form.getPdfObject().isIndirect()) {
      form.setModified();
    } else {
      document.getCatalog().setModified();
    }
  }
}
