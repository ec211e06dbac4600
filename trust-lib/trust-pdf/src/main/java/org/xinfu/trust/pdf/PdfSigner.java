package org.xinfu.trust.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;

/** Seals a PDF at PAdES-B-B (ETSI EN 319 142-1 §6.2.1) by an incremental update. */
public final class PdfSigner {
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
    try (InputStream content = prepared.content()) {
      Bytes digest = ContentDigest.of(signer.algorithm()).of(content);
      job.engine().embed(prepared, CmsSigner.pades(digest, signer), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to seal, how and with which engine. */
  public record Job(DocumentSource pdf, PdfSealRequest request, PdfSigningEngine engine) {}
}
