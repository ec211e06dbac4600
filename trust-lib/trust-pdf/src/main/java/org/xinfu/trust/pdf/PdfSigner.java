package org.xinfu.trust.pdf;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampSource;

/**
 * Seals a PDF at PAdES-B-B or B-T (ETSI EN 319 142-1 §6.2.1, §6.3) by an incremental update; {@link
 * PdfExtender} raises it further, {@link DeferredSignature} is for keys that are elsewhere.
 */
public final class PdfSigner {
  /** Octets for a time-stamp token with its certificates. */
  private static final int TOKEN = 8192;

  private PdfSigner() {}

  /**
   * The sealed document.
   *
   * @throws IllegalArgumentException when the document cannot be sealed as requested
   * @throws org.xinfu.trust.key.VaultException when the key's device fails
   */
  public static Bytes sign(
      DocumentSource pdf, PdfSealRequest request, Signer signer, PdfSigningEngine engine) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sign(new Job(pdf, request, engine), signer, out);
    return Bytes.of(out.toByteArray());
  }

  /** As {@link #sign(DocumentSource, PdfSealRequest, Signer, PdfSigningEngine)}, to a stream. */
  public static void sign(Job job, Signer signer, OutputStream out) {
    PreparedPdf prepared = prepare(job, PdfSignatory.of(signer), CmsSigner.reserve(signer));
    Bytes digest = prepared.digest(ContentDigest.of(signer.algorithm()));
    job.engine().embed(prepared, CmsSigner.pades(digest, signer), out);
  }

  /**
   * Seals at PAdES-B-T (EN 319 142-1 §6.3): the signature carries a time-stamp over its value.
   *
   * @return the sealed document, or why the source gave no time-stamp
   * @throws IllegalArgumentException when the document cannot be sealed as requested
   */
  public static Verdict<Bytes> signTimestamped(Job job, Signer signer, TimestampSource source) {
    PdfSignatory signatory = PdfSignatory.of(signer).stamped();
    PreparedPdf prepared = prepare(job, signatory, CmsSigner.reserve(signer) + TOKEN);
    Bytes digest = prepared.digest(ContentDigest.of(signer.algorithm()));
    Verdict<Bytes> cms = CadesExtender.timestamp(CmsSigner.pades(digest, signer), source);
    if (!(cms instanceof Verdict.Valid<Bytes> valid)) {
      return cms;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    job.engine().embed(prepared, valid.content(), out);
    return new Verdict.Valid<>(Bytes.of(out.toByteArray()), valid.report());
  }

  /**
   * Appends the revision with {@code reserve} zero octets in place of the signature.
   *
   * @throws IllegalArgumentException when the document cannot be sealed as requested, or the field
   *     that is to be signed asks for another signatory
   */
  public static PreparedPdf prepare(Job job, PdfSignatory signatory, int reserve) {
    if (job.request().field().existing()) {
      try {
        PdfView view = new PdfView(Octets.of(job.pdf()));
        SeedValue.require(view, job.request(), signatory);
      } catch (MalformedPdf unreadable) {
        throw new IllegalArgumentException(
            "this PDF cannot be sealed: " + unreadable.getMessage(), unreadable);
      }
    }
    return job.engine().prepare(job.pdf(), job.request(), reserve);
  }

  /** What to seal, how and with which engine. */
  public record Job(DocumentSource pdf, PdfSealRequest request, PdfSigningEngine engine) {}
}
