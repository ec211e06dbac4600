package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * A document may bring as many certificates as it likes. Those that are too many to be judged do
 * not hide who was revoked: with 130 namesakes of the issuer the budget is spent before anybody
 * looks at what the policy knows.
 */
class StuffedPathTest {
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("stuffed path");
  private static final Signer ROOT = key("root");
  private static final Signer CA = key("ca");
  private static final Signer LISTS = key("lists");
  private static final Signer STRANGER = key("stranger");
  private static final Certificate ROOT_OWN = CertificateForge.root("CN=root", ROOT).ca().make();
  private static final Certificate CA_OWN = ca("CN=ca", CA, 5);

  /** The CA's name with another key: made for its lists alone. */
  private static final Certificate LISTS_OWN = ca("CN=ca", LISTS, 6);

  private static final Certificate LEAF =
      new CertificateForge("CN=leaf", key("leaf"), CA, "CN=ca")
          .serial(7)
          .usage(KeyUsage.digitalSignature)
          .make();

  /** Both are anchors, and one says that the other is revoked. */
  @ParameterizedTest
  @EnumSource
  void anAnchorThatAnotherRevokedStaysRevoked(TrustPolicy.Mode mode) {
    TrustPolicy policy =
        policy(List.of(CA_OWN, ROOT_OWN), mode)
            .withCrls(List.of(list(ROOT, ROOT_OWN, CA_OWN), list(CA, CA_OWN)));
    assertThat(judged(List.of(), policy).reason()).contains(Reason.CERTIFICATE_REVOKED);
    Report stuffed = judged(namesakes(), policy);
    assertThat(stuffed.conclusion()).as("%s", stuffed).isNotEqualTo(Conclusion.VALID);
    assertThat(stuffed.reason()).contains(Reason.CERTIFICATE_REVOKED);
    TrustPolicy unhurt = policy.withCrls(List.of(list(ROOT, ROOT_OWN), list(CA, CA_OWN)));
    assertThat(judged(List.of(), unhurt).conclusion()).isEqualTo(Conclusion.VALID);
    assertOpen(judged(namesakes(), unhurt));
  }

  /** Whose list it is can no longer be seen, so nobody knows whether the leaf is revoked. */
  @ParameterizedTest
  @EnumSource
  void aListByTheIssuersOtherKeyIsNotPassedOver(TrustPolicy.Mode mode) {
    TrustPolicy policy =
        policy(List.of(ROOT_OWN), mode)
            .withIntermediates(List.of(CA_OWN, LISTS_OWN))
            .withCrls(List.of(list(ROOT, ROOT_OWN), list(LISTS, LISTS_OWN, LEAF)));
    assertThat(judged(List.of(), policy).reason()).contains(Reason.CERTIFICATE_REVOKED);
    assertOpen(judged(namesakes(), policy));
  }

  @Test
  void whoDoesNotAskAboutRevocationIsNotTold() {
    TrustPolicy policy =
        policy(List.of(CA_OWN), TrustPolicy.Mode.INTEROP)
            .withRevocation(TrustPolicy.Revocation.NONE);
    assertThat(judged(namesakes(), policy).conclusion()).isEqualTo(Conclusion.VALID);
  }

  private static void assertOpen(Report report) {
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  private static Report judged(List<Certificate> brought, TrustPolicy policy) {
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, TestPki.NOW, TimeSource.CLAIMED, Lenience.ETSI);
    Verdict<List<Certificate>> verdict = ChainValidator.validate(LEAF, brought, query);
    return verdict.report();
  }

  private static TrustPolicy policy(List<Certificate> anchors, TrustPolicy.Mode mode) {
    return TrustPolicy.interop(anchors, List.of(), TestPki.NOW).withMode(mode);
  }

  private static List<Certificate> namesakes() {
    List<Certificate> all = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      all.add(CertificateForge.root("CN=ca", STRANGER).serial(1000 + i).ca().make());
    }
    return all;
  }

  private static Certificate ca(String name, Signer key, long serial) {
    return new CertificateForge(name, key, ROOT, "CN=root")
        .serial(serial)
        .with(Extension.basicConstraints, true, new BasicConstraints(true))
        .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
        .make();
  }

  private static Bytes list(Signer issuer, Certificate own, Certificate... revoked) {
    List<RevokedEntry> entries = new ArrayList<>();
    for (Certificate each : revoked) {
      entries.add(
          new RevokedEntry(
              each.serial(),
              TestPki.NOW.minus(Duration.ofDays(3)),
              RevocationCause.KEY_COMPROMISE,
              Optional.empty()));
    }
    return CrlMaker.issue(
        issuer.withChain(List.of(own)),
        entries,
        new CrlMaker.Issue(
            TestPki.NOW.minus(Duration.ofHours(1)),
            TestPki.NOW.plus(Duration.ofDays(9)),
            BigInteger.ONE));
  }

  private static Signer key(String label) {
    return VAULT.key(SignatureAlgorithm.SM2_SM3, label);
  }
}
