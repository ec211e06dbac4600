package org.xinfu.trust.seal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport.SignerFacts;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.key.SignatureAlgorithm;

/** The checks of a signature with a seal, GM/T 0031-2014 §6.2.3, in its order. */
final class SignatureChecks {
  /** Two honest clocks differ by no more. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final SealClaim claim;
  private final TrustPolicy policy;
  private final Report.Builder checks = new Report.Builder();

  SignatureChecks(SealClaim claim, TrustPolicy policy) {
    this.claim = claim;
    this.policy = policy;
  }

  SealJudgement judge() {
    return SealChecks.read(
            "signature-format",
            "GM/T 0031 6.2.3 a",
            () -> SesSignature.read(claim.sesSignature()),
            checks)
        .map(this::judge)
        .orElseGet(this::unreadable);
  }

  private SealJudgement judge(SesSignature signature) {
    SealChecks sealChecks = new SealChecks(policy, checks);
    checks.require(
        signature.version() == signature.seal().version(),
        "version",
        "GB/T 38540",
        Reason.SEAL_VERSION_CONTRADICTION,
        "toSign says " + signature.version());
    sealChecks.encoding("signature-encoding", signature.deviations());
    extensions(signature.extensions());
    sealChecks.algorithm("signature-algorithm", signature.envelope());
    checks.require(
        signature.envelope().holds(),
        "signature-value",
        "GM/T 0031 6.2.3 b",
        Reason.SIGNATURE_VALUE_WRONG,
        "toSign is not signed by " + signature.signerCertificate());
    signer(signature);
    time(signature);
    content(signature);
    sealChecks.check(signature.seal(), signature.signedAt());
    sealFile(signature.seal());
    return judgement(signature);
  }

  /** National systems mark an extension critical that nobody documents: strict alone refuses it. */
  private void extensions(List<SesExtension> extensions) {
    List<SesExtension> critical = extensions.stream().filter(SesExtension::critical).toList();
    String detail = SealChecks.names(critical);
    if (critical.isEmpty()) {
      checks.pass("signature-extensions", "GB/T 38540", "");
    } else if (policy.strict()) {
      checks.fail("signature-extensions", "GB/T 38540", Reason.CRITICAL_EXTENSION_UNKNOWN, detail);
    } else {
      checks.warn("signature-extensions", "GB/T 38540", Reason.CRITICAL_EXTENSION_UNKNOWN, detail);
    }
  }

  private void signer(SesSignature signature) {
    Certificate signer = signature.signerCertificate();
    ChainQuery query =
        new ChainQuery(
            policy,
            ChainQuery.Role.SIGNER,
            signature.signedAt(),
            TimeSource.CLAIMED,
            ChainQuery.Lenience.SEAL);
    checks.addAll("signer-", ChainValidator.validate(signer, List.of(), query).report());
    checks.require(
        signature.seal().lists(signer),
        "signer-in-seal",
        "GB/T 38540",
        Reason.SIGNER_NOT_IN_SEAL,
        signer.toString());
    if (signer.equals(signature.seal().makerCertificate())) {
      checks.pass("signer-is-not-maker", "GB/T 38540", "the maker signs with its own seal");
    }
  }

  private void time(SesSignature signature) {
    checks.require(
        !signature.signedAt().isAfter(policy.at().plus(SKEW)),
        "signing-time",
        "GM/T 0031 6.2.3 d",
        Reason.SIGNED_IN_FUTURE,
        "signed " + signature.signedAt());
    if (signature.timestamp().isPresent()) {
      // Unprotected by the signature: to pass over it would let anybody hang anything there.
      checks.unknown(
          "timestamp", "GB/T 38540", Reason.TIME_NOT_PROVEN, "a time-stamp that is not judged");
    } else {
      checks.notDone("timestamp", "GB/T 38540", "there is none; the time is the signer's claim");
    }
  }

  private void content(SesSignature signature) {
    String clause = "GM/T 0031 6.2.3 e";
    Bytes found = claim.contentDigest();
    if (found.length() == 0) {
      checks.notDone("data-hash", clause, "the content is not at hand");
      checks.unknown("content", clause, Reason.CONTENT_NOT_COVERED, "the content is not at hand");
    } else {
      checks.require(
          signature.dataHash().equals(found),
          "data-hash",
          clause,
          Reason.DIGEST_MISMATCH,
          "signed " + signature.dataHash().toHex() + ", found " + found.toHex());
    }
    if (claim.propertyInfo().isEmpty()) {
      checks.notDone("property-info", "GB/T 38540", signature.propertyInfo());
    } else {
      checks.require(
          signature.propertyInfo().equals(claim.propertyInfo()),
          "property-info",
          "GB/T 38540",
          Reason.PROPERTY_INFO_MISMATCH,
          "signed " + signature.propertyInfo() + ", found " + claim.propertyInfo());
    }
  }

  private void sealFile(Seal seal) {
    Optional<Bytes> file = claim.sealFile();
    if (file.isEmpty()) {
      checks.notDone("seal-file", "GB/T 33190 18.2.5", "no seal lies beside the signature");
    } else {
      checks.require(
          file.get().equals(seal.der()),
          "seal-file",
          "GB/T 33190 18.2.5",
          Reason.SEAL_FILE_DIFFERS,
          "the seal beside the signature is another");
    }
  }

  private SealJudgement judgement(SesSignature signature) {
    Report report = checks.report();
    boolean sealHolds =
        report.check("seal-signature").map(c -> c.outcome() == Outcome.PASS).orElse(false);
    boolean sm2 =
        report.check("signature-algorithm").map(c -> c.outcome() == Outcome.PASS).orElse(false);
    return new SealJudgement(
        report,
        SealJudgement.integrityOf(report),
        sealHolds ? signature.seal().facts() : null,
        facts(signature.signerCertificate()),
        SesVersion.V4.format(),
        sm2 ? SignatureAlgorithm.SM2_SM3.name() : null,
        signature.signedAt(),
        TimeSource.CLAIMED);
  }

  private SealJudgement unreadable() {
    Report report = checks.report();
    String format = SesShape.formatOf(claim.sesSignature());
    return new SealJudgement(
        report, SealJudgement.integrityOf(report), null, null, format, null, null, TimeSource.NONE);
  }

  static SignerFacts facts(Certificate certificate) {
    return new SignerFacts(
        certificate.subject(),
        certificate.serial().toString(16),
        certificate.sha256(),
        certificate.issuer());
  }
}
