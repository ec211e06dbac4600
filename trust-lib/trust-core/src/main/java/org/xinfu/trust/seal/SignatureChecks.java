package org.xinfu.trust.seal;

import java.time.Instant;
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
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureScheme;

/** The checks of a signature with a seal, GM/T 0031-2014 §6.2.3, in its order. */
final class SignatureChecks {
  private final SealClaim claim;
  private final TrustPolicy policy;
  private final Optional<Instant> reading;
  private final Report.Builder checks = new Report.Builder();

  SignatureChecks(SealClaim claim, TrustPolicy policy) {
    this(claim, policy, Optional.empty());
  }

  /**
   * @param reading how the claimed time is read; empty for what the signature says
   */
  SignatureChecks(SealClaim claim, TrustPolicy policy, Optional<Instant> reading) {
    this.claim = claim;
    this.policy = policy.withinDocument();
    this.reading = reading;
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
    SealProofs proofs = claim.proofs().and(signature.evidence());
    SealChecks sealChecks = new SealChecks(policy, checks);
    version(signature);
    sealChecks.encoding("signature-encoding", signature.deviations());
    extensions(signature.extensions());
    Report.Builder dated = new Report.Builder();
    SealTimes times = new SealTimes(policy, dated, proofs);
    SealTimes.Moment moment = times.ofSignature(signature, reading);
    SealProofs proven = proofs.and(times.proven());
    sealChecks.algorithm(
        "signature-algorithm",
        signature.envelope(),
        signature.seal().shape(),
        proven.existing(moment));
    sealChecks.value(
        "signature-value",
        "GM/T 0031 6.2.3 b",
        signature.envelope(),
        Reason.SIGNATURE_VALUE_WRONG,
        "toSign is not signed by ");
    checks.addAll("", dated.report());
    signer(signature, moment, proven);
    time(moment);
    content(signature);
    new SealChecks(policy, checks, proven).check(signature.seal(), moment);
    sealFile(signature.seal());
    return judgement(signature, moment).bringing(times.proven(), moment.proven());
  }

  /** toSign repeats the seal's version; real data of the 2014 shape hold 1, 2, 3 and 11. */
  private void version(SesSignature signature) {
    Seal seal = signature.seal();
    String detail = "toSign says " + signature.version() + ", the seal " + seal.stated();
    if (signature.version() == seal.stated()) {
      checks.pass("version", "GB/T 38540", "");
    } else if (seal.shape() == SesVersion.V1 && (signature.version() & ~1) != 4) {
      if (policy.strict()) {
        checks.fail("version", "GM/T 0031 6.2.3 a", Reason.SEAL_VERSION_CONTRADICTION, detail);
      } else {
        checks.warn("version", "GM/T 0031 6.2.3 a", Reason.ENCODING_NOT_STANDARD, detail);
      }
    } else {
      checks.fail("version", "GB/T 38540", Reason.SEAL_VERSION_CONTRADICTION, detail);
    }
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

  private void signer(SesSignature signature, SealTimes.Moment moment, SealProofs proofs) {
    Certificate signer = signature.signerCertificate();
    ChainQuery query =
        new ChainQuery(
                policy,
                ChainQuery.Role.SIGNER,
                moment.at(),
                moment.source(),
                ChainQuery.Lenience.SEAL,
                proofs.existedBy())
            .within(moment.accuracy());
    checks.addAll("signer-", ChainValidator.validate(signer, proofs.evidence(), query).report());
    membership(signature.seal().signers().membership(signer), signer);
    if (signer.equals(signature.seal().makerCertificate())) {
      // Legal by format, and real; but whoever makes seals should not use them.
      String detail = "the maker signs with its own seal";
      if (policy.strict()) {
        checks.fail("signer-is-not-maker", "GB/T 38540", Reason.KEY_USAGE_WRONG, detail);
      } else {
        checks.warn("signer-is-not-maker", "GB/T 38540", Reason.KEY_USAGE_WRONG, detail);
      }
    }
  }

  private void membership(SignerList.Membership found, Certificate signer) {
    String id = "signer-in-seal";
    String clause = "GB/T 38540";
    switch (found) {
      case LISTED -> checks.pass(id, clause, "");
      case NOT_LISTED -> checks.fail(id, clause, Reason.SIGNER_NOT_IN_SEAL, signer.toString());
      case BY_WEAK_DIGEST ->
          checks.unknown(id, clause, Reason.ALGORITHM_NOT_ALLOWED, "named by a weak digest");
      case BY_OTHER_DIGEST -> {
        String detail = "named by another digest than SM3";
        if (policy.strict()) {
          checks.fail(id, clause, Reason.ENCODING_NOT_STANDARD, detail);
        } else {
          checks.warn(id, clause, Reason.ENCODING_NOT_STANDARD, detail);
        }
      }
    }
  }

  private void time(SealTimes.Moment moment) {
    if (moment.source() == TimeSource.NONE) {
      checks.unknown(
          "signing-time", "GM/T 0031 6.2.3 d", Reason.TIME_NOT_PROVEN, "no time can be read");
    } else {
      checks.require(
          !moment.at().isAfter(policy.at().plus(SealChecks.SKEW)),
          "signing-time",
          "GM/T 0031 6.2.3 d",
          Reason.SIGNED_IN_FUTURE,
          "signed " + moment.at());
    }
  }

  private void content(SesSignature signature) {
    String clause = "GM/T 0031 6.2.3 e";
    Bytes found = claim.contentDigest();
    if (found.length() == 0) {
      checks.notDone("data-hash", clause, "the content is not at hand");
      checks.unknown("content", clause, Reason.CONTENT_NOT_COVERED, "the content is not at hand");
    } else if (signature.dataHash().equals(found)) {
      checks.pass("data-hash", clause, "SM3");
    } else {
      otherDigest(signature, clause);
    }
    new PropertyCheck(policy, checks).run(signature.propertyInfo(), claim.propertyInfo());
  }

  /** RSA signs with SHA-1 or SHA-256, GM/T 0031-2014; anything but SM3 beside SM2 is doubtful. */
  private void otherDigest(SesSignature signature, String clause) {
    Bytes signed = signature.dataHash();
    Optional<String> digest =
        claim
            .content()
            .flatMap(
                content ->
                    List.of("SHA-256", "SHA-1").stream()
                        .filter(d -> OtherDigests.of(d, content).equals(signed))
                        .findFirst());
    if (digest.isEmpty()) {
      String detail = "signed " + signed.toHex() + ", found " + claim.contentDigest().toHex();
      checks.fail("data-hash", clause, Reason.DIGEST_MISMATCH, detail);
      return;
    }
    checks.pass("data-hash", clause, digest.get());
    if (!digestFits(signature.envelope().suite(), digest.get())) {
      checks.unknown("data-hash-algorithm", clause, Reason.ALGORITHM_NOT_ALLOWED, digest.get());
    }
  }

  /** SHA-1 is worth what the suite is that has it; beside another nobody asks what it is worth. */
  private static boolean digestFits(SesSuite suite, String digest) {
    return suite
        .suite()
        .filter(s -> s.scheme().kind() == SignatureScheme.Kind.RSA_PKCS1)
        .filter(s -> digest.equals("SHA-256") || s.hash() == Hash.SHA1)
        .isPresent();
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

  private SealJudgement judgement(SesSignature signature, SealTimes.Moment moment) {
    Report report = checks.report();
    boolean sealHolds =
        report.check("seal-signature").map(c -> c.outcome() == Outcome.PASS).orElse(false);
    return new SealJudgement(
        report,
        SealJudgement.integrityOf(report),
        sealHolds ? signature.seal().facts() : null,
        facts(signature.signerCertificate()),
        signature.seal().shape().format(),
        signature.envelope().suite().name().orElse(null),
        moment.source() == TimeSource.NONE ? null : moment.at(),
        moment.source());
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
