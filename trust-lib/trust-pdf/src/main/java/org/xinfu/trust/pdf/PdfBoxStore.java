package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;

/** The document security store as PDFBox writes it, ISO 32000-2 §12.8.4.3. */
final class PdfBoxStore {
  private static final COSName DSS = COSName.getPDFName("DSS");

  private PdfBoxStore() {}

  /** The revision that adds {@code evidence}. */
  static Bytes append(DocumentSource pdf, Evidence evidence, Instant time) {
    try (PDDocument document = StrictPdf.load(pdf, pdf.length())) {
      if (document.isEncrypted()) {
        throw new IllegalArgumentException("an encrypted document is not appended to");
      }
      document.setDocumentId(time.getEpochSecond());
      COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
      COSDictionary store = new COSDictionary();
      COSDictionary old = catalog.getCOSDictionary(DSS);
      if (old != null) {
        store.addAll(old);
      }
      store.setDirect(true);
      List<Bytes> certificates = evidence.certificates().stream().map(Certificate::der).toList();
      add(document, store, "Certs", certificates);
      add(document, store, "CRLs", evidence.crls());
      add(document, store, "OCSPs", evidence.ocsps());
      catalog.setItem(DSS, store);
      catalog.setNeedToBeUpdated(true);
      TailOutput out = new TailOutput(pdf.length());
      document.saveIncremental(out);
      return out.tail();
    } catch (IOException e) {
      throw new IllegalArgumentException("this PDF cannot be appended to: " + e.getMessage(), e);
    }
  }

  /** A new array, so that one shared with something else stays as it is. */
  private static void add(
      PDDocument document, COSDictionary store, String key, List<Bytes> elements)
      throws IOException {
    if (elements.isEmpty()) {
      return;
    }
    COSArray array = new COSArray();
    COSArray old = store.getCOSArray(COSName.getPDFName(key));
    if (old != null) {
      array.addAll(old);
    }
    for (Bytes element : elements) {
      COSStream stream = document.getDocument().createCOSStream();
      try (OutputStream out = stream.createRawOutputStream()) {
        out.write(element.toArray());
      }
      array.add(stream);
    }
    array.setDirect(true);
    store.setItem(COSName.getPDFName(key), array);
  }
}
