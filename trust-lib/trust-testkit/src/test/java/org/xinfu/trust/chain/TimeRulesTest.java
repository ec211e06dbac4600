package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;

/** Both ends of the validity period to the second, for each worth that a time can have. */
class TimeRulesTest {
  private static final Certificate LEAF = TestPki.create().sealSigner("样例").chain().get(0);

  @ParameterizedTest
  @EnumSource
  void nobodySignsBeforeTheFirstSecond(TimeSource source) {
    Check early = check(TestPki.BEGIN.minusSeconds(1), source, TestPki.NOW);
    assertThat(early.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(early.reason()).isEqualTo(Reason.CERTIFICATE_NOT_YET_VALID);
    assertThat(check(TestPki.BEGIN, source, TestPki.NOW).outcome()).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @EnumSource
  void theLastSecondCounts(TimeSource source) {
    assertThat(check(TestPki.END, source, TestPki.END).outcome()).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void nobodySignsAfterTheLastSecond(TimeSource source) {
    Instant late = TestPki.END.plusSeconds(1);
    Check check = check(late, source, late);
    assertThat(check.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(check.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
  }

  @ParameterizedTest
  @CsvSource({
    "TIMESTAMP, INTEROP, SEAL, PASS",
    "TIMESTAMP, STRICT, ETSI, PASS",
    "LOG, INTEROP, ETSI, PASS",
    "LOG, STRICT, SEAL, PASS",
    "CLAIMED, INTEROP, SEAL, WARN",
    "CLAIMED, STRICT, SEAL, UNKNOWN",
    "CLAIMED, INTEROP, ETSI, UNKNOWN",
    "CLAIMED, STRICT, ETSI, UNKNOWN"
  })
  void anExpirySinceTheSignatureIsWeighedByTheProof(
      TimeSource source, TrustPolicy.Mode mode, Lenience lenience, Outcome expected) {
    TrustPolicy policy =
        TrustPolicy.interop(List.of(), List.of(), TestPki.END.plusSeconds(1)).withMode(mode);
    Check check = check(new ChainQuery(policy, Role.SIGNER, TestPki.NOW, source, lenience));
    assertThat(check.outcome()).isEqualTo(expected);
    if (expected == Outcome.WARN) {
      assertThat(check.reason()).isEqualTo(Reason.TIME_NOT_PROVEN);
      assertThat(check.clause()).isEqualTo("GM/T 0031 6.2.3 d");
    } else if (expected == Outcome.UNKNOWN) {
      assertThat(check.reason()).isEqualTo(Reason.NO_PROOF_OF_EXISTENCE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnyTimeAnExpiredCertificateIsUndecidedAndNeverBelieved(Lenience lenience) {
    Instant late = TestPki.END.plusSeconds(1);
    TrustPolicy policy = TrustPolicy.interop(List.of(), List.of(), late);
    Check check = check(new ChainQuery(policy, Role.SIGNER, late, TimeSource.NONE, lenience));
    assertThat(check.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(check.reason()).isEqualTo(Reason.NO_PROOF_OF_EXISTENCE);
  }

  private static Check check(Instant at, TimeSource source, Instant now) {
    TrustPolicy policy = TrustPolicy.interop(List.of(), List.of(), now);
    return check(new ChainQuery(policy, Role.SIGNER, at, source, Lenience.SEAL));
  }

  private static Check check(ChainQuery query) {
    Report.Builder checks = new Report.Builder();
    TimeRules.check(LEAF, query, checks);
    assertThat(checks.report().checks()).hasSize(1);
    return checks.report().check("certificate-validity").orElseThrow();
  }
}
