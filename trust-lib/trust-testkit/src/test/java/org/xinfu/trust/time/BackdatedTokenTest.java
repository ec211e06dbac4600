package org.xinfu.trust.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.chain.TrustTerm;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;

/**
 * Whoever holds the key of a time-stamping authority makes tokens of any date. That a later token
 * vouches for one proves that it existed by then, not that it is as old as it says.
 */
class BackdatedTokenTest {
  private static final TestPki PKI = TestPki.seeded("backdated");
  private static final Signer TSA = PKI.timestamper("样例失窃时间戳");
  private static final Bytes STAMPED = Bytes.utf8("what was not there");
  private static final Instant LOST = TestPki.NOW.minus(Duration.ofDays(20));
  private static final Instant GEN_TIME = LOST.minus(Duration.ofDays(10));
  private static final Bytes TOKEN =
      new TimestampMaker(TSA, "1.2.3", () -> BigInteger.ONE)
          .token(
              new TimestampMaker.Order(
                  ContentDigest.SHA256, ContentDigest.SHA256.of(STAMPED), Optional.empty()),
              GEN_TIME);

  @Test
  void underATrustListTheLaterProofHasToBeOlderThanTheLoss() {
    TrustPolicy policy =
        PKI.policy()
            .withTerms(
                List.of(
                    new TrustTerm(
                        TSA.chain().get(0).keySha256(),
                        Optional.empty(),
                        Optional.of(LOST),
                        true)));
    assertThat(verify(policy, Optional.of(LOST.minusSeconds(1)))).isInstanceOf(Verdict.Valid.class);
    for (Optional<Instant> late :
        List.of(
            Optional.of(LOST),
            Optional.of(LOST.plus(Duration.ofDays(3))),
            Optional.<Instant>empty())) {
      Verdict<ProvenTime> verdict = verify(policy, late);
      assertThat(verdict).as("%s", late).isInstanceOf(Verdict.Indeterminate.class);
      assertThat(verdict.report().reason()).contains(Reason.ANCHOR_DISTRUSTED);
    }
  }

  @Test
  void underARevocationToo() {
    TrustPolicy policy = revoked(RevocationCause.KEY_COMPROMISE);
    assertThat(verify(policy, Optional.of(LOST.minusSeconds(1)))).isInstanceOf(Verdict.Valid.class);
    for (Optional<Instant> late :
        List.of(Optional.of(LOST.plusSeconds(1)), Optional.<Instant>empty())) {
      assertThat(verify(policy, late).report().reason()).contains(Reason.CERTIFICATE_REVOKED);
    }
  }

  private static TrustPolicy revoked(RevocationCause cause) {
    RevokedEntry entry =
        new RevokedEntry(TSA.chain().get(0).serial(), LOST, cause, Optional.empty());
    return PKI.policy().withCrls(List.of(PKI.crl(PKI.documentRoot(), entry)));
  }

  private static Verdict<ProvenTime> verify(TrustPolicy policy, Optional<Instant> existedBy) {
    return TimestampVerifier.verify(
        TOKEN, d -> d.of(STAMPED), new TimestampContext(policy, Evidence.none(), existedBy));
  }
}
