package org.xinfu.trust.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Lists signed by k of n, what is refused against the last one, and what a lost key takes along.
 */
class TrustListTest {
  private static final Instant NOW = TestPki.NOW;
  private static final String NAME = "样例信任列表";
  private static final TestPki PKI = TestPki.seeded("trust list");
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("trust list roots");
  private static final Signer A = root("a");
  private static final Signer B = root("b");
  private static final Signer C = root("c");
  private static final Signer D = root("d");
  private static final RootKeys TWO_OF_THREE = keys(2, A, B, C);
  private static final TrustListState PINNED = TrustListState.pinned(NAME, TWO_OF_THREE);
  private static final Signer LEAF = PKI.sealSigner("样例");
  private static final Signer MAKER = PKI.maker("样例制章者");
  private static final Signer TSA = PKI.timestamper("样例时间戳");

  @Test
  void aSignedListIsReadBackAsItWas() {
    TrustList list = list(1);
    Verdict<TrustList> verdict = accept(TrustListMaker.sign(list, List.of(A, C)), PINNED);
    assertThat(verdict.orThrow(r -> new IllegalStateException(r.code())).octets())
        .isEqualTo(list.octets());
    assertThat(list.anchors(AnchorPurpose.SIGNER)).containsExactly(cert(PKI.signerRoot()));
    assertThat(list.anchors(AnchorPurpose.LOG)).isEmpty();
    assertThat(list.state().version()).isEqualTo(1);
    assertThat(TrustListMaker.sign(list, List.of(A, C)).toUtf8())
        .contains("\"signatures\"")
        .doesNotContain("\n");
  }

  @Test
  void itTakesTheThresholdOfDifferentRootKeys() {
    TrustList list = list(1);
    assertThat(accept(TrustListMaker.sign(list, List.of(A, B, C)), PINNED))
        .isInstanceOf(Verdict.Valid.class);
    for (List<Signer> few :
        List.of(List.<Signer>of(), List.of(A), List.of(A, A), List.of(A, D), List.of(D, D))) {
      assertRefused(TrustListMaker.sign(list, few), PINNED, Reason.TRUST_LIST_NOT_SIGNED);
    }
  }

  @Test
  void aListOfAnotherNameIsAnotherList() {
    TrustListState other = TrustListState.pinned("别的列表", TWO_OF_THREE);
    assertRefused(signed(list(1)), other, Reason.TRUST_LIST_NOT_SIGNED);
  }

  @Test
  void noOctetCanChangeUnnoticed() {
    Bytes signed = signed(list(1));
    for (int i = 0; i < signed.length(); i += 31) {
      Bytes altered = Mutators.flip(signed, i, 1 << (i % 7));
      assertThat(accept(altered, PINNED)).isNotInstanceOf(Verdict.Valid.class);
    }
  }

  @Test
  void olderIsRolledBackAndOtherIsForked() {
    TrustListState known = list(7).state();
    assertRefused(signed(list(6)), known, Reason.TRUST_LIST_ROLLED_BACK);
    assertThat(accept(signed(list(7)), known)).isInstanceOf(Verdict.Valid.class);
    assertThat(accept(signed(list(9)), known)).isInstanceOf(Verdict.Valid.class);
    TrustList other = with(list(7), lost(LEAF, NOW, RevocationCause.SUPERSEDED));
    assertRefused(signed(other), known, Reason.TRUST_LIST_FORKED);
  }

  @ParameterizedTest
  @CsvSource({
    "-601, INDETERMINATE",
    "-600, VALID",
    "0, VALID",
    "86400, VALID",
    "86401, INDETERMINATE"
  })
  void aListServesFromIssueToNextUpdate(long after, Conclusion expected) {
    Instant now = list(1).issued().plusSeconds(after);
    Verdict<TrustList> verdict = TrustListVerifier.accept(signed(list(1)), PINNED, now);
    assertThat(verdict.report().conclusion()).isEqualTo(expected);
    if (expected != Conclusion.VALID) {
      assertThat(verdict.report().reason()).contains(Reason.TRUST_LIST_STALE);
    }
  }

  @Test
  void newRootKeysNeedTheOldThresholdAndTheirOwn() {
    TrustList rotated = rotated(2, keys(2, B, C, D));
    TrustListState known = list(1).state();
    assertThat(accept(TrustListMaker.sign(rotated, List.of(B, C)), known))
        .isInstanceOf(Verdict.Valid.class);
    assertRefused(TrustListMaker.sign(rotated, List.of(A, B)), known, Reason.TRUST_LIST_NOT_SIGNED);
    assertRefused(TrustListMaker.sign(rotated, List.of(B, D)), known, Reason.TRUST_LIST_NOT_SIGNED);
    // From then on the old key alone with one other no longer signs.
    TrustList next = rotated(3, keys(2, B, C, D));
    assertThat(accept(TrustListMaker.sign(next, List.of(C, D)), rotated.state()))
        .isInstanceOf(Verdict.Valid.class);
    assertRefused(
        TrustListMaker.sign(next, List.of(A, B)), rotated.state(), Reason.TRUST_LIST_NOT_SIGNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"list\":{},\"signatures\":[]}",
        "{\"list\":[],\"signatures\":[]}",
        "{\"list\":null,\"signatures\":null}"
      })
  void whatIsNoListIsMalformed(String text) {
    assertRefused(Bytes.utf8(text), PINNED, Reason.MALFORMED);
  }

  @Test
  void aMemberThatIsNotUnderstoodIsRefused() {
    String signed = signed(list(1)).toUtf8();
    for (String altered :
        List.of(
            signed.replace("\"version\":", "\"more\":1,\"version\":"),
            signed.replace("\"purpose\":\"signer\"", "\"purpose\":\"everything\""),
            signed.replace("\"version\":1", "\"version\":-1"),
            signed.replace("\"threshold\":2", "\"threshold\":4"),
            signed.replaceFirst("\\{", "{\"x\":1,"))) {
      assertThat(altered).isNotEqualTo(signed);
      assertRefused(Bytes.utf8(altered), PINNED, Reason.MALFORMED);
    }
  }

  /** A distrusted key that is written otherwise would be nobody's, and stay trusted. */
  @Test
  void aDistrustedKeyIsNamedByItsDigest() {
    String key = cert(PKI.signerCa()).keySha256();
    Distrust lost = new Distrust(key, NOW, RevocationCause.KEY_COMPROMISE, Optional.empty());
    String signed = signed(with(list(1), lost)).toUtf8();
    assertThat(signed).contains(key);
    for (String other : List.of(key.toUpperCase(Locale.ROOT), key.substring(2), key + "00", "")) {
      assertRefused(Bytes.utf8(signed.replace(key, other)), PINNED, Reason.MALFORMED);
    }
  }

  @Test
  void rootKeysAreDifferentAndEnough() {
    assertThatThrownBy(() -> keys(1, A, A)).isInstanceOf(IllegalArgumentException.class);
    Signer p256 = VAULT.key(SignatureAlgorithm.ECDSA_P256_SHA256, "p256");
    assertThatThrownBy(() -> keys(1, A, p256)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> keys(0, A)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> keys(3, A, B)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thePolicyOfAListTrustsEachAnchorForItsPurpose() {
    TrustPolicy policy = policy(list(1));
    assertThat(policy.signers()).containsExactly(cert(PKI.signerRoot()));
    assertThat(policy.makers()).containsExactly(cert(PKI.makerRoot()));
    assertThat(policy.timestampers()).containsExactly(cert(PKI.documentRoot()));
    assertThat(judge(LEAF, Role.SIGNER, policy, NOW, TimeSource.CLAIMED).conclusion())
        .isEqualTo(Conclusion.VALID);
    assertThat(judge(LEAF, Role.MAKER, policy, NOW, TimeSource.CLAIMED).reason())
        .contains(Reason.SEAL_MAKER_NOT_TRUSTED);
  }

  /** Six purposes, and the same root listed for one of them at a time. */
  @ParameterizedTest
  @EnumSource
  void anAnchorServesNoOtherPurposeThanItsOwn(AnchorPurpose purpose) {
    Certificate root = cert(PKI.signerRoot());
    TrustList one = of(new ListedAnchor(root, purpose, FROM));
    assertThat(one.anchors(purpose)).containsExactly(root);
    TrustPolicy policy = one.policy(PKI.policy());
    assertThat(policy.signers()).hasSize(purpose == AnchorPurpose.SIGNER ? 1 : 0);
    assertThat(policy.makers()).hasSize(purpose == AnchorPurpose.MAKER ? 1 : 0);
    assertThat(policy.timestampers()).hasSize(purpose == AnchorPurpose.TSA ? 1 : 0);
    assertThat(policy.logs()).hasSize(purpose == AnchorPurpose.LOG ? 1 : 0);
    for (AnchorPurpose asked :
        List.of(AnchorPurpose.SIGNER, AnchorPurpose.STATUS, AnchorPurpose.OIDC)) {
      TrustPolicy signing = one.policy(PKI.policy(), asked);
      Conclusion expected = asked == purpose ? Conclusion.VALID : Conclusion.INDETERMINATE;
      assertThat(judge(LEAF, Role.SIGNER, signing, NOW, TimeSource.CLAIMED).conclusion())
          .isEqualTo(expected);
    }
  }

  @Test
  void whatIsOlderThanTheTrustDoesNotCount() {
    TrustPolicy policy = policy(list(1));
    Instant before = FROM.minusSeconds(1);
    for (TimeSource source : List.of(TimeSource.TIMESTAMP, TimeSource.CLAIMED)) {
      Report report = judge(LEAF, Role.SIGNER, policy, before, source);
      assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(report.reason()).contains(Reason.ANCHOR_DISTRUSTED);
    }
  }

  /** Maker, sub CA and time-stamping authority: what was proven before stays, the rest does not. */
  @ParameterizedTest
  @EnumSource(names = {"MAKER", "SIGNER", "TIMESTAMPER"})
  void aStolenKeyLeavesWhatWasProvenBefore(Role role) {
    Signer signer = role == Role.MAKER ? MAKER : role == Role.SIGNER ? LEAF : TSA;
    Signer stolen = role == Role.SIGNER ? PKI.signerCa() : signer;
    Instant invalid = NOW.minus(Duration.ofDays(20));
    Distrust lost =
        new Distrust(
            cert(stolen).keySha256(),
            NOW.minus(Duration.ofDays(1)),
            RevocationCause.KEY_COMPROMISE,
            Optional.of(invalid));
    TrustPolicy policy = policy(with(list(1), lost));
    for (TimeSource source : List.of(TimeSource.TIMESTAMP, TimeSource.LOG)) {
      assertThat(judge(signer, role, policy, invalid.minusSeconds(1), source).conclusion())
          .isEqualTo(Conclusion.VALID);
      assertDistrusted(judge(signer, role, policy, invalid, source));
    }
    assertDistrusted(judge(signer, role, policy, invalid.minusSeconds(1), TimeSource.CLAIMED));
    assertDistrusted(judge(signer, role, policy, NOW, TimeSource.NONE));
  }

  @Test
  void anAnchorThatEndedInPeaceIsBelievedByClaimUnderInterop() {
    Instant end = NOW.minus(Duration.ofDays(5));
    Distrust ended =
        new Distrust(
            cert(PKI.signerRoot()).keySha256(),
            end,
            RevocationCause.CESSATION_OF_OPERATION,
            Optional.empty());
    TrustPolicy policy = policy(with(list(1), ended));
    Instant before = end.minusSeconds(1);
    Report claimed = judge(LEAF, Role.SIGNER, policy, before, TimeSource.CLAIMED);
    assertThat(claimed.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(claimed.check("trust-term").orElseThrow().reason()).isNull();
    TrustPolicy strict = policy.withMode(TrustPolicy.Mode.STRICT);
    assertDistrusted(judge(LEAF, Role.SIGNER, strict, before, TimeSource.CLAIMED));
    assertDistrusted(judge(LEAF, Role.SIGNER, policy, end, TimeSource.CLAIMED));
    // It was announced, but has not come yet.
    assertThat(
            judge(LEAF, Role.SIGNER, policy.withAt(before), before, TimeSource.NONE).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  private static final Instant FROM = NOW.minus(Duration.ofDays(60));

  private static void assertDistrusted(Report report) {
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.checks()).anyMatch(c -> c.reason() == Reason.ANCHOR_DISTRUSTED);
  }

  private static void assertRefused(Bytes signed, TrustListState known, Reason reason) {
    Verdict<TrustList> verdict = accept(signed, known);
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(verdict.report().reason()).contains(reason);
  }

  private static Verdict<TrustList> accept(Bytes signed, TrustListState known) {
    return TrustListVerifier.accept(signed, known, NOW);
  }

  private static Bytes signed(TrustList list) {
    return TrustListMaker.sign(list, List.of(A, B));
  }

  private static TrustList list(long version) {
    return rotated(version, TWO_OF_THREE);
  }

  private static TrustList rotated(long version, RootKeys roots) {
    List<ListedAnchor> anchors =
        List.of(
            new ListedAnchor(cert(PKI.signerRoot()), AnchorPurpose.SIGNER, FROM),
            new ListedAnchor(cert(PKI.makerRoot()), AnchorPurpose.MAKER, FROM),
            new ListedAnchor(cert(PKI.documentRoot()), AnchorPurpose.TSA, FROM));
    Instant issued = NOW.minusSeconds(3600);
    return new TrustList(
        NAME, version, issued, issued.plusSeconds(86_400), roots, anchors, List.of());
  }

  private static TrustList of(ListedAnchor... anchors) {
    Instant issued = NOW.minusSeconds(3600);
    return new TrustList(
        NAME, 1, issued, issued.plusSeconds(86_400), TWO_OF_THREE, List.of(anchors), List.of());
  }

  private static TrustList with(TrustList list, Distrust... lost) {
    return new TrustList(
        list.name(),
        list.version(),
        list.issued(),
        list.nextUpdate(),
        list.roots(),
        list.anchors(),
        new ArrayList<>(List.of(lost)));
  }

  private static Distrust lost(Signer signer, Instant since, RevocationCause reason) {
    return new Distrust(cert(signer).keySha256(), since, reason, Optional.empty());
  }

  private static TrustPolicy policy(TrustList list) {
    return list.policy(PKI.policy());
  }

  private static Report judge(
      Signer signer, Role role, TrustPolicy policy, Instant at, TimeSource source) {
    ChainQuery query = new ChainQuery(policy, role, at, source, Lenience.SEAL);
    return ChainValidator.validate(cert(signer), Evidence.of(signer.chain()), query).report();
  }

  private static Certificate cert(Signer signer) {
    return signer.chain().get(0);
  }

  private static Signer root(String label) {
    return VAULT.key(SignatureAlgorithm.SM2_SM3, label);
  }

  private static RootKeys keys(int threshold, Signer... signers) {
    return new RootKeys(List.of(signers).stream().map(Signer::publicKey).toList(), threshold);
  }
}
