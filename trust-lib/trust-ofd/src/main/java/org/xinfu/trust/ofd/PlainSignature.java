package org.xinfu.trust.ofd;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport.SignerFacts;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.cms.CmsContext;
import org.xinfu.trust.cms.CmsJudgement;
import org.xinfu.trust.cms.CmsProfile;
import org.xinfu.trust.cms.CmsVerifier;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.cms.SignerJudgement;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.seal.SealJudgement;
import org.xinfu.trust.seal.SealProofs;
import org.xinfu.trust.seal.WallClock;
import org.xinfu.trust.time.Existence;
import org.xinfu.trust.time.TimeOrder;

/**
 * Signatures without a seal, Type="Sign": GB/T 35275 over Signature.xml (GM/T 0099 §7.2.2 b), or a
 * bare SM2 value over it as early producers wrote.
 *
 * @param xml the octets of Signature.xml
 * @param claimed SignatureDateTime, when it can be read
 * @param proofs what the package brings for judging it long after
 */
record PlainSignature(
    Bytes xml,
    Bytes value,
    Optional<SignatureDateTime> claimed,
    SealProofs proofs,
    TrustPolicy policy) {
  private static final String CLAUSE = "GM/T 0099 7.2.2 b";

  SealJudgement judge(SignatureValue kind) {
    return WallClock.reread(
        judge(kind, claimed.map(SignatureDateTime::at)),
        () -> claimed.filter(time -> !time.zoned()).map(SignatureDateTime::at),
        policy,
        at -> judge(kind, Optional.of(at)));
  }

  private SealJudgement judge(SignatureValue kind, Optional<Instant> at) {
    return kind == SignatureValue.GBT35275 ? signedData(at) : bare(at);
  }

  private SealJudgement signedData(Optional<Instant> at) {
    CmsContext context =
        new CmsContext(
            policy,
            CmsProfile.GBT35275,
            at,
            proofs.evidence(),
            proofs.existedBy().map(Existence::exact));
    boolean unwrapped = SignatureValue.unwrapped(value);
    Bytes message =
        unwrapped ? Decoding.of(() -> SignatureValue.wrapped(value)).orElse(value) : value;
    CmsJudgement judged = CmsVerifier.verify(message, SignedContent.of(xml), context);
    Report.Builder checks = new Report.Builder().addAll("", judged.structure());
    if (unwrapped && policy.strict()) {
      checks.fail("value-encoding", CLAUSE, Reason.ENCODING_NOT_STANDARD, "no ContentInfo");
    } else if (unwrapped) {
      checks.warn("value-encoding", CLAUSE, Reason.ENCODING_NOT_STANDARD, "no ContentInfo");
    }
    List<SignerJudgement> signers = judged.signers();
    for (int i = 0; i < signers.size(); i++) {
      checks.addAll(i == 0 ? "" : "signer" + (i + 1) + "-", signers.get(i).report());
    }
    Report report = checks.report();
    if (signers.isEmpty()) {
      return new SealJudgement(
          report, Integrity.BROKEN, null, null, "GBT35275", null, null, TimeSource.NONE);
    }
    SignerJudgement first = signers.get(0);
    return new SealJudgement(
        report,
        worst(signers),
        null,
        first.facts().orElse(null),
        "GBT35275",
        first.suite().map(Enum::name).orElse(null),
        first.signedAt().orElse(null),
        first.timeSource(),
        first.evidence(),
        first.existedBy());
  }

  private static Integrity worst(List<SignerJudgement> signers) {
    if (signers.stream().anyMatch(s -> s.integrity() == Integrity.BROKEN)) {
      return Integrity.BROKEN;
    }
    return signers.stream().allMatch(s -> s.integrity() == Integrity.INTACT)
        ? Integrity.INTACT
        : Integrity.UNKNOWN;
  }

  /** Nothing in it says who signed: only a key that the policy trusts by itself can be tried. */
  private SealJudgement bare(Optional<Instant> at) {
    Report.Builder checks = new Report.Builder();
    Optional<Bytes> der =
        EcSignature.parseDer(value).or(() -> EcSignature.parseRaw(value, 32)).map(EcSignature::der);
    if (der.isEmpty()) {
      checks.fail("signature-value", CLAUSE, Reason.MALFORMED, "neither r and s in DER nor raw");
      return bare(checks, Integrity.BROKEN, Optional.empty(), at);
    }
    Optional<Certificate> signer =
        policy.signers().stream().filter(c -> made(c, der.get())).findFirst();
    if (signer.isEmpty()) {
      checks.unknown("signature-value", CLAUSE, Reason.NO_TRUST_ANCHOR, "no certificate with it");
      return bare(checks, Integrity.UNKNOWN, signer, at);
    }
    checks.pass("signature-value", CLAUSE, signer.get().toString());
    at.ifPresent(time -> TimeOrder.check(time, proofs.existedBy(), policy, checks));
    ChainQuery query =
        new ChainQuery(
            policy,
            ChainQuery.Role.SIGNER,
            at.orElse(policy.at()),
            at.isPresent() ? TimeSource.CLAIMED : TimeSource.NONE,
            ChainQuery.Lenience.SEAL,
            proofs.existedBy().filter(by -> at.isPresent()));
    checks.addAll(
        "signer-", ChainValidator.validate(signer.get(), proofs.evidence(), query).report());
    return bare(checks, Integrity.INTACT, signer, at);
  }

  private boolean made(Certificate certificate, Bytes der) {
    return certificate
        .publicKey(SignatureAlgorithm.SM2_SM3)
        .filter(key -> key.verify(xml, der))
        .isPresent();
  }

  private SealJudgement bare(
      Report.Builder checks,
      Integrity integrity,
      Optional<Certificate> signer,
      Optional<Instant> at) {
    return new SealJudgement(
        checks.report(),
        integrity,
        null,
        signer
            .map(c -> new SignerFacts(c.subject(), c.serial().toString(16), c.sha256(), c.issuer()))
            .orElse(null),
        "BARE_SM2",
        SignatureAlgorithm.SM2_SM3.name(),
        at.orElse(null),
        at.isPresent() ? TimeSource.CLAIMED : TimeSource.NONE);
  }
}
