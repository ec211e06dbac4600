package org.xinfu.trust.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * What a later proof of existence is worth for a token: until that proof whoever holds the key
 * could have made it with any time in it (EN 319 102-1 §5.6.2.4).
 */
class TokenExistenceTest {
  private static final TestPki PKI = TestPki.seeded("existence");
  private static final Instant STAMPED = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-08-01T00:00:00Z");
  private static final Instant LOST = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant BEFORE = LOST.minusSeconds(1);
  private static final Instant AFTER = LOST.plusSeconds(1);
  private static final Signer TSA =
      PKI.issue(
          new TestPki.Spec(
              "CN=样例 TSA,O=样例,C=CN",
              Purpose.TIMESTAMPER,
              TestPki.BEGIN,
              END,
              SignatureAlgorithm.SM2_SM3),
          PKI.documentRoot());
  private static final Bytes CONTENT = Bytes.utf8("what was there");

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void aKeyLostAfterTheProofHasMadeTheToken(TrustPolicy.Mode mode) {
    for (RevocationCause cause :
        List.of(RevocationCause.KEY_COMPROMISE, RevocationCause.SUPERSEDED)) {
      Verdict<ProvenTime> judged = judged(BEFORE, list(revoked(cause)), mode);
      assertThat(judged).as(judged.report().toString()).isInstanceOf(Verdict.Valid.class);
    }
  }

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void aKeyLostBeforeTheProofMayHaveMadeTheTokenAfterwards(TrustPolicy.Mode mode) {
    Verdict<ProvenTime> lost = judged(AFTER, list(revoked(RevocationCause.KEY_COMPROMISE)), mode);
    assertThat(lost.report().reason()).contains(Reason.CERTIFICATE_REVOKED);
    assertThat(lost).isInstanceOf(Verdict.Invalid.class);
    Verdict<ProvenTime> replaced = judged(AFTER, list(revoked(RevocationCause.SUPERSEDED)), mode);
    assertThat(replaced).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(replaced.report().reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
  }

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void aProofAfterTheCertificateEndedIsTooLate(TrustPolicy.Mode mode) {
    Verdict<ProvenTime> late = judged(END.plusSeconds(1), list(), mode);
    assertThat(late).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(late.report().reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    Verdict<ProvenTime> last = judged(END, list(), mode);
    assertThat(last).as(last.report().toString()).isInstanceOf(Verdict.Valid.class);
  }

  /**
   * EN 319 102-1 §5.5.4, RFC 3161 §2.4.2: what a later token vouches for was there by then, and a
   * token says when it was made. Who says a later hour is wrong or lies; authorities keep UTC, so
   * that no mistake of zones explains it.
   */
  @ParameterizedTest
  @CsvSource({"-1, true", "0, true", "300, true", "301, false", "28800, false", "86401, false"})
  void aTokenIsNotYoungerThanItsProof(long later, boolean fits) {
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      Verdict<ProvenTime> judged = judged(STAMPED.minusSeconds(later), list(), mode);
      if (fits) {
        assertThat(judged).as(judged.report().toString()).isInstanceOf(Verdict.Valid.class);
      } else {
        assertThat(judged).as(judged.report().toString()).isInstanceOf(Verdict.Indeterminate.class);
        assertThat(judged.report().reason()).contains(Reason.SIGNING_TIME_CONTRADICTED);
      }
    }
  }

  /** A list in force at the proof speaks for all the time before it. */
  @Test
  void theListMustBeInForceAtTheProof() {
    Bytes list = made(BEFORE.minusSeconds(3600), BEFORE.plusSeconds(3600));
    assertThat(outcome(judged(BEFORE, list, TrustPolicy.Mode.STRICT))).isEqualTo(Outcome.PASS);
    assertThat(outcome(judged(BEFORE.plusSeconds(3601), list, TrustPolicy.Mode.STRICT)))
        .isEqualTo(Outcome.WARN);
    Bytes older = made(STAMPED.minusSeconds(7200), STAMPED.minusSeconds(60));
    assertThat(outcome(judged(BEFORE, older, TrustPolicy.Mode.STRICT))).isEqualTo(Outcome.UNKNOWN);
  }

  private static Outcome outcome(Verdict<ProvenTime> judged) {
    return judged.report().check("certificate-revocation").orElseThrow().outcome();
  }

  private static RevokedEntry revoked(RevocationCause cause) {
    return new RevokedEntry(TSA.chain().get(0).serial(), LOST, cause, Optional.empty());
  }

  /** Made at the certificate's end, so that it knows all that ever happened to it. */
  private static Bytes list(RevokedEntry... entries) {
    return CrlMaker.issue(
        PKI.documentRoot(),
        List.of(entries),
        new CrlMaker.Issue(END, END.plus(Duration.ofDays(365)), BigInteger.ONE));
  }

  private static Bytes made(Instant from, Instant to) {
    return CrlMaker.issue(
        PKI.documentRoot(), List.of(), new CrlMaker.Issue(from, to, BigInteger.ONE));
  }

  private static Verdict<ProvenTime> judged(Instant existedBy, Bytes list, TrustPolicy.Mode mode) {
    Bytes token =
        new TimestampMaker(TSA, "1.2.3", () -> BigInteger.TEN)
            .token(
                new TimestampMaker.Order(
                    ContentDigest.SM3, ContentDigest.SM3.of(CONTENT), Optional.empty()),
                STAMPED);
    TrustPolicy policy = PKI.policy().withMode(mode).withCrls(List.of(list));
    return TimestampVerifier.verify(
        token,
        digest -> digest.of(CONTENT),
        new TimestampContext(policy, Evidence.none(), Optional.of(existedBy)));
  }
}
