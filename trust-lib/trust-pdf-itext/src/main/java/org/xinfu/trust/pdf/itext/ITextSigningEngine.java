package org.xinfu.trust.pdf.itext;

import com.itextpdf.forms.PdfAcroForm;
import com.itextpdf.forms.fields.PdfFormField;
import com.itextpdf.forms.fields.PdfSignatureFormField;
import com.itextpdf.kernel.exceptions.PdfException;
import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfName;
import com.itextpdf.kernel.pdf.PdfReader;
import com.itextpdf.signatures.SignatureUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSigningEngine;
import org.xinfu.trust.pdf.PreparedPdf;
import org.xinfu.trust.pdf.TailOutput;

/** Signs with iText in append mode, so that the original stays untouched in front. */
public final class ITextSigningEngine implements PdfSigningEngine {
  /** For {@link java.util.ServiceLoader}. */
  public ITextSigningEngine() {}

  @Override
  public PreparedPdf prepare(DocumentSource pdf, PdfSealRequest request, int reserve) {
    return prepare(pdf, request, EmptyContainer.seal(request), reserve);
  }

  @Override
  public PreparedPdf prepareTimestamp(DocumentSource pdf, String name, Instant time, int reserve) {
    PdfSealRequest field = PdfSealRequest.invisible(name, time);
    return prepare(pdf, field, EmptyContainer.timestamp(field), reserve);
  }

  private static PreparedPdf prepare(
      DocumentSource pdf, PdfSealRequest request, EmptyContainer container, int reserve) {
    return reading(
        () -> {
          requireSignable(pdf, request);
          TailOutput out = new TailOutput(pdf.length());
          try (InputStream in = pdf.stream()) {
            SeededReader reader = new SeededReader(in, SeededReader.id(request));
            new SealSigner(reader, out, request).signExternalContainer(container, reserve);
          }
          return PreparedPdf.of(pdf, out.tail(), reserve);
        });
  }

  @Override
  public Bytes store(DocumentSource pdf, Evidence evidence, Instant time) {
    return reading(() -> SecurityStoreWriter.append(pdf, evidence, time));
  }

  private interface Work<T> {
    T run() throws IOException, GeneralSecurityException;
  }

  private static <T> T reading(Work<T> work) {
    try {
      return work.run();
    } catch (IOException | GeneralSecurityException | PdfException unreadable) {
      throw new IllegalArgumentException(
          "this PDF cannot be sealed: " + unreadable.getMessage(), unreadable);
    } catch (com.itextpdf.io.exceptions.IOException damaged) {
      throw new IllegalArgumentException(
          "this PDF cannot be sealed: " + damaged.getMessage(), damaged);
    }
  }

  @Override
  public void embed(PreparedPdf prepared, Bytes cms, OutputStream out) {
    prepared.writeTo(out, cms);
  }

  private static void requireSignable(DocumentSource pdf, PdfSealRequest request)
      throws IOException {
    try (InputStream in = pdf.stream();
        PdfDocument document = new PdfDocument(new PdfReader(in))) {
      if (document.getReader().hasRebuiltXref() || document.getReader().hasFixedXref()) {
        throw new IllegalArgumentException("a damaged document is not sealed");
      }
      if (document.getReader().isEncrypted()) {
        throw new IllegalArgumentException("an encrypted document is not sealed");
      }
      request.stamps(document.getNumberOfPages());
      if (request.certification() != PdfSealRequest.Certification.NONE
          && !new SignatureUtil(document).getSignatureNames().isEmpty()) {
        throw new IllegalArgumentException("a signed document is not certified any more");
      }
      PdfAcroForm form = PdfAcroForm.getAcroForm(document, false);
      PdfFormField field = form == null ? null : form.getField(request.field().name());
      if (request.field().existing()) {
        requireEmpty(field, request.field().name());
      } else if (field != null) {
        throw new IllegalArgumentException("the field name is in use: " + request.field().name());
      }
    }
  }

  private static void requireEmpty(@Nullable PdfFormField field, String name) {
    if (!(field instanceof PdfSignatureFormField)) {
      throw new IllegalArgumentException("no signature field is called " + name);
    }
    if (field.getPdfObject().containsKey(PdfName.V)) {
      throw new IllegalArgumentException("the field is signed already: " + name);
    }
    if (field.getWidgets().size() != 1) {
      throw new IllegalArgumentException("the field is not at one place: " + name);
    }
  }
}
