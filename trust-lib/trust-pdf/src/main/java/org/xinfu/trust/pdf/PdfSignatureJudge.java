package org.xinfu.trust.pdf;

import java.io.IOException;
import java.time.Instant;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.util.DateConverter;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.SignatureReport.Change;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.cms.CmsContext;
import org.xinfu.trust.cms.CmsJudgement;
import org.xinfu.trust.cms.CmsProfile;
import org.xinfu.trust.cms.CmsVerifier;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignerJudgement;

/** Judges one PDF signature: dictionary, covered octets, CMS, and what came after. */
final class PdfSignatureJudge {
  private static final String CLAUSE = "ISO 32000-2 12.8.1";
  private final DocumentSource source;
  private final Revision latest;
  private final TrustPolicy policy;

  PdfSignatureJudge(DocumentSource source, Revision latest, TrustPolicy policy) {
    this.source = source;
    this.latest = latest;
    this.policy = policy;
  }

  /**
   * A signature's report and where its revision ends.
   *
   * @param end 0 when it covers nothing that could be found
   */
  record Judged(SignatureReport report, long end) {}

  Judged judge(SignatureObject signature) {
    Report.Builder checks = new Report.Builder();
    Optional<CmsProfile> profile = judgeDictionary(signature, checks);
    Optional<SignedRange> signed = SignedRange.judge(source, latest, signature, checks);
    Optional<SignerJudgement> signer = Optional.empty();
    if (profile.isPresent() && signed.isPresent()) {
      signer = judgeCms(signature, signed.get(), profile.get(), checks);
    }
    Integrity integrity = integrity(signer, checks);
    // Without a sound range there is no signed revision to compare with.
    boolean sound = !brokenRange(checks);
    List<Change> changes =
        signed.isPresent() && sound ? judgeLater(signature, signed.get(), checks) : List.of();
    long end = signed.map(s -> s.range().end()).orElse(0L);
    return new Judged(
        report(signature, new Findings(profile, signer, integrity, changes, end), checks), end);
  }

  private Optional<CmsProfile> judgeDictionary(SignatureObject signature, Report.Builder checks) {
    checks.require(
        signature.field().isPresent() && signature.key().isPresent(),
        "signature-field",
        CLAUSE,
        Reason.SIGNATURE_DICTIONARY_WRONG,
        "the signature is not an object of its own that a signature field holds");
    COSName type = signature.dictionary().getCOSName(COSName.TYPE);
    String subFilter = signature.dictionary().getNameAsString(COSName.SUB_FILTER);
    if ("ETSI.RFC3161".equals(subFilter)) {
      checks.unknown(
          "sub-filter", "EN 319 142-1 5.4.3", Reason.FORMAT_MODULE_MISSING, "document timestamp");
      return Optional.empty();
    }
    checks.require(
        type == null || COSName.SIG.equals(type),
        "signature-type",
        CLAUSE,
        Reason.SIGNATURE_DICTIONARY_WRONG,
        "/Type is not Sig");
    Optional<CmsProfile> profile =
        "ETSI.CAdES.detached".equals(subFilter)
            ? Optional.of(CmsProfile.PADES)
            : "adbe.pkcs7.detached".equals(subFilter)
                ? Optional.of(CmsProfile.PKCS7)
                : Optional.empty();
    checks.require(
        profile.isPresent(),
        "sub-filter",
        CLAUSE,
        Reason.SIGNATURE_DICTIONARY_WRONG,
        "/SubFilter " + subFilter);
    return profile;
  }

  private Optional<SignerJudgement> judgeCms(
      SignatureObject signature, SignedRange signed, CmsProfile profile, Report.Builder checks) {
    Map<ContentDigest, Bytes> digests = new HashMap<>();
    CmsJudgement cms =
        CmsVerifier.verify(
            signed.cms(),
            digest ->
                digests.computeIfAbsent(digest, d -> RangeDigest.of(source, signed.range(), d)),
            new CmsContext(policy, profile, claimed(signature)));
    checks.addAll("", cms.structure());
    Optional<SignerJudgement> signer = cms.signers().stream().findFirst();
    signer.ifPresent(s -> checks.addAll("", s.report()));
    return signer;
  }

  private static Optional<Instant> claimed(SignatureObject signature) {
    if (signature.dictionary().getDictionaryObject(COSName.M) instanceof COSString text) {
      Calendar time = DateConverter.toCalendar(text);
      return time == null ? Optional.empty() : Optional.of(time.toInstant());
    }
    return Optional.empty();
  }

  private static Integrity integrity(Optional<SignerJudgement> signer, Report.Builder checks) {
    Integrity found = signer.map(SignerJudgement::integrity).orElse(Integrity.UNKNOWN);
    // A failed check of the dictionary or the range is a broken structure, whatever the CMS says;
    // failures of the path are the signer's alone and do not touch the octets.
    boolean structure =
        checks.report().checks().stream()
            .filter(c -> c.clause().startsWith("ISO 32000") || c.id().startsWith("cms-"))
            .anyMatch(c -> c.outcome() == Outcome.FAIL);
    return structure ? Integrity.BROKEN : found;
  }

  private static boolean brokenRange(Report.Builder checks) {
    return checks.report().checks().stream()
        .anyMatch(c -> c.outcome() == Outcome.FAIL && c.reason() == Reason.BYTE_RANGE_WRONG);
  }

  /** Compares the signed revision with the document as it is now. */
  private List<Change> judgeLater(
      SignatureObject signature, SignedRange signed, Report.Builder checks) {
    long end = signed.range().end();
    if (end == source.length()) {
      checks.pass("later-changes", "ISO 32000-2 12.8.2.2", "the whole file is covered");
      return List.of();
    }
    try (PDDocument document = StrictPdf.load(source, end)) {
      Revision then = new Revision(document, end);
      boolean same =
          signature.key().filter(key -> Revisions.sameObject(then, latest, key)).isPresent();
      checks.require(
          same,
          "dictionary-unchanged",
          CLAUSE,
          Reason.SIGNATURE_DICTIONARY_WRONG,
          "the signed revision holds another signature dictionary");
      List<Change> changes = new RevisionComparison(source, then, latest).changes();
      List<String> forbidden =
          changes.stream().filter(c -> !c.allowed()).map(Change::path).toList();
      checks.require(
          forbidden.isEmpty(),
          "later-changes",
          "ISO 32000-2 12.8.2.2",
          Reason.CHANGED_AFTER_SIGNING,
          String.join(", ", forbidden));
      return changes;
    } catch (IOException | RuntimeException | StackOverflowError unreadable) {
      checks.fail(
          "revision-end",
          CLAUSE,
          Reason.BYTE_RANGE_WRONG,
          "what is covered is no PDF of its own: " + unreadable.getMessage());
      return List.of();
    }
  }

  private record Findings(
      Optional<CmsProfile> profile,
      Optional<SignerJudgement> signer,
      Integrity integrity,
      List<Change> changes,
      long end) {}

  private SignatureReport report(SignatureObject signature, Findings found, Report.Builder checks) {
    boolean pades = found.profile().filter(p -> p == CmsProfile.PADES).isPresent();
    Coverage coverage =
        found.end() == 0 || found.integrity() != Integrity.INTACT
            ? Coverage.NONE
            : found.end() == source.length() ? Coverage.WHOLE : Coverage.REVISION;
    return new SignatureReport(
        signature.id(),
        found.profile().filter(p -> p == CmsProfile.PKCS7).isPresent() ? "PKCS7" : "PADES",
        pades && found.integrity() == Integrity.INTACT ? "B-B" : null,
        found.integrity(),
        coverage,
        found.signer().flatMap(SignerJudgement::suite).map(Enum::name).orElse(null),
        found.signer().flatMap(SignerJudgement::signedAt).orElse(null),
        found.signer().map(SignerJudgement::timeSource).orElse(TimeSource.NONE),
        found.signer().flatMap(SignerJudgement::facts).orElse(null),
        null,
        found.changes(),
        checks.report());
  }
}
