package org.xinfu.trust.pdf.itext;

import com.itextpdf.kernel.pdf.PdfArray;
import com.itextpdf.kernel.pdf.PdfDate;
import com.itextpdf.kernel.pdf.PdfDictionary;
import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfName;
import com.itextpdf.kernel.pdf.PdfStream;
import com.itextpdf.kernel.pdf.PdfWriter;
import com.itextpdf.kernel.pdf.StampingProperties;
import com.itextpdf.kernel.pdf.WriterProperties;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.TailOutput;

/** The document security store as iText writes it, ISO 32000-2 §12.8.4.3. */
final class SecurityStoreWriter {
  private static final PdfName OCSPS = new PdfName("OCSPs");

  private SecurityStoreWriter() {}

  static Bytes append(DocumentSource pdf, Evidence evidence, Instant time) throws IOException {
    TailOutput out = new TailOutput(pdf.length());
    Bytes id = SeededReader.id(PdfSealRequest.invisible("DSS", time));
    try (InputStream in = pdf.stream();
        SeededReader reader = new SeededReader(in, id);
        PdfDocument document = open(reader, out)) {
      if (reader.hasRebuiltXref() || reader.hasFixedXref() || reader.isEncrypted()) {
        throw new IllegalArgumentException("a damaged or encrypted document is not appended to");
      }
      PdfDate now = new PdfDate(calendar(time));
      document
          .getDocumentInfo()
          .setMoreInfo(PdfName.ModDate.getValue(), now.getPdfObject().getValue());
      PdfDictionary store = new PdfDictionary();
      PdfDictionary old = document.getCatalog().getPdfObject().getAsDictionary(PdfName.DSS);
      if (old != null) {
        store.putAll(old);
      }
      add(document, store, PdfName.Certs, ders(evidence.certificates()));
      add(document, store, PdfName.CRLs, evidence.crls());
      add(document, store, OCSPS, evidence.ocsps());
      document.getCatalog().put(PdfName.DSS, store);
      document.getCatalog().setModified();
    }
    return out.tail();
  }

  private static AppendedDocument open(SeededReader reader, TailOutput out) {
    WriterProperties seeded = new WriterProperties().setModifiedDocumentId(reader.nextId());
    return new AppendedDocument(
        reader, new PdfWriter(out, seeded), new StampingProperties().useAppendMode());
  }

  static Calendar calendar(Instant time) {
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    calendar.setTimeInMillis(time.getEpochSecond() * 1000);
    return calendar;
  }

  private static List<Bytes> ders(List<Certificate> certificates) {
    return certificates.stream().map(Certificate::der).toList();
  }

  /** A new array, so that one shared with something else stays as it is. */
  private static void add(
      PdfDocument document, PdfDictionary store, PdfName key, List<Bytes> elements) {
    if (elements.isEmpty()) {
      return;
    }
    PdfArray old = store.getAsArray(key);
    PdfArray array = new PdfArray();
    if (old != null) {
      array.addAll(old);
    }
    for (Bytes element : elements) {
      PdfStream stream = new PdfStream(element.toArray());
      stream.setCompressionLevel(0);
      array.add(stream.makeIndirect(document));
    }
    store.put(key, array);
  }
}
