package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.OtherSeals;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/** What is added to a signature with a seal so that it stays judgeable, and what cannot be. */
class SealRenewalTest {
  private static final TestPki PKI = TestPki.seeded("renewal");
  private static final Signer MAKER = PKI.maker("样例制章者");
  private static final Signer SIGNER = PKI.sealSigner("样例章");
  private static final Signer TSA = PKI.timestamper("样例时间戳");
  private static final Bytes SEAL = TestSeals.seal(MAKER, SIGNER);
  private static final Instant STAMPED = TestSeals.SIGNED.plusSeconds(30);
  private static final Evidence LISTS = new Evidence(List.of(), PKI.crls(), List.of());

  private static final TimestampSource SOURCE =
      (digest, imprint) ->
          new Report.Builder()
              .pass("stamp", "", "")
              .verdict(
                  new TimestampMaker(TSA, "1.2.3", () -> BigInteger.ONE)
                      .token(new TimestampMaker.Order(digest, imprint, Optional.empty()), STAMPED));

  private static Bytes renewed(Bytes signature, Evidence evidence) {
    return SealRenewal.renew(signature, evidence, SOURCE)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  @Test
  void theFirstRenewalBringsTheTimestampAlone() {
    Bytes plain = TestSeals.signature(SEAL, SIGNER);
    SesSignature before = SesSignature.parse(plain).orElseThrow();
    Bytes once = renewed(plain, Evidence.none());
    SesSignature after = SesSignature.parse(once).orElseThrow();
    assertThat(after.envelope()).isEqualTo(before.envelope());
    assertThat(after.evidence().crls()).isEmpty();
    assertThat(judged(once).timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    assertThat(judged(once).signedAt()).isEqualTo(STAMPED);
  }

  @Test
  void evidenceIsCarriedOnceAndWhatIsSignedStays() {
    Bytes plain = TestSeals.signature(SEAL, SIGNER);
    Bytes twice = renewed(renewed(plain, LISTS), LISTS);
    SesSignature after = SesSignature.parse(twice).orElseThrow();
    assertThat(after.evidence().crls()).containsExactlyInAnyOrderElementsOf(PKI.crls());
    assertThat(after.envelope()).isEqualTo(SesSignature.parse(plain).orElseThrow().envelope());
    assertThat(judged(twice).report().conclusion())
        .as(judged(twice).report().toString())
        .isEqualTo(Conclusion.VALID);
  }

  /** The lists come with the signature: the policy holds none. */
  @Test
  void whatIsCarriedAnswersForTheSigner() {
    Bytes once = renewed(TestSeals.signature(SEAL, SIGNER), LISTS);
    SealJudgement alone =
        SealVerifier.verifySignature(
            claim(once), PKI.policy().withCrls(List.of()).withMode(TrustPolicy.Mode.STRICT));
    assertThat(alone.report().conclusion())
        .as(alone.report().toString())
        .isEqualTo(Conclusion.VALID);
    SealJudgement nothing =
        SealVerifier.verifySignature(
            claim(TestSeals.signature(SEAL, SIGNER)),
            PKI.policy().withCrls(List.of()).withMode(TrustPolicy.Mode.STRICT));
    assertThat(nothing.report().reason()).contains(Reason.REVOCATION_UNKNOWN);
  }

  @Test
  void theShapeOf2025IsRenewedAlike() {
    Bytes seal = OtherSeals.seal2025(TestSeals.spec(SIGNER), MAKER);
    Bytes signature = OtherSeals.signature2025(content(seal), SIGNER);
    Bytes once = renewed(signature, LISTS);
    assertThat(judged(once).report().conclusion())
        .as(judged(once).report().toString())
        .isEqualTo(Conclusion.VALID);
    assertThat(judged(once).timeSource()).isEqualTo(TimeSource.TIMESTAMP);
  }

  @Test
  void theShapeOf2014HasNoPlace() {
    Bytes seal = OtherSeals.seal2014(TestSeals.spec(SIGNER), 1, MAKER);
    Bytes signature =
        OtherSeals.signature2014(content(seal), Bytes.utf8("2026-11-01T02:00:00Z"), SIGNER);
    refused(signature, Reason.SIGNATURE_TYPE_MISMATCH);
  }

  @Test
  void whatCannotBeReadIsNotRenewed() {
    refused(Bytes.empty(), Reason.MALFORMED);
    refused(SEAL, Reason.MALFORMED);
    Bytes plain = TestSeals.signature(SEAL, SIGNER);
    refused(OtherSeals.stamped(plain, Bytes.hex("30030101ff")), Reason.TIMESTAMP_WRONG);
  }

  @Test
  void aMessageThatIsNoneIsNotRenewed() {
    Verdict<Bytes> none =
        CadesExtender.renew(Bytes.hex("3000"), SignedContent.of(Bytes.empty()), LISTS, SOURCE);
    assertThat(none.report().reason()).contains(Reason.MALFORMED);
  }

  private static void refused(Bytes signature, Reason reason) {
    Verdict<Bytes> renewed = SealRenewal.renew(signature, LISTS, SOURCE);
    assertThat(renewed).isInstanceOf(Verdict.Invalid.class);
    assertThat(renewed.report().reason()).contains(reason);
  }

  private static SealedContent content(Bytes seal) {
    return new SealedContent(seal, TestSeals.CONTENT_DIGEST, TestSeals.PATH, TestSeals.SIGNED);
  }

  private static SealClaim claim(Bytes signature) {
    SesSignature read = SesSignature.parse(signature).orElseThrow();
    return new SealClaim(signature, read.dataHash(), read.propertyInfo(), Optional.empty());
  }

  private static SealJudgement judged(Bytes signature) {
    return SealVerifier.verifySignature(claim(signature), PKI.policy());
  }
}
