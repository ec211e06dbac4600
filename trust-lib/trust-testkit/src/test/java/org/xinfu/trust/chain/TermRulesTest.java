package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;

/** Both ends of a term to the second. */
class TermRulesTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Certificate LEAF = TestPki.create().sealSigner("样例").chain().get(0);

  @ParameterizedTest
  @CsvSource({"-1, UNKNOWN", "0, UNKNOWN", "1, PASS"})
  void inTheSecondOfItsEndATermIsOver(long later, Outcome expected) {
    Check check = check(Optional.empty(), Optional.of(NOW.plusSeconds(later)));
    assertThat(check.outcome()).isEqualTo(expected);
    assertThat(check.reason())
        .isEqualTo(expected == Outcome.PASS ? null : Reason.ANCHOR_DISTRUSTED);
  }

  @ParameterizedTest
  @CsvSource({"-1, PASS", "0, PASS", "1, UNKNOWN"})
  void inTheSecondOfItsBeginningItHasBegun(long later, Outcome expected) {
    Check check = check(Optional.of(NOW.plusSeconds(later)), Optional.empty());
    assertThat(check.outcome()).isEqualTo(expected);
  }

  private static Check check(Optional<Instant> from, Optional<Instant> until) {
    TrustTerm term = new TrustTerm(LEAF.keySha256(), from, until, false);
    TrustPolicy policy = TrustPolicy.interop(List.of(), List.of(), NOW).withTerms(List.of(term));
    ChainQuery query = new ChainQuery(policy, Role.SIGNER, NOW, TimeSource.CLAIMED, Lenience.SEAL);
    Report.Builder checks = new Report.Builder();
    TermRules.check(List.of(LEAF), query, checks);
    return checks.report().check("trust-term").orElseThrow();
  }
}
