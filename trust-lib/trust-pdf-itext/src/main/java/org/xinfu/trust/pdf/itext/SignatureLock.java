package org.xinfu.trust.pdf.itext;

import com.itextpdf.forms.PdfSigFieldLock;
import com.itextpdf.forms.fields.PdfSignatureFormField;
import com.itextpdf.io.font.PdfEncodings;
import com.itextpdf.kernel.pdf.PdfArray;
import com.itextpdf.kernel.pdf.PdfDictionary;
import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfName;
import com.itextpdf.kernel.pdf.PdfNumber;
import com.itextpdf.kernel.pdf.PdfString;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.pdf.FieldLock;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSealRequest.Certification;

/** The lock of a signature field, ISO 32000-2 §12.7.5.5: its own, or the one asked for. */
final class SignatureLock {
  private SignatureLock() {}

  /** The lock that the signature has to name in FieldMDP; null when there is none. */
  static @Nullable PdfSigFieldLock of(
      PdfDocument document, PdfSignatureFormField field, PdfSealRequest request) {
    PdfSigFieldLock own = field.getSigFieldLockDictionary();
    if (request.field().lock().isEmpty()) {
      return own;
    }
    if (own != null) {
      throw new IllegalArgumentException("the field has a lock of its own");
    }
    PdfDictionary written = write(request.field().lock().get());
    written.makeIndirect(document);
    field.put(PdfName.Lock, written);
    return new PdfSigFieldLock(written);
  }

  private static PdfDictionary write(FieldLock lock) {
    PdfDictionary written = new PdfDictionary();
    written.put(PdfName.Type, PdfName.SigFieldLock);
    written.put(PdfName.Action, new PdfName(lock.action().written()));
    if (!lock.fields().isEmpty()) {
      PdfArray names = new PdfArray();
      lock.fields().forEach(name -> names.add(new PdfString(name, PdfEncodings.UNICODE_BIG)));
      written.put(PdfName.Fields, names);
    }
    if (lock.allowed() != Certification.NONE) {
      written.put(PdfName.P, new PdfNumber(lock.allowed().level()));
    }
    return written;
  }
}
