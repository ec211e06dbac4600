package org.xinfu.trust.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
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
import org.xinfu.trust.seal.RidingSeam;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.time.TimestampSource;
import org.xinfu.trust.xml.XadesExtender;
import org.xinfu.trust.xml.XmlSignRequest;
import org.xinfu.trust.xml.XmlSigner;

/**
 * Signs one document into a file.
 *
 * @param document what is signed
 * @param attached whether a CMS carries its content
 * @param place the seal, when one is shown, and where
 * @param protection whether signatures may follow in an OFD
 * @param field name of the new field of a PDF
 * @param time the claimed time, in whole seconds
 * @param authority who stamps the signature, for level B-T
 * @param longTerm what raises it above that
 */
record DocumentSigning(
    SigningForm form,
    DocumentSource document,
    boolean attached,
    Optional<Place> place,
    Protection protection,
    String field,
    Instant time,
    Optional<TimestampSource> authority,
    Optional<LongTerm> longTerm) {
  private static final int MOST_IN_MEMORY = 64 << 20;
  private static final String PROVIDER = "xinfu";
  private static final DateTimeFormatter FIELD =
      DateTimeFormatter.ofPattern("'Xinfu'yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** A page from 1, millimetres from its upper left corner. */
  record Spot(int page, double xMm, double yMm) {}

  /** A seal, where it is shown whole and where it rides over the edges of the pages. */
  record Place(Seal seal, List<Spot> spots, List<RidingSeam> seams) {}

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
      case XML -> held(to, xml(signer));
      case CMS -> held(to, raised(stamped(cms(signer))));
      case GBT35275 -> held(to, raised(stamped(gbt35275(signer))));
    };
  }

  private Verdict<Long> pdf(Path to, Signer signer) throws IOException {
    PdfSigner.Job job =
        new PdfSigner.Job(document, request(place, field, time), new PdfBoxSigningEngine());
    if (authority.isPresent()) {
      Verdict<Bytes> stamped = PdfSigner.signTimestamped(job, signer, authority.get());
      return longTerm.isPresent() && stamped instanceof Verdict.Valid<Bytes> valid
          ? kept(to, longTerm.get().pdf(DocumentSource.of(valid.content())))
          : held(to, stamped);
    }
    try (OutputStream out = stream(to)) {
      PdfSigner.sign(job, signer, out);
    }
    return made(Files.size(to));
  }

  /** The name of a new field: as asked, or after the moment. */
  static String field(@Nullable String asked, Instant time) {
    return asked == null ? FIELD.format(time) : asked;
  }

  /** What is asked of a PDF. */
  static PdfSealRequest request(Optional<Place> place, String field, Instant time) {
    return place
        .map(shown -> shown(shown, field, time))
        .orElseGet(() -> PdfSealRequest.invisible(field, time));
  }

  private static PdfSealRequest shown(Place place, String field, Instant time) {
    PdfSealRequest.Seal seal =
        new PdfSealRequest.Seal(
            place.seal().picture().data(),
            place.seal().picture().widthMm(),
            place.seal().picture().heightMm());
    PdfSealRequest request = null;
    for (Spot spot : place.spots()) {
      PdfSealRequest.Position at = new PdfSealRequest.Position(spot.page(), spot.xMm(), spot.yMm());
      request = request == null ? PdfSealRequest.seal(seal, at, field, time) : request.alsoAt(at);
    }
    for (RidingSeam seam : place.seams()) {
      request =
          request == null ? PdfSealRequest.seam(seal, seam, field, time) : request.along(seam);
    }
    return Objects.requireNonNull(request);
  }

  private Verdict<Bytes> xml(Signer signer) {
    Verdict<Bytes> signed = XmlSigner.sign(XmlSignRequest.enveloped(octets(), time), signer);
    if (authority.isEmpty() || !(signed instanceof Verdict.Valid<Bytes> valid)) {
      return signed;
    }
    // Ours is the last child of the document element, and so the last in document order.
    String id = LongTerm.last(valid.content());
    Verdict<Bytes> stamped = XadesExtender.timestamp(valid.content(), id, authority.get());
    return longTerm.isPresent() && stamped instanceof Verdict.Valid<Bytes> first
        ? longTerm.get().xml(DocumentSource.of(first.content()))
        : stamped;
  }

  private Verdict<Long> ofd(Path to, Signer signer) throws IOException {
    if (longTerm.isEmpty()) {
      return stampedOfd(to, signer);
    }
    Path first = Files.createTempFile(to.toAbsolutePath().resolveSibling(""), ".xinfu-", ".part");
    try {
      Verdict<Long> stamped = stampedOfd(first, signer);
      return stamped instanceof Verdict.Valid<Long>
          ? longTerm.get().ofd(DocumentSource.of(first), to)
          : stamped;
    } finally {
      Files.deleteIfExists(first);
    }
  }

  private Verdict<Long> stampedOfd(Path to, Signer signer) throws IOException {
    if (place.isEmpty()) {
      OfdSignRequest request = new OfdSignRequest(protection, time, PROVIDER);
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
            at.spots().stream()
                .map(s -> new OfdSealRequest.Stamp(s.page(), s.xMm(), s.yMm()))
                .toList(),
            at.seams(),
            protection,
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

  private Verdict<Bytes> raised(Verdict<Bytes> stamped) {
    return longTerm.isPresent() && stamped instanceof Verdict.Valid<Bytes> valid
        ? longTerm.get().cms(DocumentSource.of(valid.content()), apart())
        : stamped;
  }

  /** The content, when what is made does not carry it. */
  Optional<DocumentSource> apart() {
    return form.standsApart() && !attached ? Optional.of(document) : Optional.empty();
  }

  private Bytes octets() {
    if (document.length() > MOST_IN_MEMORY) {
      throw new IllegalArgumentException("this form takes no more than 64 MiB");
    }
    return document.readAll(MOST_IN_MEMORY);
  }

  static Verdict<Long> held(Path to, Verdict<Bytes> verdict) throws IOException {
    if (verdict instanceof Verdict.Valid<Bytes> valid) {
      Files.write(to, valid.content().toArray());
      return made((long) valid.content().length());
    }
    return none(verdict);
  }

  static Verdict<Long> kept(Path to, Verdict<DocumentSource> verdict) throws IOException {
    return verdict instanceof Verdict.Valid<DocumentSource> valid
        ? made(LongTerm.copy(valid.content(), to))
        : none(verdict);
  }

  private static Verdict<Long> none(Verdict<?> verdict) {
    Report.Builder checks = new Report.Builder().addAll("", verdict.report());
    return checks.report().conclusion() == Conclusion.VALID
        ? checks.fail("sign", "", Reason.MALFORMED, "nothing was made").refusal()
        : checks.refusal();
  }

  private static <T> Verdict<T> made(T content) {
    return new Report.Builder().pass("sign", "", "").verdict(content);
  }

  private static OutputStream stream(Path to) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(to));
  }
}
