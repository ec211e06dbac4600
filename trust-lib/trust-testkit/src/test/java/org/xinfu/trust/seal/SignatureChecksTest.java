package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Mode;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Signer;

/**
 * The checks of a signature with a seal, GM/T 0031-2014 §6.2.3, and what a report makes of them.
 */
class SignatureChecksTest {
  private static final TestPki PKI = TestPki.seeded("signature checks");
  private static final Signer MAKER = PKI.maker("样例制章者");
  private static final Signer SIGNER = PKI.sealSigner("样例章");
  private static final Bytes SEAL = TestSeals.seal(MAKER, SIGNER);
  private static final Bytes SIGNATURE = TestSeals.signature(SEAL, SIGNER);
  private static final TrustPolicy POLICY = PKI.policy();

  @ParameterizedTest
  @CsvSource({"-3600, true", "0, true", "60, true", "61, false", "3600, false"})
  void twoClocksDifferByAMinuteAtMost(long ahead, boolean accepted) {
    TrustPolicy at = POLICY.withAt(TestSeals.SIGNED.minusSeconds(ahead));
    Check check = judge(claim(), at).report().check("signing-time").orElseThrow();
    assertThat(check.outcome()).isEqualTo(accepted ? Outcome.PASS : Outcome.FAIL);
    if (!accepted) {
      assertThat(check.reason()).isEqualTo(Reason.SIGNED_IN_FUTURE);
    }
  }

  @Test
  void theSealIsJudgedAtTheSigningTime() {
    // The seal has ended since; the signature was made while it was in force.
    TrustPolicy later = POLICY.withAt(TestSeals.SEAL_END.plusSeconds(1));
    SealJudgement judged = judge(claim(), later);
    assertThat(outcome(judged, "seal-window")).isEqualTo(Outcome.PASS);
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.VALID);
    Instant before = TestSeals.MADE.minusSeconds(1);
    Bytes early =
        SealSigner.sign(
            new SealedContent(SEAL, TestSeals.CONTENT_DIGEST, TestSeals.PATH, before), SIGNER);
    assertThat(judge(claim(early), later).report().reason()).contains(Reason.SEAL_NOT_YET_VALID);
  }

  @Test
  void contentThatIsNotAtHandLeavesTheIntegrityOpen() {
    SealJudgement judged =
        judge(new SealClaim(SIGNATURE, Bytes.empty(), "", Optional.empty()), POLICY);
    assertThat(outcome(judged, "data-hash")).isEqualTo(Outcome.NOT_DONE);
    assertThat(outcome(judged, "property-info")).isEqualTo(Outcome.NOT_DONE);
    assertThat(outcome(judged, "seal-file")).isEqualTo(Outcome.NOT_DONE);
    assertThat(judged.report().reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(judged.integrity()).isEqualTo(Integrity.UNKNOWN);
    // What the container adds does not decide what was not looked at.
    SignatureReport report = judged.toSignatureReport("s", Coverage.NONE, new Report(List.of()));
    assertThat(report.integrity()).isEqualTo(Integrity.UNKNOWN);
    Report broken = new Report.Builder().fail("x", "", Reason.REFERENCED_FILE_MISSING, "").report();
    assertThat(judged.toSignatureReport("s", Coverage.NONE, broken).integrity())
        .isEqualTo(Integrity.UNKNOWN);
  }

  @Test
  void anotherDigestPathOrSealBreaksTheIntegrity() {
    Bytes cut = TestSeals.CONTENT_DIGEST.slice(0, 31);
    assertBroken(
        new SealClaim(SIGNATURE, cut, TestSeals.PATH, Optional.empty()),
        "data-hash",
        Reason.DIGEST_MISMATCH);
    assertBroken(
        new SealClaim(SIGNATURE, TestSeals.CONTENT_DIGEST, "/other", Optional.empty()),
        "property-info",
        Reason.PROPERTY_INFO_MISMATCH);
    assertBroken(
        new SealClaim(
            SIGNATURE,
            TestSeals.CONTENT_DIGEST,
            TestSeals.PATH,
            Optional.of(TestSeals.seal(MAKER, SIGNER, PKI.sealSigner("样例外")))),
        "seal-file",
        Reason.SEAL_FILE_DIFFERS);
    SealClaim same =
        new SealClaim(SIGNATURE, TestSeals.CONTENT_DIGEST, TestSeals.PATH, Optional.of(SEAL));
    assertThat(outcome(judge(same, POLICY), "seal-file")).isEqualTo(Outcome.PASS);
  }

  @Test
  void aMakerMaySignWithItsOwnSealWhenItIsTrustedAsASigner() {
    Bytes own = TestSeals.seal(MAKER, MAKER);
    SealJudgement judged = judge(claim(TestSeals.signature(own, MAKER)), POLICY);
    assertThat(outcome(judged, "signer-is-not-maker")).isEqualTo(Outcome.WARN);
    assertThat(judged.report().reason()).contains(Reason.NO_TRUST_ANCHOR);
    assertThat(judge(claim(), POLICY).report().check("signer-is-not-maker")).isEmpty();
    List<Certificate> anchors = List.of(PKI.makerRoot().chain().get(0));
    TrustPolicy both = TrustPolicy.interop(anchors, anchors, TestPki.NOW).withCrls(PKI.crls());
    SealJudgement trusted = judge(claim(TestSeals.signature(own, MAKER)), both);
    assertThat(trusted.report().conclusion())
        .as("%s", trusted.report())
        .isEqualTo(Conclusion.VALID);
    SealJudgement strictly =
        judge(claim(TestSeals.signature(own, MAKER)), both.withMode(TrustPolicy.Mode.STRICT));
    assertThat(outcome(strictly, "signer-is-not-maker")).isEqualTo(Outcome.FAIL);
    assertThat(strictly.report().conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void aCriticalExtensionIsAWarningForInteropAlone() {
    Bytes critical = signed(extension(ASN1Boolean.TRUE));
    Check check =
        judge(claim(critical), POLICY).report().check("signature-extensions").orElseThrow();
    assertThat(check.outcome()).isEqualTo(Outcome.WARN);
    assertThat(check.detail()).isEqualTo("1.2.3.4");
    assertThat(judge(claim(critical), strict()).report().reason())
        .contains(Reason.CRITICAL_EXTENSION_UNKNOWN);
    Bytes optional = signed(extension(null));
    assertThat(judge(claim(optional), strict()).report().conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void deviationsOfSignatureAndSealAreToldApart() {
    Bytes raw = SesForge.valued(SEAL, MAKER, m -> SesForge.raw(MAKER.sign(m)));
    SealJudgement inSeal = judge(claim(TestSeals.signature(raw, SIGNER)), POLICY);
    assertThat(outcome(inSeal, "seal-encoding")).isEqualTo(Outcome.WARN);
    assertThat(outcome(inSeal, "signature-encoding")).isEqualTo(Outcome.PASS);
    Bytes outside = SesForge.valued(SIGNATURE, SIGNER, m -> SesForge.raw(SIGNER.sign(m)));
    SealJudgement inSignature = judge(claim(outside), POLICY);
    assertThat(outcome(inSignature, "seal-encoding")).isEqualTo(Outcome.PASS);
    assertThat(outcome(inSignature, "signature-encoding")).isEqualTo(Outcome.WARN);
    assertThat(judge(claim(outside), strict()).report().reason())
        .contains(Reason.ENCODING_NOT_STANDARD);
    Bytes untagged =
        SesForge.resigned(
            SIGNATURE,
            s -> SesForge.append(s, new DERSequence(new DERSequence(parts(null)))),
            SIGNER);
    assertThat(
            judge(claim(untagged), POLICY)
                .report()
                .check("signature-encoding")
                .orElseThrow()
                .detail())
        .contains("lacks the tag");
  }

  @Test
  void aDummyTimeStampIsNotPassedOver() {
    Bytes stamped =
        SesForge.edit(
            SIGNATURE,
            s ->
                SesForge.append(
                    s, new DERTaggedObject(true, 0, new DERBitString(new byte[] {1, 2}))));
    assertThat(SesSignature.parse(stamped).orElseThrow().timestamp()).contains(Bytes.hex("0102"));
    SealJudgement judged = judge(claim(stamped), POLICY);
    assertThat(outcome(judged, "timestamp")).isEqualTo(Outcome.FAIL);
    assertThat(judged.report().reason()).contains(Reason.TIMESTAMP_WRONG);
    assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(judged.timeSource()).isEqualTo(TimeSource.CLAIMED);
    assertThat(outcome(judge(claim(), POLICY), "timestamp")).isEqualTo(Outcome.NOT_DONE);
  }

  @ParameterizedTest
  @CsvSource({"1", "3", "5", "0", "-4"})
  void theVersionIsThatOfTheSeal(int version) {
    Bytes other =
        SesForge.resigned(SIGNATURE, s -> SesForge.at(s, o -> new ASN1Integer(version), 0), SIGNER);
    SealJudgement judged = judge(claim(other), POLICY);
    assertThat(judged.report().check("version").orElseThrow().reason())
        .isEqualTo(Reason.SEAL_VERSION_CONTRADICTION);
    assertThat(judged.integrity()).isEqualTo(Integrity.BROKEN);
  }

  @Test
  void anAlteredSignatureShowsTheSealButNotItself() {
    Bytes altered =
        SesForge.edit(SIGNATURE, s -> SesForge.at(s, o -> new DERIA5String("/other"), 0, 4));
    SealJudgement judged =
        judge(new SealClaim(altered, TestSeals.CONTENT_DIGEST, "/other", Optional.empty()), POLICY);
    assertThat(judged.report().reason()).contains(Reason.SIGNATURE_VALUE_WRONG);
    assertThat(judged.seal()).isNotNull();
    assertThat(judged.integrity()).isEqualTo(Integrity.BROKEN);
  }

  @Test
  void aSealThatItsMakerDidNotSignIsNotShown() {
    Bytes wrong = Mutators.flip(SEAL, SEAL.length() - 1, 1);
    SealJudgement judged = judge(claim(TestSeals.signature(wrong, SIGNER)), POLICY);
    assertThat(judged.seal()).isNull();
    assertThat(judged.signer()).isNotNull();
    assertThat(judged.report().reason()).contains(Reason.SEAL_SIGNATURE_WRONG);
    assertThat(outcome(judged, "signature-value")).isEqualTo(Outcome.PASS);
  }

  @Test
  void aJudgementIsReportedWithTheContainersChecks() {
    Report container =
        new Report.Builder()
            .pass("listed", "1", "")
            .fail("references", "2", Reason.REFERENCED_FILE_MISSING, "/a")
            .report();
    SealJudgement judged = judge(claim(), POLICY);
    SignatureReport clean = judged.toSignatureReport("1", Coverage.WHOLE, new Report(List.of()));
    assertThat(clean.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(clean.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(clean.level()).isNull();
    assertThat(clean.changesAfter()).isEmpty();
    SignatureReport report = judged.toSignatureReport("7", Coverage.PARTIAL, container);
    assertThat(report.id()).isEqualTo("7");
    assertThat(report.coverage()).isEqualTo(Coverage.PARTIAL);
    assertThat(report.integrity()).isEqualTo(Integrity.BROKEN);
    assertThat(report.reason()).contains(Reason.REFERENCED_FILE_MISSING);
    List<Check> checks = report.report().checks();
    assertThat(checks).hasSize(judged.report().checks().size() + 2);
    assertThat(checks.get(checks.size() - 1).id()).isEqualTo("references");
    assertThat(checks.get(0).id()).isEqualTo("signature-format");
  }

  /** Trust is another question than the bytes. */
  @Test
  void reasonsOfTrustLeaveTheIntegrityIntact() {
    for (Reason reason :
        List.of(
            Reason.CERTIFICATE_EXPIRED,
            Reason.CERTIFICATE_REVOKED,
            Reason.SEAL_EXPIRED,
            Reason.SIGNER_NOT_IN_SEAL,
            Reason.CHAIN_BROKEN,
            Reason.ENCODING_NOT_STANDARD)) {
      Report report = new Report.Builder().fail("x", "", reason, "").report();
      assertThat(SealJudgement.integrityOf(report)).isEqualTo(Integrity.INTACT);
    }
    for (Reason reason : List.of(Reason.MALFORMED, Reason.REFERENCE_DUPLICATED)) {
      assertThat(integrity(new Report.Builder().fail("x", "", reason, "")))
          .isEqualTo(Integrity.BROKEN);
      assertThat(integrity(new Report.Builder().warn("x", "", reason, "")))
          .isEqualTo(Integrity.INTACT);
    }
    Report.Builder uncovered =
        new Report.Builder().unknown("coverage", "", Reason.CONTENT_NOT_COVERED, "");
    assertThat(integrity(uncovered)).isEqualTo(Integrity.INTACT);
    Report.Builder both =
        new Report.Builder().unknown("signature-value", "", Reason.ALGORITHM_NOT_ALLOWED, "");
    assertThat(integrity(both)).isEqualTo(Integrity.UNKNOWN);
    assertThat(integrity(both.fail("y", "", Reason.DIGEST_MISMATCH, "")))
        .isEqualTo(Integrity.BROKEN);
  }

  private static Integrity integrity(Report.Builder checks) {
    return SealJudgement.integrityOf(checks.report());
  }

  private static void assertBroken(SealClaim claim, String id, Reason reason) {
    SealJudgement judged = judge(claim, POLICY);
    assertThat(judged.report().check(id).orElseThrow().reason()).isEqualTo(reason);
    assertThat(judged.report().reason()).contains(reason);
    assertThat(judged.integrity()).isEqualTo(Integrity.BROKEN);
  }

  private static Bytes signed(ASN1Encodable extensions) {
    return SesForge.resigned(SIGNATURE, s -> SesForge.append(s, extensions), SIGNER);
  }

  private static ASN1Encodable extension(ASN1Encodable critical) {
    return new DERTaggedObject(true, 0, new DERSequence(new DERSequence(parts(critical))));
  }

  private static ASN1Encodable[] parts(ASN1Encodable critical) {
    ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier("1.2.3.4");
    ASN1Encodable value = new DEROctetString(new byte[] {1});
    return critical == null
        ? new ASN1Encodable[] {oid, value}
        : new ASN1Encodable[] {oid, critical, value};
  }

  private static SealClaim claim() {
    return claim(SIGNATURE);
  }

  private static SealClaim claim(Bytes signature) {
    return new SealClaim(signature, TestSeals.CONTENT_DIGEST, TestSeals.PATH, Optional.empty());
  }

  private static TrustPolicy strict() {
    return POLICY.withMode(Mode.STRICT);
  }

  private static SealJudgement judge(SealClaim claim, TrustPolicy policy) {
    return SealVerifier.verifySignature(claim, policy);
  }

  private static Outcome outcome(SealJudgement judged, String id) {
    return judged.report().check(id).orElseThrow().outcome();
  }
}
