package org.xinfu.trust.pdf.itext;

import com.itextpdf.forms.PdfAcroForm;
import com.itextpdf.kernel.exceptions.PdfException;
import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfReader;
import com.itextpdf.signatures.SignatureUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
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
    try (InputStream in = pdf.stream()) {
      TailOutput out = new TailOutput(pdf.length());
      SeededReader reader = new SeededReader(in, SeededReader.id(request));
      requireUnused(pdf, request);
      SealSigner signer = new SealSigner(reader, out, request);
      signer.signExternalContainer(new EmptyContainer(request), reserve);
      return PreparedPdf.of(pdf, out.tail(), reserve);
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

  private static void requireUnused(DocumentSource pdf, PdfSealRequest request) throws IOException {
    try (InputStream in = pdf.stream();
        PdfDocument document = new PdfDocument(new PdfReader(in))) {
      if (document.getReader().hasRebuiltXref() || document.getReader().hasFixedXref()) {
        throw new IllegalArgumentException("a damaged document is not sealed");
      }
      if (document.getReader().isEncrypted()) {
        throw new IllegalArgumentException("an encrypted document is not sealed");
      }
      if (request.page() > document.getNumberOfPages()) {
        throw new IllegalArgumentException("the document has no page " + request.page());
      }
      if (request.certification() != PdfSealRequest.Certification.NONE
          && !new SignatureUtil(document).getSignatureNames().isEmpty()) {
        throw new IllegalArgumentException("a signed document is not certified any more");
      }
      PdfAcroForm form = PdfAcroForm.getAcroForm(document, false);
      if (form != null && form.getField(request.fieldName()) != null) {
        throw new IllegalArgumentException("the field name is in use: " + request.fieldName());
      }
    }
  }
}
