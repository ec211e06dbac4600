package org.xinfu.trust.pdf.itext;

import com.itextpdf.kernel.pdf.PdfDictionary;
import com.itextpdf.kernel.pdf.PdfName;
import com.itextpdf.kernel.pdf.PdfString;
import com.itextpdf.signatures.IExternalSignatureContainer;
import java.io.InputStream;
import java.util.List;
import org.xinfu.trust.pdf.PdfSealRequest;

/** Fills in the signature dictionary and leaves /Contents at zeros: the CMS comes later. */
final class EmptyContainer implements IExternalSignatureContainer {
  private final PdfSealRequest request;
  private final boolean timestamp;

  private EmptyContainer(PdfSealRequest request, boolean timestamp) {
    this.request = request;
    this.timestamp = timestamp;
  }

  static EmptyContainer seal(PdfSealRequest request) {
    return new EmptyContainer(request, false);
  }

  /** Of a document timestamp, which claims no time (EN 319 142-1 §5.4.3). */
  static EmptyContainer timestamp(PdfSealRequest request) {
    return new EmptyContainer(request, true);
  }

  @Override
  public byte[] sign(InputStream content) {
    return new byte[0];
  }

  @Override
  public void modifySigningDictionary(PdfDictionary dictionary) {
    dictionary.put(PdfName.Filter, PdfName.Adobe_PPKLite);
    dictionary.put(PdfName.SubFilter, PdfName.ETSI_CAdES_DETACHED);
    if (timestamp) {
      dictionary.put(PdfName.Type, PdfName.DocTimeStamp);
      dictionary.put(PdfName.SubFilter, PdfName.ETSI_RFC3161);
      dictionary.remove(PdfName.M);
    }
    // iText writes what it was not given as empty strings.
    List.of(PdfName.Reason, PdfName.Location, PdfName.ContactInfo)
        .forEach(name -> removeEmpty(dictionary, name));
    if (!request.texts().name().isEmpty()) {
      dictionary.put(PdfName.Name, new PdfString(request.texts().name(), "UnicodeBig"));
    }
  }

  private static void removeEmpty(PdfDictionary dictionary, PdfName name) {
    PdfString text = dictionary.getAsString(name);
    if (text != null && text.getValue().isEmpty()) {
      dictionary.remove(name);
    }
  }
}
