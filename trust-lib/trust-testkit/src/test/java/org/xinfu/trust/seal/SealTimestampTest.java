package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.OtherSeals;
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
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/** Time-stamps on the values of seals and of signatures with seals. */
class SealTimestampTest {
  private static final TestPki PKI = TestPki.seeded("seal timestamps");
  private static final Signer MAKER = PKI.maker("样例制章者");
  private static final Signer SIGNER = PKI.sealSigner("样例章");
  private static final Signer TSA = PKI.timestamper("样例时间戳");
  private static final Bytes SEAL = TestSeals.seal(MAKER, SIGNER);
  private static final Instant STAMPED = TestSeals.SIGNED.plusSeconds(30);
  private static final TrustPolicy POLICY = PKI.policy();

  @Test
  void aVerifiedTokenIsTheBestTime() {
    SealJudgement judged = judge(stamped(STAMPED), POLICY);
    assertThat(judged.report().conclusion())
        .as(judged.report().toString())
        .isEqualTo(Conclusion.VALID);
    assertThat(judged.timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    assertThat(judged.signedAt()).isEqualTo(STAMPED);
  }

  /** GB/T 38540: what was stamped was there, and was not signed later, whatever timeInfo says. */
  @ParameterizedTest
  @CsvSource({
    "-1, PASS, PASS",
    "300, PASS, PASS",
    "301, WARN, FAIL",
    "86400, WARN, FAIL",
    "86401, UNKNOWN, FAIL"
  })
  void aClaimIsNotYoungerThanItsStamp(long later, Outcome interop, Outcome strict) {
    Bytes signature = stamped(TestSeals.SIGNED.minusSeconds(later));
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      Report report = judge(signature, POLICY.withMode(mode)).report();
      Check order = report.check("signing-time-order").orElseThrow();
      assertThat(order.outcome())
          .as("%s", report)
          .isEqualTo(mode == TrustPolicy.Mode.STRICT ? strict : interop);
      if (order.outcome() == Outcome.UNKNOWN || order.outcome() == Outcome.FAIL) {
        assertThat(report.reason()).contains(Reason.SIGNING_TIME_CONTRADICTED);
      }
    }
  }

  @Test
  void aTokenOverOtherOctetsIsRefused() {
    Bytes plain = TestSeals.signature(SEAL, SIGNER);
    Bytes wrong = OtherSeals.stamped(plain, token(ContentDigest.SM3.of(Bytes.utf8("x")), STAMPED));
    SealJudgement judged = judge(wrong, POLICY);
    assertThat(judged.report().reason()).contains(Reason.TIMESTAMP_WRONG);
    assertThat(judged.timeSource()).isEqualTo(TimeSource.CLAIMED);
    assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
  }

  @Test
  void anUnknownAuthorityLeavesTheVerdictOpen() {
    TrustPolicy nobody =
        TrustPolicy.interop(POLICY.signers(), POLICY.makers(), POLICY.at()).withCrls(POLICY.crls());
    SealJudgement judged = judge(stamped(STAMPED), nobody);
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(judged.report().check("timestamp").orElseThrow().outcome())
        .isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aProvenTimeAfterTheSealEndedIsRefused() {
    Instant late = TestSeals.SEAL_END.plusSeconds(60);
    SealJudgement judged = judge(stamped(late), POLICY.withAt(late.plusSeconds(60)));
    assertThat(judged.report().reason()).contains(Reason.SEAL_EXPIRED);
  }

  /** RFC 3161 §2.4.2: the authority is exact to a second. */
  @ParameterizedTest
  @CsvSource({"-1, PASS", "0, UNKNOWN", "1, FAIL"})
  void theSealsEndWithinTheAccuracyOfTheToken(long later, Outcome window) {
    Instant at = TestSeals.SEAL_END.plusSeconds(later);
    Report report = judge(stamped(at), POLICY.withAt(at.plusSeconds(60))).report();
    Check check = report.check("seal-window").orElseThrow();
    assertThat(check.outcome()).as("%s", report).isEqualTo(window);
    assertThat(check.reason()).isEqualTo(later == 0 ? Reason.TIME_NOT_PROVEN : check.reason());
  }

  @Test
  void theMakersTokenOf2025IsJudged() {
    Bytes seal = OtherSeals.seal2025(TestSeals.spec(SIGNER), MAKER);
    Bytes value = ContentDigest.SM3.of(OtherSeals.value(seal));
    Bytes good = OtherSeals.stamped(seal, token(value, TestSeals.MADE.plusSeconds(5)));
    Report report = SealVerifier.verifySeal(good, POLICY, TestPki.NOW).report();
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.check("seal-timestamp").orElseThrow().outcome()).isEqualTo(Outcome.PASS);
    Bytes other = token(ContentDigest.SM3.of(Bytes.utf8("x")), TestSeals.MADE);
    assertThat(
            SealVerifier.verifySeal(OtherSeals.stamped(seal, other), POLICY, TestPki.NOW)
                .report()
                .reason())
        .contains(Reason.TIMESTAMP_WRONG);
    Bytes dummy = OtherSeals.stamped(seal, Bytes.hex("01020304"));
    assertThat(SealVerifier.verifySeal(dummy, POLICY, TestPki.NOW))
        .isInstanceOf(Verdict.Indeterminate.class);
  }

  @Test
  void whatIsMadeWithAnAuthorityIsBelieved() {
    TimestampSource source =
        (digest, imprint) ->
            new Report.Builder().pass("stamp", "", "").verdict(token(imprint, STAMPED));
    Bytes made =
        SealSigner.sign(content(), SIGNER, source)
            .orThrow(reason -> new IllegalStateException(reason.code()));
    assertThat(judge(made, POLICY).timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    TimestampSource refusing =
        (digest, imprint) ->
            new Report.Builder().fail("stamp", "", Reason.TIMESTAMP_WRONG, "").refusal();
    assertThat(SealSigner.sign(content(), SIGNER, refusing)).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void anAuthorityMustBeOne() {
    Signer other =
        PKI.issue(PKI.spec("CN=样例非时间戳,C=CN", Purpose.SEAL_SIGNER, TestPki.END), PKI.documentRoot());
    Bytes plain = TestSeals.signature(SEAL, SIGNER);
    Bytes imprint = ContentDigest.SM3.of(OtherSeals.value(plain));
    Bytes fake = OtherSeals.stamped(plain, token(other, imprint, STAMPED));
    assertThat(judge(fake, POLICY).report().conclusion()).isNotEqualTo(Conclusion.VALID);
  }

  private static Bytes stamped(Instant at) {
    Bytes plain = TestSeals.signature(SEAL, SIGNER);
    return OtherSeals.stamped(plain, token(ContentDigest.SM3.of(OtherSeals.value(plain)), at));
  }

  private static Bytes token(Bytes imprint, Instant at) {
    return token(TSA, imprint, at);
  }

  private static Bytes token(Signer authority, Bytes imprint, Instant at) {
    TimestampMaker maker = new TimestampMaker(authority, "1.2.3.4.1", () -> BigInteger.valueOf(77));
    return maker.token(new TimestampMaker.Order(ContentDigest.SM3, imprint, Optional.empty()), at);
  }

  private static SealedContent content() {
    return new SealedContent(SEAL, TestSeals.CONTENT_DIGEST, TestSeals.PATH, TestSeals.SIGNED);
  }

  private static SealJudgement judge(Bytes signature, TrustPolicy policy) {
    SealClaim claim =
        new SealClaim(signature, TestSeals.CONTENT_DIGEST, TestSeals.PATH, Optional.empty());
    return SealVerifier.verifySignature(claim, policy);
  }
}
