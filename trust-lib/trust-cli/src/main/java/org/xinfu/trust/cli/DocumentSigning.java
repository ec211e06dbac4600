package org.xinfu.trust.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.cms.SignedContents;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.ofd.OfdSealer;
import org.xinfu.trust.ofd.OfdSignRequest;
import org.xinfu.trust.ofd.OfdSigner;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSigner;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.time.TimestampSource;
import org.xinfu.trust.xml.XmlSignRequest;
import org.xinfu.trust.xml.XmlSigner;

/**
 * Signs one document into a file.
 *
 * @param document what is signed
 * @param attached whether a CMS carries its content
 * @param place the seal, when one is shown, and where
 * @param field name of the new field of a PDF
 * @param time the claimed time, in whole seconds
 * @param authority who stamps the signature, for level B-T
 */
record DocumentSigning(
    SigningForm form,
    DocumentSource document,
    boolean attached,
    Optional<Place> place,
    String field,
    Instant time,
    Optional<TimestampSource> authority) {
  private static final int MOST_IN_MEMORY = 64 << 20;
  private static final String PROVIDER = "xinfu";

  /** A seal on a page from 1, millimetres from its upper left corner. */
  record Place(Seal seal, int page, double xMm, double yMm) {}

  /**
   * Writes the signed document, or the signature of one that stays apart.
   *
   * @return how many octets, or why there are none
   * @throws IllegalArgumentException when the document cannot be signed as asked
   * @throws org.xinfu.trust.key.VaultException when the key's device or the authority fails
   */
  Verdict<Long> write(Path to, Signer signer) throws IOException {
    return switch (form) {
      case PDF -> pdf(to, signer);
      case OFD -> ofd(to, signer);
      case XML -> held(to, XmlSigner.sign(XmlSignRequest.enveloped(octets(), time), signer));
      case CMS -> held(to, stamped(cms(signer)));
      case GBT35275 -> held(to, stamped(gbt35275(signer)));
    };
  }

  private Verdict<Long> pdf(Path to, Signer signer) throws IOException {
    PdfSealRequest request =
        place
            .map(
                p ->
                    PdfSealRequest.seal(
                        new PdfSealRequest.Seal(
                            p.seal().picture().data(),
                            p.seal().picture().widthMm(),
                            p.seal().picture().heightMm()),
                        new PdfSealRequest.Position(p.page(), p.xMm(), p.yMm()),
                        field,
                        time))
            .orElseGet(() -> PdfSealRequest.invisible(field, time));
    PdfSigner.Job job = new PdfSigner.Job(document, request, new PdfBoxSigningEngine());
    if (authority.isPresent()) {
      return held(to, PdfSigner.signTimestamped(job, signer, authority.get()));
    }
    try (OutputStream out = stream(to)) {
      PdfSigner.sign(job, signer, out);
    }
    return made(Files.size(to));
  }

  private Verdict<Long> ofd(Path to, Signer signer) throws IOException {
    if (place.isEmpty()) {
      OfdSignRequest request = new OfdSignRequest(Protection.CONTINUE, time, PROVIDER);
      return held(
          to,
          authority.isPresent()
              ? OfdSigner.sign(document, request, signer, authority.get())
              : OfdSigner.sign(document, request, signer));
    }
    Place at = place.get();
    OfdSealRequest request =
        new OfdSealRequest(
            at.seal().der(),
            List.of(new OfdSealRequest.Stamp(at.page(), at.xMm(), at.yMm())),
            Protection.CONTINUE,
            time,
            PROVIDER);
    if (authority.isPresent()) {
      return held(to, OfdSealer.seal(document, request, signer, authority.get()));
    }
    try (OutputStream out = stream(to)) {
      return OfdSealer.seal(document, request, signer, out);
    }
  }

  private Bytes cms(Signer signer) {
    ContentDigest digest = ContentDigest.of(signer.algorithm());
    return attached
        ? CmsSigner.cadesAttached(octets(), signer, time)
        : CmsSigner.cades(SignedContents.digests(document).apply(digest), signer, time);
  }

  private Bytes gbt35275(Signer signer) {
    return attached
        ? Gbt35275Signer.attached(octets(), signer, time)
        : Gbt35275Signer.detached(octets(), signer, time);
  }

  private Verdict<Bytes> stamped(Bytes cms) {
    return authority.isPresent() ? CadesExtender.timestamp(cms, authority.get()) : made(cms);
  }

  private Bytes octets() {
    if (document.length() > MOST_IN_MEMORY) {
      throw new IllegalArgumentException("this form takes no more than 64 MiB");
    }
    return document.readAll(MOST_IN_MEMORY);
  }

  private static Verdict<Long> held(Path to, Verdict<Bytes> verdict) throws IOException {
    if (verdict instanceof Verdict.Valid<Bytes> valid) {
      Files.write(to, valid.content().toArray());
      return made((long) valid.content().length());
    }
    Report.Builder checks = new Report.Builder().addAll("", verdict.report());
    return checks.failed()
        ? checks.refusal()
        : checks.fail("sign", "", Reason.MALFORMED, "nothing was made").refusal();
  }

  private static <T> Verdict<T> made(T content) {
    return new Report.Builder().pass("sign", "", "").verdict(content);
  }

  private static OutputStream stream(Path to) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(to));
  }
}
