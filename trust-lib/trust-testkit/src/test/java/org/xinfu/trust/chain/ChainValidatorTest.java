package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Which of several paths counts, and the ends of all of them: RFC 5280 §6. */
class ChainValidatorTest {
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("chain validator");
  private static final Signer ROOT_KEY = key("root");
  private static final Signer SUB_KEY = key("sub");
  private static final Signer LEAF_KEY = key("leaf");
  private static final Certificate ROOT = CertificateForge.root("CN=root", ROOT_KEY).ca().make();
  private static final Certificate LEAF =
      new CertificateForge("CN=leaf", LEAF_KEY, SUB_KEY, "CN=sub")
          .usage(KeyUsage.digitalSignature)
          .make();

  /** May issue. */
  private static final Certificate SOUND = sub(1).ca().make();

  /** May not: by it the path is invalid. */
  private static final Certificate NO_CA = sub(2).usage(KeyUsage.keyCertSign).make();

  /** May issue, and asks for what nobody here understands: by it the path is undecided. */
  private static final Certificate OPEN =
      sub(3).ca().with(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE).make();

  @Test
  void alone() {
    assertBest(Conclusion.VALID, List.of(SOUND));
    assertBest(Conclusion.INVALID, List.of(NO_CA));
    assertBest(Conclusion.INDETERMINATE, List.of(OPEN));
  }

  /** A way that holds is enough, wherever it stands. */
  @Test
  void aValidPathCountsMoreThanAnyOther() {
    for (Certificate other : List.of(NO_CA, OPEN)) {
      assertBest(Conclusion.VALID, List.of(SOUND, other));
      assertBest(Conclusion.VALID, List.of(other, SOUND));
    }
    assertBest(Conclusion.VALID, List.of(NO_CA, OPEN, SOUND));
    assertBest(Conclusion.VALID, List.of(OPEN, NO_CA, SOUND));
  }

  /** A flipped octet in a copy that anybody may have added is told, and denies nothing. */
  @Test
  void anAlteredCopyOfACertificateIsTold() {
    for (Certificate own : List.of(LEAF, SOUND, ROOT)) {
      int parsed = 0;
      for (int i = 0; i < own.der().length(); i += 3) {
        byte[] octets = own.der().toArray();
        octets[i] ^= 4;
        List<Certificate> copies = Certificate.parse(Bytes.of(octets)).stream().toList();
        parsed += copies.size();
        for (Certificate copy : copies) {
          assertTold(List.of(SOUND, copy));
          assertTold(List.of(copy, SOUND));
        }
      }
      assertThat(parsed).isGreaterThan(50);
    }
    assertBest(Conclusion.VALID, List.of(SOUND, LEAF, ROOT, SOUND, sub(4).ca().make()));
  }

  /** What nobody could judge may have been the right way. */
  @Test
  void anUndecidedPathCountsMoreThanAnInvalid() {
    assertBest(Conclusion.INDETERMINATE, List.of(NO_CA, OPEN));
    assertBest(Conclusion.INDETERMINATE, List.of(OPEN, NO_CA));
  }

  /** Nobody issued it, so that its own period is all there is to ask. */
  @Test
  void anAnchorThatSignsItselfIsInItsPeriod() {
    TrustPolicy own = policy(List.of(LEAF));
    assertThat(judged(own, List.of()).report().conclusion()).isEqualTo(Conclusion.VALID);
    Instant after = TestPki.END.plus(Duration.ofDays(1));
    Report ended = judged(own.withAt(after), List.of()).report();
    assertThat(ended.reason()).contains(Reason.CERTIFICATE_EXPIRED);
    Report early = judged(own.withAt(TestPki.BEGIN.minusSeconds(1)), List.of()).report();
    assertThat(early.reason()).contains(Reason.CERTIFICATE_NOT_YET_VALID);
  }

  @Test
  void aPathLongerThanThePolicyTakesIsRefused() {
    TrustPolicy usual = policy(List.of(ROOT));
    TrustPolicy two = usual.withBudgets(length(2));
    Report tooLong = judged(two, List.of(SOUND)).report();
    assertThat(tooLong.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(tooLong.reason()).contains(Reason.PATH_TOO_LONG);
    TrustPolicy three = usual.withBudgets(length(3));
    assertThat(judged(three, List.of(SOUND)).report().conclusion()).isEqualTo(Conclusion.VALID);
  }

  private static TrustPolicy.Budgets length(int chain) {
    return new TrustPolicy.Budgets(1 << 20, 10, 1 << 20, 1 << 20, 10, 10, 10, chain);
  }

  private static void assertTold(List<Certificate> subs) {
    assertBest(Conclusion.VALID, subs);
    assertThat(judged(policy(List.of(ROOT)), subs).report().checks())
        .anyMatch(c -> c.outcome() == Outcome.WARN && c.reason() == Reason.CHAIN_BROKEN);
  }

  private static void assertBest(Conclusion expected, List<Certificate> subs) {
    Verdict<List<Certificate>> verdict = judged(policy(List.of(ROOT)), subs);
    assertThat(verdict.report().conclusion()).as("%s", verdict.report()).isEqualTo(expected);
    if (expected == Conclusion.VALID) {
      assertThat(verdict.orThrow(r -> new IllegalStateException(r.code())))
          .containsExactly(LEAF, SOUND, ROOT);
    }
  }

  private static Verdict<List<Certificate>> judged(TrustPolicy policy, List<Certificate> subs) {
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, policy.at(), TimeSource.CLAIMED, Lenience.SEAL);
    return ChainValidator.validate(LEAF, new ArrayList<>(subs), query);
  }

  private static TrustPolicy policy(List<Certificate> anchors) {
    return TrustPolicy.interop(anchors, List.of(), TestPki.NOW)
        .withRevocation(TrustPolicy.Revocation.NONE);
  }

  private static CertificateForge sub(long serial) {
    return new CertificateForge("CN=sub", SUB_KEY, ROOT_KEY, "CN=root").serial(serial);
  }

  private static Signer key(String label) {
    return VAULT.key(SignatureAlgorithm.SM2_SM3, label);
  }
}
