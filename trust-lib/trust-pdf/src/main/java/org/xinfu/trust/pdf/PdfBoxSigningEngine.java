package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.ExternalSigningSupport;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Evidence;

/** The default engine: PDFBox, appending a revision that changes nothing before it. */
public final class PdfBoxSigningEngine implements PdfSigningEngine {
  /** For {@link java.util.ServiceLoader}. */
  public PdfBoxSigningEngine() {}

  @Override
  public PreparedPdf prepare(DocumentSource pdf, PdfSealRequest request, int reserve) {
    return prepare(pdf, request, dictionary(request), reserve);
  }

  @Override
  public PreparedPdf prepareTimestamp(DocumentSource pdf, String name, Instant time, int reserve) {
    PDSignature signature = new PDSignature();
    signature.setType(COSName.DOC_TIME_STAMP);
    signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
    signature.setSubFilter(COSName.getPDFName("ETSI.RFC3161"));
    return prepare(pdf, PdfSealRequest.invisible(name, time), signature, reserve);
  }

  private static PreparedPdf prepare(
      DocumentSource pdf, PdfSealRequest request, PDSignature signature, int reserve) {
    SourceRead in = new SourceRead(pdf, pdf.length());
    try (PDDocument document = StrictPdf.load(in);
        SignatureOptions options = new SignatureOptions()) {
      if (document.isEncrypted()) {
        throw new IllegalArgumentException("an encrypted document is not sealed");
      }
      // The time seeds the second half of /ID; without it PDFBox would read a clock.
      document.setDocumentId(request.time().getEpochSecond());
      options.setPreferredSignatureSize(reserve);
      new PdfBoxField(document, request, signature).add(options);
      TailOutput out = new TailOutput(pdf.length());
      ExternalSigningSupport increment = document.saveIncrementalForExternalSigning(out);
      in.skim();
      increment.setSignature(new byte[0]);
      return PreparedPdf.of(pdf, out.tail(), reserve);
    } catch (IOException e) {
      throw new IllegalArgumentException("this PDF cannot be sealed: " + e.getMessage(), e);
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

  private static PDSignature dictionary(PdfSealRequest request) {
    PDSignature signature = new PDSignature();
    signature.setType(COSName.SIG);
    signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
    signature.setSubFilter(COSName.getPDFName("ETSI.CAdES.detached"));
    Calendar time = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    time.setTimeInMillis(request.time().getEpochSecond() * 1000);
    signature.setSignDate(time);
    PdfSealRequest.Texts texts = request.texts();
    if (!texts.reason().isEmpty()) {
      signature.setReason(texts.reason());
    }
    if (!texts.location().isEmpty()) {
      signature.setLocation(texts.location());
    }
    if (!texts.name().isEmpty()) {
      signature.setName(texts.name());
    }
    return signature;
  }
}
