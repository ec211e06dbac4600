package org.xinfu.trust.pdf;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.cms.CmsContext;
import org.xinfu.trust.cms.CmsJudgement;
import org.xinfu.trust.cms.CmsProfile;
import org.xinfu.trust.cms.CmsVerifier;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.cms.SignedMessage;
import org.xinfu.trust.pdf.Judged.Findings;
import org.xinfu.trust.time.Existence;
import org.xinfu.trust.time.ProvenTime;
import org.xinfu.trust.time.TimestampContext;
import org.xinfu.trust.time.TimestampVerifier;

/** Judges the value in /Contents by its /SubFilter: CMS, a time-stamp token, or an old encoding. */
final class ValueJudge {
  private static final String CLAUSE = "ISO 32000-2 12.8.3";
  private static final long MOST_IN_MEMORY = 64L << 20;
  private final DocumentSource source;
  private final PdfView latest;
  private final TrustPolicy policy;
  private final StoredEvidence stored;

  ValueJudge(DocumentSource source, PdfView latest, TrustPolicy policy, StoredEvidence stored) {
    this.source = source;
    this.latest = latest;
    this.policy = policy;
    this.stored = stored;
  }

  /**
   * What the value says.
   *
   * @param existedBy when it surely existed, as a later document timestamp proves
   */
  Findings judge(Judged judged, Optional<Existence> existedBy) {
    if (judged.signed().isEmpty()) {
      return Findings.NONE;
    }
    return switch (judged.kind()) {
      case CADES_DETACHED -> cms(judged, CmsProfile.PADES, existedBy);
      case PKCS7_DETACHED -> cms(judged, CmsProfile.PKCS7, existedBy);
      case RFC3161 -> timestamp(judged, existedBy);
      case PKCS7_SHA1 -> digest(judged, existedBy);
      case X509_RSA_SHA1 -> bare(judged);
      // The entry may be absent (table 255); what is then there is looked at all the same.
      case UNKNOWN ->
          judged.signature().dictionary().has("SubFilter")
              ? Findings.NONE
              : cms(judged, CmsProfile.PKCS7, existedBy);
    };
  }

  private Function<ContentDigest, Bytes> digests(SignedRange signed) {
    Map<ContentDigest, Bytes> known = new HashMap<>();
    return digest -> known.computeIfAbsent(digest, d -> RangeDigest.of(source, signed.range(), d));
  }

  private StatedTime stated(Judged judged) {
    return StatedTime.of(latest, judged.signature().dictionary());
  }

  private Findings cms(Judged judged, CmsProfile profile, Optional<Existence> existedBy) {
    SignedRange signed = judged.signed().orElseThrow();
    Function<ContentDigest, Bytes> digests = digests(signed);
    Function<Optional<Instant>, CmsJudgement> at =
        time -> {
          CmsContext context = new CmsContext(policy, profile, time, stored.all(), existedBy);
          CmsJudgement cms = CmsVerifier.verify(signed.value(), digests, context);
          return wantsOctets(cms) ? overOctets(signed, context).orElse(cms) : cms;
        };
    return first(judged, stated(judged).judge(at, judged.checks()));
  }

  /** RFC 5652 §5.4: without signed attributes the value is over the octets, not their digest. */
  private Optional<CmsJudgement> overOctets(SignedRange signed, CmsContext context) {
    long length = signed.range().end() - signed.range().gapEnd() + signed.range().gapStart();
    if (length > MOST_IN_MEMORY) {
      return Optional.empty();
    }
    Bytes octets = RangeDigest.octets(source, signed.range());
    SignedContent content = new SignedContent(digests(signed), Optional.of(octets));
    return Optional.of(CmsVerifier.verify(signed.value(), content, context));
  }

  private static boolean wantsOctets(CmsJudgement cms) {
    return cms.signers().stream()
        .flatMap(signer -> signer.report().check("signature-value").stream())
        .anyMatch(check -> check.reason() == Reason.SIGNED_CONTENT_MISSING);
  }

  private static Findings first(Judged judged, CmsJudgement cms) {
    judged.checks().addAll("", cms.structure());
    if (cms.signers().isEmpty()) {
      return Findings.NONE;
    }
    cms.signers().forEach(signer -> judged.checks().addAll("", signer.report()));
    return Findings.of(
        cms.signers().stream()
            .filter(signer -> signer.integrity() != Integrity.INTACT)
            .findFirst()
            .orElse(cms.signers().get(0)));
  }

  /** A document timestamp, EN 319 142-1 §5.4.3: the token is over the covered octets. */
  private Findings timestamp(Judged judged, Optional<Existence> existedBy) {
    SignedRange signed = judged.signed().orElseThrow();
    Verdict<ProvenTime> verdict =
        TimestampVerifier.verify(
            signed.value(),
            digests(signed),
            new TimestampContext(policy, stored.all(), existedBy.map(Existence::latest)));
    judged.checks().addAll("", verdict.report());
    Optional<ProvenTime> time =
        verdict instanceof Verdict.Valid<ProvenTime> valid
            ? Optional.of(valid.content())
            : Optional.empty();
    return new Findings(
        integrity(verdict.report()),
        Optional.empty(),
        time.map(ProvenTime::at).or(() -> TimestampVerifier.claimedTime(signed.value())),
        time.isPresent() ? TimeSource.TIMESTAMP : TimeSource.CLAIMED,
        time.map(ProvenTime::authority),
        Optional.empty(),
        time.map(ProvenTime::existence));
  }

  private static Integrity integrity(Report report) {
    boolean broken =
        report.checks().stream()
            .filter(c -> c.outcome() == Outcome.FAIL)
            .anyMatch(c -> c.clause().startsWith("RFC 5652") || c.clause().startsWith("RFC 3161"));
    boolean computed =
        report.check("signature-value").filter(c -> c.outcome() == Outcome.PASS).isPresent();
    return broken ? Integrity.BROKEN : computed ? Integrity.INTACT : Integrity.UNKNOWN;
  }

  /** The old adbe.pkcs7.sha1: what is signed is the SHA-1 digest of the covered octets. */
  private Findings digest(Judged judged, Optional<Existence> existedBy) {
    SignedRange signed = judged.signed().orElseThrow();
    Findings found =
        first(
            judged,
            stated(judged)
                .judge(
                    time ->
                        CmsVerifier.verify(
                            signed.value(),
                            new CmsContext(policy, CmsProfile.FILE, time, stored.all(), existedBy)),
                    judged.checks()));
    Optional<Bytes> content = SignedMessage.parse(signed.value()).flatMap(SignedMessage::content);
    Bytes own = RangeDigest.of(source, signed.range(), ContentDigest.SHA1);
    judged
        .checks()
        .require(
            content.filter(own::equals).isPresent(),
            "signed-digest",
            CLAUSE,
            Reason.DIGEST_MISMATCH,
            "the signed digest is not that of the covered octets");
    return found;
  }

  private Findings bare(Judged judged) {
    SignedRange signed = judged.signed().orElseThrow();
    Optional<Certificate> certificate =
        LegacyRsa.certificate(latest, judged.signature().dictionary());
    if (certificate.isEmpty()) {
      judged.checks().unknown("certificate", CLAUSE, Reason.NO_TRUST_ANCHOR, "no readable /Cert");
      return Findings.NONE;
    }
    boolean holds = LegacyRsa.holds(source, signed, certificate.get());
    judged
        .checks()
        .require(
            holds,
            "signature-value",
            CLAUSE,
            Reason.SIGNATURE_VALUE_WRONG,
            "the value is not this key's over the covered octets");
    Optional<Instant> claimed = stated(judged).at();
    return new Findings(
        holds ? Integrity.INTACT : Integrity.BROKEN,
        Optional.empty(),
        claimed,
        claimed.isPresent() ? TimeSource.CLAIMED : TimeSource.NONE,
        certificate,
        Optional.empty(),
        Optional.empty());
  }
}
