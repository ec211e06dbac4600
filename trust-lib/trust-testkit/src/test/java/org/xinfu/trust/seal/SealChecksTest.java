package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Mode;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** The checks of a seal, GM/T 0031-2014 §6.1.2: order, boundaries, modes and what is reported. */
class SealChecksTest {
  private static final TestPki PKI = TestPki.seeded("seal checks");
  private static final Signer MAKER = PKI.maker("样例制章者");
  private static final Signer SIGNER = PKI.sealSigner("样例章");
  private static final Bytes SEAL = TestSeals.seal(MAKER, SIGNER);
  private static final TrustPolicy POLICY = PKI.policy();
  private static final Duration HOURS = Duration.ofHours(14);

  @Test
  void theChecksAreMadeInTheOrderOfTheStandard() {
    assertThat(verify(SEAL, Mode.INTEROP).checks().stream().map(Check::id))
        .containsExactly(
            "seal-format",
            "seal-encoding",
            "seal-extensions",
            "seal-algorithm",
            "seal-signature",
            "seal-created",
            "seal-maker-path",
            "seal-maker-certificate-signature",
            "seal-maker-certificate-extensions",
            "seal-maker-issuer-is-ca",
            "seal-maker-issuer-key-usage",
            "seal-maker-path-length",
            "seal-maker-key-usage",
            "seal-maker-extended-key-usage",
            "seal-maker-certificate-validity",
            "seal-maker-certificate-revocation",
            "seal-window");
  }

  @Test
  void noCheckStopsTheOthers() {
    // Altered, out of time, of an unknown maker and oddly encoded, all at once.
    Signer foreign = TestPki.seeded("elsewhere").maker("外来");
    Bytes seal = TestSeals.seal(foreign, SIGNER);
    Bytes altered = SesForge.edit(seal, s -> SesForge.at(s, o -> new DERIA5String("9"), 0, 1));
    Instant late = TestSeals.SEAL_END.plusSeconds(1);
    Report report = SealVerifier.verifySeal(altered, POLICY, late).report();
    assertThat(outcome(report, "seal-signature")).isEqualTo(Outcome.FAIL);
    assertThat(outcome(report, "seal-maker-path")).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(report, "seal-window")).isEqualTo(Outcome.FAIL);
    assertThat(report.reason()).contains(Reason.SEAL_SIGNATURE_WRONG);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "-1, false"})
  void theWindowBeginsWithItsFirstSecond(long offset, boolean usable) {
    assertWindow(TestSeals.MADE.plusSeconds(offset), usable, Reason.SEAL_NOT_YET_VALID);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "-1, true", "1, false"})
  void theWindowEndsWithItsLastSecond(long offset, boolean usable) {
    assertWindow(TestSeals.SEAL_END.plusSeconds(offset), usable, Reason.SEAL_EXPIRED);
  }

  /** Local time marked as UTC makes a seal seem up to fourteen hours younger. */
  @ParameterizedTest
  @EnumSource
  void aSealIsMadeAtMostAZoneAhead(Mode mode) {
    TrustPolicy just = POLICY.withMode(mode).withAt(TestSeals.MADE.minus(HOURS));
    Report report = SealVerifier.verifySeal(SEAL, just, TestSeals.MADE).report();
    boolean strict = mode == Mode.STRICT;
    assertThat(outcome(report, "seal-created")).isEqualTo(strict ? Outcome.FAIL : Outcome.WARN);
    TrustPolicy soon = POLICY.withMode(mode).withAt(TestSeals.MADE.minusSeconds(60));
    assertThat(
            outcome(SealVerifier.verifySeal(SEAL, soon, TestSeals.MADE).report(), "seal-created"))
        .isEqualTo(Outcome.PASS);
    TrustPolicy early = just.withAt(TestSeals.MADE.minus(HOURS).minusSeconds(1));
    Report refused = SealVerifier.verifySeal(SEAL, early, TestSeals.MADE).report();
    assertThat(refused.check("seal-created").orElseThrow().reason())
        .isEqualTo(Reason.SIGNED_IN_FUTURE);
    assertThat(refused.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void aCriticalExtensionIsAcceptedInNoMode() {
    Bytes seal = extended(extension(ASN1Boolean.TRUE));
    for (Mode mode : Mode.values()) {
      Report critical = verify(seal, mode);
      assertThat(critical.reason()).contains(Reason.CRITICAL_EXTENSION_UNKNOWN);
      assertThat(critical.check("seal-extensions").orElseThrow().detail()).contains("1.2.3.4");
      assertThat(verify(extended(extension(null)), mode).conclusion()).isEqualTo(Conclusion.VALID);
    }
    assertThat(verify(seal, Mode.STRICT).conclusion()).isEqualTo(Conclusion.INVALID);
    // What it demands is unknown: that is no hard fact.
    assertThat(verify(seal, Mode.INTEROP).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  @Test
  void everyDeviationIsToldAndStrictRefusesIt() {
    ASN1Encodable tagged = new DERTaggedObject(true, 0, extension(ASN1Boolean.FALSE));
    Bytes odd = extended(tagged);
    Check warning = verify(odd, Mode.INTEROP).check("seal-encoding").orElseThrow();
    assertThat(warning.outcome()).isEqualTo(Outcome.WARN);
    assertThat(warning.reason()).isEqualTo(Reason.ENCODING_NOT_STANDARD);
    assertThat(warning.detail()).contains("tag [0]").contains("FALSE").contains("; ");
    assertThat(verify(odd, Mode.STRICT).reason()).contains(Reason.ENCODING_NOT_STANDARD);
    Bytes raw = SesForge.valued(SEAL, MAKER, m -> SesForge.raw(MAKER.sign(m)));
    assertThat(verify(raw, Mode.INTEROP).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(verify(raw, Mode.STRICT).reason()).contains(Reason.ENCODING_NOT_STANDARD);
  }

  @Test
  void aRawValueIsStillTheMakers() {
    UnaryOperator<Bytes> wrong = m -> Mutators.flip(SesForge.raw(MAKER.sign(m)), 40, 1);
    Report report = verify(SesForge.valued(SEAL, MAKER, wrong), Mode.INTEROP);
    assertThat(report.reason()).contains(Reason.SEAL_SIGNATURE_WRONG);
    Report zero = verify(SesForge.valued(SEAL, MAKER, m -> Bytes.of(new byte[64])), Mode.INTEROP);
    assertThat(zero.reason()).contains(Reason.SEAL_SIGNATURE_WRONG);
    Report cut =
        verify(
            SesForge.valued(SEAL, MAKER, m -> SesForge.raw(MAKER.sign(m)).slice(0, 63)),
            Mode.INTEROP);
    assertThat(cut.reason()).contains(Reason.SEAL_SIGNATURE_WRONG);
  }

  @Test
  void algorithmAndKeyAreBothSm2() {
    ASN1Encodable ecdsa = X9ObjectIdentifiers.ecdsa_with_SHA256;
    Signer p256 = PKI.documentSigner("样例P256");
    ASN1Encodable other = new DEROctetString(p256.chain().get(0).der().toArray());
    Bytes said = SesForge.edit(SEAL, s -> SesForge.at(s, o -> ecdsa, 2));
    assertAlgorithm(said, Outcome.FAIL, Reason.ALGORITHM_MISMATCH);
    Bytes keyed = SesForge.edit(SEAL, s -> SesForge.at(s, o -> other, 1));
    assertAlgorithm(keyed, Outcome.FAIL, Reason.ALGORITHM_MISMATCH);
    Bytes both = SesForge.edit(keyed, s -> SesForge.at(s, o -> ecdsa, 2));
    assertAlgorithm(both, Outcome.UNKNOWN, Reason.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void aPolicyWithoutSm2AllowsNoSeal() {
    TrustPolicy without =
        new TrustPolicy(
            POLICY.name(),
            POLICY.signers(),
            POLICY.makers(),
            POLICY.timestampers(),
            POLICY.crls(),
            Set.of(SignatureAlgorithm.ECDSA_P256_SHA256),
            POLICY.revocation(),
            POLICY.at(),
            POLICY.budgets());
    Report report = SealVerifier.verifySeal(SEAL, without, TestPki.NOW).report();
    assertThat(report.check("seal-algorithm").orElseThrow().reason())
        .isEqualTo(Reason.ALGORITHM_NOT_ALLOWED);
    // The bytes are whole all the same.
    assertThat(SealChecks.judgeSeal(SEAL, without).integrity()).isEqualTo(Integrity.INTACT);
  }

  @Test
  void theMakerIsJudgedAtTheMomentOfMaking() {
    assertThat(revoked(TestSeals.MADE.plusSeconds(1), Mode.INTEROP).conclusion())
        .isEqualTo(Conclusion.VALID);
    assertThat(revoked(TestSeals.MADE.plusSeconds(1), Mode.STRICT).reason())
        .contains(Reason.NO_PROOF_OF_EXISTENCE);
    for (Mode mode : Mode.values()) {
      Report before = revoked(TestSeals.MADE, mode);
      assertThat(before.reason()).contains(Reason.CERTIFICATE_REVOKED);
      assertThat(before.check("seal-maker-certificate-revocation").orElseThrow().outcome())
          .isEqualTo(Outcome.FAIL);
    }
  }

  @Test
  void aMakerIsNoSignerAndTheReverse() {
    Bytes bySigner = TestSeals.seal(SIGNER, SIGNER);
    Verdict<VerifiedSeal> verdict = SealVerifier.verifySeal(bySigner, POLICY, TestPki.NOW);
    assertThat(verdict).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(verdict.report().reason()).contains(Reason.SEAL_MAKER_NOT_TRUSTED);
  }

  @Test
  void aBareSealsJudgementShowsItOnlyWhenTheMakerSignedIt() {
    SealJudgement good = SealChecks.judgeSeal(SEAL, POLICY);
    assertThat(good.seal()).isNotNull();
    assertThat(good.seal().esId()).isEqualTo("51000000000001");
    assertThat(good.seal().picture().widthMm()).isEqualTo(42);
    assertThat(good.seal().status()).isNull();
    assertThat(good.algorithm()).isEqualTo("SM2_SM3");
    assertThat(good.signedAt()).isEqualTo(TestSeals.MADE);
    assertThat(good.timeSource()).isEqualTo(TimeSource.CLAIMED);
    assertThat(good.signer().subject()).isEqualTo(MAKER.chain().get(0).subject());
    Bytes altered = SesForge.edit(SEAL, s -> SesForge.at(s, o -> new DERIA5String("9"), 0, 1));
    SealJudgement bad = SealChecks.judgeSeal(altered, POLICY);
    assertThat(bad.seal()).isNull();
    assertThat(bad.integrity()).isEqualTo(Integrity.BROKEN);
    SealJudgement none = SealChecks.judgeSeal(Bytes.hex("3000"), POLICY);
    assertThat(none.signer()).isNull();
    assertThat(none.signedAt()).isNull();
    assertThat(none.algorithm()).isNull();
    assertThat(none.timeSource()).isEqualTo(TimeSource.NONE);
    assertThat(none.integrity()).isEqualTo(Integrity.BROKEN);
  }

  private static void assertWindow(Instant at, boolean usable, Reason reason) {
    Verdict<VerifiedSeal> verdict = SealVerifier.verifySeal(SEAL, POLICY, at);
    if (usable) {
      assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    } else {
      assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
      assertThat(verdict.report().reason()).contains(reason);
    }
  }

  private static void assertAlgorithm(Bytes seal, Outcome outcome, Reason reason) {
    Check check = verify(seal, Mode.INTEROP).check("seal-algorithm").orElseThrow();
    assertThat(check.outcome()).isEqualTo(outcome);
    assertThat(check.reason()).isEqualTo(reason);
  }

  private static Report revoked(Instant at, Mode mode) {
    RevokedEntry entry =
        new RevokedEntry(
            MAKER.chain().get(0).serial(), at, RevocationCause.SUPERSEDED, Optional.empty());
    TrustPolicy policy = POLICY.withMode(mode).withCrls(List.of(PKI.crl(PKI.makerRoot(), entry)));
    return SealVerifier.verifySeal(SEAL, policy, TestPki.NOW).report();
  }

  private static Bytes extended(ASN1Encodable extensions) {
    return SesForge.resigned(SEAL, s -> SesForge.append(s, extensions), MAKER);
  }

  private static ASN1Encodable extension(ASN1Encodable critical) {
    ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier("1.2.3.4");
    ASN1Encodable value = new DEROctetString(new byte[] {1});
    return new DERSequence(
        new DERSequence(
            critical == null
                ? new ASN1Encodable[] {oid, value}
                : new ASN1Encodable[] {oid, critical, value}));
  }

  private static Report verify(Bytes seal, Mode mode) {
    return SealVerifier.verifySeal(seal, POLICY.withMode(mode), TestPki.NOW).report();
  }

  private static Outcome outcome(Report report, String id) {
    return report.check(id).orElseThrow().outcome();
  }
}
