package org.xinfu.trust.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Root rotation for those who missed it, and the pin by which everything begins. */
class TrustListChainTest {
  private static final Instant NOW = TestPki.NOW;
  private static final String NAME = "样例信任列表";
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("trust list chain");
  private static final Signer A = key("a");
  private static final Signer B = key("b");
  private static final Signer C = key("c");
  private static final Signer D = key("d");
  private static final RootKeys FIRST = keys(A, B);
  private static final RootKeys SECOND = keys(B, C);
  private static final RootKeys THIRD = keys(C, D);

  /** Rotated in 3 and in 5; both long past their nextUpdate. */
  private static final Bytes THREE = signed(list(3, SECOND, 300), A, B, C);

  private static final Bytes FIVE = signed(list(5, THIRD, 200), B, C, D);
  private static final Bytes SIX = signed(list(6, THIRD, 0), C, D);
  private static final TrustListState PINNED = TrustListState.pinned(NAME, FIRST);

  @Test
  void whoMissedRotationsGoesThroughThem() {
    Bytes chain = TrustListChain.of(List.of(THREE, FIVE, SIX));
    for (TrustListState known :
        List.of(
            PINNED,
            list(1, FIRST, 400).state(),
            list(3, SECOND, 300).state(),
            list(4, SECOND, 250).state(),
            list(5, THIRD, 200).state(),
            list(6, THIRD, 0).state())) {
      Verdict<TrustListChain.Accepted> verdict = TrustListChain.accept(chain, known, NOW);
      assertThat(verdict).as("%s %s", known, verdict).isInstanceOf(Verdict.Valid.class);
      TrustListChain.Accepted accepted = verdict.orThrow(r -> new IllegalStateException(r.code()));
      assertThat(accepted.list().version()).isEqualTo(6);
      assertThat(TrustListVerifier.reopen(accepted.signed())).isInstanceOf(Verdict.Valid.class);
    }
  }

  @Test
  void aGapInTheRotationIsNotSigned() {
    assertRefused(TrustListChain.of(List.of(FIVE, SIX)), PINNED, Reason.TRUST_LIST_NOT_SIGNED);
    assertRefused(TrustListChain.of(List.of(THREE, SIX)), PINNED, Reason.TRUST_LIST_NOT_SIGNED);
    assertRefused(SIX, PINNED, Reason.TRUST_LIST_NOT_SIGNED);
  }

  @Test
  void aChainDoesNotLeadBackAsideOrNowhere() {
    TrustListState seven = list(7, THIRD, 0).state();
    assertRefused(
        TrustListChain.of(List.of(THREE, FIVE, SIX)), seven, Reason.TRUST_LIST_ROLLED_BACK);
    assertRefused(
        TrustListChain.of(List.of(THREE, FIVE, THREE)), PINNED, Reason.TRUST_LIST_NOT_SIGNED);
    Bytes otherSix = signed(list(6, THIRD, 1), C, D);
    assertRefused(
        TrustListChain.of(List.of(otherSix)), list(6, THIRD, 0).state(), Reason.TRUST_LIST_FORKED);
    assertRefused(
        TrustListChain.of(List.of(otherSix, SIX)),
        list(5, THIRD, 200).state(),
        Reason.TRUST_LIST_FORKED);
    // Its way is sound, but nobody knows what was distrusted since.
    Verdict<TrustListChain.Accepted> stale =
        TrustListChain.accept(TrustListChain.of(List.of(THREE, FIVE)), PINNED, NOW);
    assertThat(stale).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(stale.report().reason()).contains(Reason.TRUST_LIST_STALE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"chain\":[]}",
        "{\"chain\":{}}",
        "{\"chain\":[1]}",
        "{\"chain\":[{}]}",
        "{\"chain\":null}",
        "{\"chain\":[{\"list\":{\"version\":1},\"signatures\":[]}],\"more\":1}",
        "{\"chain\":[{\"list\":{\"version\":\"1\"},\"signatures\":[]}]}"
      })
  void whatIsNoChainIsMalformed(String text) {
    assertRefused(Bytes.utf8(text), PINNED, Reason.MALFORMED);
  }

  @Test
  void aKeptListIsReopenedOnlyWithItsOwnSignatures() {
    assertThat(TrustListVerifier.reopen(THREE)).isInstanceOf(Verdict.Valid.class);
    assertThat(list(3, SECOND, 300).serves(NOW)).isFalse();
    Bytes few = signed(list(6, THIRD, 0), C);
    assertThat(TrustListVerifier.reopen(few).report().reason())
        .contains(Reason.TRUST_LIST_NOT_SIGNED);
    Bytes altered = Bytes.utf8(SIX.toUtf8().replace("\"version\":6", "\"version\":9"));
    assertThat(TrustListVerifier.reopen(altered).report().reason())
        .contains(Reason.TRUST_LIST_NOT_SIGNED);
  }

  @Test
  void aPinIsReadBack() {
    Bytes pin = TrustListPin.write(NAME, SECOND);
    TrustListState read = TrustListPin.read(pin).orElseThrow();
    assertThat(read.name()).isEqualTo(NAME);
    assertThat(read.version()).isZero();
    assertThat(read.roots().same(SECOND)).isTrue();
    for (String bad :
        List.of(
            "{}",
            "[]",
            pin.toUtf8().replace("\"threshold\":2", "\"threshold\":3"),
            pin.toUtf8().replace("\"threshold\":2", "\"threshold\":0"),
            pin.toUtf8().replaceFirst("\\{", "{\"a\":1,"))) {
      assertThat(TrustListPin.read(Bytes.utf8(bad))).as(bad).isEmpty();
    }
  }

  private static void assertRefused(Bytes received, TrustListState known, Reason reason) {
    Verdict<TrustListChain.Accepted> verdict = TrustListChain.accept(received, known, NOW);
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(verdict.report().reason()).contains(reason);
  }

  private static TrustList list(long version, RootKeys roots, int daysAgo) {
    Instant issued = NOW.minus(Duration.ofDays(daysAgo)).minusSeconds(60);
    Instant next = issued.plus(Duration.ofDays(7));
    return new TrustList(NAME, version, issued, next, roots, List.of(), List.of());
  }

  private static Bytes signed(TrustList list, Signer... roots) {
    return TrustListMaker.sign(list, List.of(roots));
  }

  private static RootKeys keys(Signer... signers) {
    return new RootKeys(List.of(signers).stream().map(Signer::publicKey).toList(), 2);
  }

  private static Signer key(String label) {
    return VAULT.key(SignatureAlgorithm.SM2_SM3, label);
  }
}
