package org.xinfu.trust.pdf;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Judges one PDF signature: dictionary, covered octets and CMS. */
final class PdfSignatureJudge {
  private static final String CLAUSE = "ISO 32000-2 12.8.1";
  private final DocumentSource source;
  private final PdfView latest;
  private final TrustPolicy policy;

  PdfSignatureJudge(DocumentSource source, PdfView latest, TrustPolicy policy) {
    this.source = source;
    this.latest = latest;
    this.policy = policy;
  }

  /** A signature on its way to a report. */
  static final class Judged {
    private final SignatureObject signature;
    private final Report.Builder checks = new Report.Builder();
    private Optional<SignedRange> signed = Optional.empty();
    private Optional<SignerJudgement> signer = Optional.empty();
    private RevisionChanges changes = new RevisionChanges();
    private Integrity integrity = Integrity.UNKNOWN;

    Judged(SignatureObject signature) {
      this.signature = signature;
    }

    SignatureObject signature() {
      return signature;
    }

    Report.Builder checks() {
      return checks;
    }

    RevisionChanges changes() {
      return changes;
    }

    void changes(RevisionChanges found) {
      changes = found;
    }

    /** Where its revision ends; 0 when it covers nothing that could be found. */
    long end() {
      return signed.map(s -> s.range().end()).orElse(0L);
    }

    Optional<ByteRange> range() {
      return signed.map(SignedRange::range);
    }

    /** Whether its range is sound, so that there is a signed revision to speak of. */
    boolean sound() {
      return signed.isPresent()
          && checks.report().checks().stream()
              .noneMatch(c -> c.outcome() == Outcome.FAIL && c.reason() == Reason.BYTE_RANGE_WRONG);
    }

    /** The cryptography and the octets alone, whatever came later. */
    Integrity integrity() {
      return integrity;
    }

    private void settle() {
      Integrity found = signer.map(SignerJudgement::integrity).orElse(Integrity.UNKNOWN);
      // A failed check of the dictionary or the range is a broken structure, whatever the CMS says;
      // failures of the path are the signer's alone and do not touch the octets.
      boolean structure =
          checks.report().checks().stream()
              .filter(c -> c.clause().startsWith("ISO 32000") || c.id().startsWith("cms-"))
              .anyMatch(c -> c.outcome() == Outcome.FAIL);
      integrity = structure ? Integrity.BROKEN : found;
    }
  }

  /** Judges the signature by itself. */
  Judged judge(SignatureObject signature, boolean blind) {
    Judged judged = new Judged(signature);
    judgeHolder(signature, blind, judged.checks);
    SubFilter kind = judgeDictionary(signature, judged.checks);
    judged.signed = SignedRange.judge(latest, signature, judged.checks);
    if (judged.signed.isPresent()) {
      judged.signer = judgeValue(judged, kind);
    }
    judged.settle();
    return judged;
  }

  private void judgeHolder(SignatureObject signature, boolean blind, Report.Builder checks) {
    String id = "signature-field";
    if (signature.field().isPresent() && signature.key().isPresent()) {
      checks.pass(id, CLAUSE, "");
    } else if (signature.field().isPresent()) {
      checks.unknown(
          id,
          CLAUSE,
          Reason.ENCODING_NOT_STANDARD,
          "the signature dictionary is written into its field");
    } else if (blind) {
      checks.unknown(
          id, CLAUSE, Reason.FORMAT_MODULE_MISSING, "its field is in what cannot be read");
    } else {
      checks.fail(
          id, CLAUSE, Reason.SIGNATURE_DICTIONARY_WRONG, "no signature field holds the signature");
    }
  }

  private SubFilter judgeDictionary(SignatureObject signature, Report.Builder checks) {
    PdfValue.Dict dictionary = signature.dictionary();
    PdfValue type = latest.resolve(dictionary.get("Type"));
    boolean known =
        type instanceof PdfValue.Null
            || (type instanceof PdfValue.Name name
                && (name.value().equals("Sig") || name.value().equals("DocTimeStamp")));
    checks.require(
        known, "signature-type", CLAUSE, Reason.SIGNATURE_DICTIONARY_WRONG, "/Type is not Sig");
    SubFilter kind = SubFilter.of(dictionary);
    String written = dictionary.name("SubFilter").orElse("");
    switch (kind) {
      case CADES_DETACHED, PKCS7_DETACHED -> checks.pass("sub-filter", CLAUSE, "");
      case RFC3161 ->
          checks.unknown(
              "sub-filter",
              "EN 319 142-1 5.4.3",
              Reason.FORMAT_MODULE_MISSING,
              "document timestamp");
      case PKCS7_SHA1, X509_RSA_SHA1 ->
          checks.unknown("sub-filter", CLAUSE, Reason.ALGORITHM_NOT_ALLOWED, written);
      case UNKNOWN ->
          checks.unknown(
              "sub-filter", CLAUSE, Reason.FORMAT_MODULE_MISSING, "/SubFilter " + written);
    }
    return kind;
  }

  private Optional<SignerJudgement> judgeValue(Judged judged, SubFilter kind) {
    return switch (kind) {
      case CADES_DETACHED -> judgeCms(judged, CmsProfile.PADES);
      case PKCS7_DETACHED -> judgeCms(judged, CmsProfile.PKCS7);
      // The entry may be absent (table 255); what is then there is looked at all the same.
      case UNKNOWN ->
          judged.signature.dictionary().has("SubFilter")
              ? Optional.empty()
              : judgeCms(judged, CmsProfile.PKCS7);
      default -> Optional.empty();
    };
  }

  private Optional<SignerJudgement> judgeCms(Judged judged, CmsProfile profile) {
    SignedRange signed = judged.signed.orElseThrow();
    Map<ContentDigest, Bytes> digests = new HashMap<>();
    CmsJudgement cms =
        CmsVerifier.verify(
            signed.value(),
            digest ->
                digests.computeIfAbsent(digest, d -> RangeDigest.of(source, signed.range(), d)),
            new CmsContext(policy, profile, claimed(judged.signature)));
    judged.checks.addAll("", cms.structure());
    Optional<SignerJudgement> signer = cms.signers().stream().findFirst();
    signer.ifPresent(s -> judged.checks.addAll("", s.report()));
    return signer;
  }

  private Optional<Instant> claimed(SignatureObject signature) {
    return latest.resolve(signature.dictionary().get("M")) instanceof PdfValue.Text text
        ? PdfText.date(text.value())
        : Optional.empty();
  }

  SignatureReport report(Judged judged) {
    Integrity integrity = judged.integrity();
    SubFilter kind = SubFilter.of(judged.signature.dictionary());
    boolean intact = integrity == Integrity.INTACT;
    long end = judged.end();
    Coverage coverage =
        end == 0 || !intact
            ? Coverage.NONE
            : end >= latest.octets().contentEnd() ? Coverage.WHOLE : Coverage.REVISION;
    Optional<SignerJudgement> signer = judged.signer;
    List<Change> changes = judged.changes.list();
    return new SignatureReport(
        latest.encrypted()
            ? judged.signature.key().map(PdfValue.Ref::toString).orElse("object")
            : judged.signature.id(),
        kind.format(),
        kind == SubFilter.CADES_DETACHED && intact ? "B-B" : null,
        integrity,
        coverage,
        signer.flatMap(SignerJudgement::suite).map(Enum::name).orElse(null),
        signer.flatMap(SignerJudgement::signedAt).orElse(null),
        signer.map(SignerJudgement::timeSource).orElse(TimeSource.NONE),
        signer.flatMap(SignerJudgement::facts).orElse(null),
        null,
        changes,
        judged.checks.report());
  }
}
