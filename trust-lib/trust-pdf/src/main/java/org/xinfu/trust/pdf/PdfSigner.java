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

/** Seals a PDF at PAdES-B-B (ETSI EN 319 142-1 §6.2.1) by an incremental update. */
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
    PreparedPdf prepared =
        job.engine().prepare(job.pdf(), job.request(), CmsSigner.reserve(signer));
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
    PreparedPdf prepared =
        job.engine().prepare(job.pdf(), job.request(), CmsSigner.reserve(signer) + TOKEN);
    Bytes digest = prepared.digest(ContentDigest.of(signer.algorithm()));
    Verdict<Bytes> cms = CadesExtender.timestamp(CmsSigner.pades(digest, signer), source);
    if (!(cms instanceof Verdict.Valid<Bytes> valid)) {
      return cms;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    job.engine().embed(prepared, valid.content(), out);
    return new Verdict.Valid<>(Bytes.of(out.toByteArray()), valid.report());
  }

  /** What to seal, how and with which engine. */
  public record Job(DocumentSource pdf, PdfSealRequest request, PdfSigningEngine engine) {}
}
