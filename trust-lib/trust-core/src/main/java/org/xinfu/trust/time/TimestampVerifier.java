package org.xinfu.trust.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.CmsContext;
import org.xinfu.trust.cms.CmsJudgement;
import org.xinfu.trust.cms.CmsProfile;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedMessage;
import org.xinfu.trust.cms.SignerJudgement;

/**
 * Judges time-stamp tokens: RFC 3161 §2.4.2 with RFC 5816, in the wrapper of RFC 5652 or of GB/T
 * 35275 (GM/T 0033), trusted by the policy's {@link TrustPolicy#timestampers}.
 */
public final class TimestampVerifier {
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final int SERIAL_BITS = 160;

  private TimestampVerifier() {}

  /**
   * Judges a token over a digest.
   *
   * @param token TimeStampToken: DER ContentInfo
   * @param imprinted gives the digest of what must have been stamped, by the token's algorithm
   * @param evidence what the document brings; not believed
   * @return the time when everything held. Never throws on malformed input.
   */
  public static Verdict<ProvenTime> verify(
      Bytes token,
      Function<ContentDigest, Bytes> imprinted,
      TrustPolicy policy,
      Evidence evidence) {
    return verify(token, imprinted, new TimestampContext(policy, evidence, Optional.empty()));
  }

  /** As the other, for tokens that a later token may prove to have existed. */
  public static Verdict<ProvenTime> verify(
      Bytes token, Function<ContentDigest, Bytes> imprinted, TimestampContext context) {
    return judge(token, Optional.of(imprinted), context);
  }

  /** What a token says of its time, unjudged; empty when it cannot be read. */
  public static Optional<Instant> claimedTime(Bytes token) {
    return SignedMessage.parse(token)
        .flatMap(SignedMessage::structure)
        .flatMap(TokenContent::parse)
        .map(TokenContent::genTime);
  }

  /** Without {@code imprinted} the token is judged for itself, and that is said. */
  static Verdict<ProvenTime> judge(
      Bytes token, Optional<Function<ContentDigest, Bytes>> imprinted, TimestampContext context) {
    return context
        .policy()
        .workload()
        .within(() -> judged(token, imprinted, context))
        .orElseGet(TimestampVerifier::tooDeep);
  }

  private static Verdict<ProvenTime> tooDeep() {
    return new Report.Builder()
        .unknown("token", "RFC 3161 2.4.2", Reason.BUDGET_EXCEEDED, "tokens inside of tokens")
        .refusal();
  }

  private static Verdict<ProvenTime> judged(
      Bytes token, Optional<Function<ContentDigest, Bytes>> imprinted, TimestampContext context) {
    Report.Builder checks = new Report.Builder();
    Optional<SignedMessage> message = SignedMessage.parse(token);
    Optional<TokenContent> info =
        message
            .filter(m -> m.contentType().equals(TokenContent.TYPE))
            .flatMap(SignedMessage::structure)
            .flatMap(TokenContent::parse);
    if (info.isEmpty()) {
      return checks
          .fail("token", "RFC 3161 2.4.2", Reason.TIMESTAMP_WRONG, "no TimeStampToken")
          .refusal();
    }
    judgeInfo(info.get(), context.policy(), checks);
    judgeImprint(info.get(), imprinted, checks);
    CmsContext cms =
        new CmsContext(
            context.policy(),
            CmsProfile.TIMESTAMP,
            Optional.of(info.get().genTime()),
            context.evidence(),
            context.existedBy().map(Existence::exact));
    CmsJudgement judged = message.orElseThrow().judge(Optional.empty(), cms);
    checks.addAll("", judged.structure());
    if (judged.signers().size() != 1) {
      return checks.refusal();
    }
    SignerJudgement signer = judged.signers().get(0);
    checks.addAll("", signer.report());
    Optional<Certificate> authority = signer.certificate();
    authority.ifPresent(a -> judgeName(info.get(), a, checks));
    return authority.isEmpty()
        ? checks.refusal()
        : checks.verdict(time(info.get(), authority.get(), signer.evidence()));
  }

  private static ProvenTime time(TokenContent info, Certificate authority, Evidence evidence) {
    return new ProvenTime(
        info.genTime(),
        info.accuracy(),
        authority,
        info.serial(),
        info.policy(),
        info.ordered(),
        evidence);
  }

  private static void judgeInfo(TokenContent info, TrustPolicy policy, Report.Builder checks) {
    String clause = "RFC 3161 2.4.2";
    checks.require(
        info.asn1().getVersion().hasValue(1), "version", clause, Reason.TIMESTAMP_WRONG, "");
    if (!info.canonical() || !info.timeForm()) {
      checks.warn("encoding", clause, Reason.ENCODING_NOT_STANDARD, "TSTInfo is not DER");
    }
    if (info.bareDigest()) {
      deviation("encoding", "the imprint's algorithm is a bare identifier", policy, checks);
    }
    if (info.serial().bitLength() > SERIAL_BITS || info.serial().signum() < 0) {
      deviation("serial", "serial of " + info.serial().bitLength() + " bits", policy, checks);
    }
    checks.require(
        !info.genTime().isAfter(policy.at().plus(SKEW)),
        "time",
        clause,
        Reason.SIGNED_IN_FUTURE,
        "stamped " + info.genTime());
    Extensions extensions = info.asn1().getExtensions();
    if (extensions != null && extensions.hasAnyCriticalExtensions()) {
      checks.unknown("extensions", clause, Reason.CRITICAL_EXTENSION_UNKNOWN, "in TSTInfo");
    }
  }

  /** What serious authorities write although the standard does not: strict alone refuses it. */
  private static void deviation(
      String id, String detail, TrustPolicy policy, Report.Builder checks) {
    if (policy.strict()) {
      checks.fail(id, "RFC 3161 2.4.2", Reason.TIMESTAMP_WRONG, detail);
    } else {
      checks.warn(id, "RFC 3161 2.4.2", Reason.ENCODING_NOT_STANDARD, detail);
    }
  }

  private static void judgeImprint(
      TokenContent info,
      Optional<Function<ContentDigest, Bytes>> imprinted,
      Report.Builder checks) {
    String clause = "RFC 3161 2.4.2";
    Optional<ContentDigest> digest = info.digest();
    if (digest.isEmpty()) {
      checks.unknown("imprint", clause, Reason.ALGORITHM_NOT_ALLOWED, "imprint algorithm");
      return;
    }
    if (imprinted.isEmpty()) {
      checks.notDone("imprint", clause, "what was stamped is not at hand");
    } else {
      checks.require(
          imprinted.get().apply(digest.get()).equals(info.imprint()),
          "imprint",
          clause,
          Reason.TIMESTAMP_WRONG,
          "the token is over other octets");
    }
    if (digest.get().hash().legacy()) {
      checks.unknown("imprint-algorithm", clause, Reason.ALGORITHM_NOT_ALLOWED, "" + digest.get());
    }
  }

  /** The tsa field is a hint (RFC 3161 §2.4.2): that it names another is worth a line. */
  private static void judgeName(TokenContent info, Certificate authority, Report.Builder checks) {
    GeneralName stated = info.asn1().getTsa();
    if (stated == null || stated.equals(new GeneralName(authority.name()))) {
      return;
    }
    if (!authority.alternativeNames().contains(stated)) {
      checks.warn("tsa-name", "RFC 3161 2.4.2", Reason.ENCODING_NOT_STANDARD, "tsa names another");
    }
  }
}
