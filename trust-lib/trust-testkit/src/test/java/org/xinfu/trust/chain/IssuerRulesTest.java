package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** RFC 5280 §6.1.3 and §6.1.4: each rule with the one certificate that breaks it. */
class IssuerRulesTest {
  private static final String ROOT = "CN=forged root,C=CN";
  private static final String LEAF = "CN=forged leaf,C=CN";
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("issuer rules");
  private static final Signer ROOT_KEY = VAULT.key(SignatureAlgorithm.SM2_SM3, "root");
  private static final Signer SUB_KEY = VAULT.key(SignatureAlgorithm.SM2_SM3, "sub");
  private static final Signer LEAF_KEY = VAULT.key(SignatureAlgorithm.SM2_SM3, "leaf");
  private static final Certificate CA = CertificateForge.root(ROOT, ROOT_KEY).ca().make();

  @Test
  void aPlainPathPassesEveryRule() {
    assertThat(check(leaf().make(), CA).checks()).allMatch(c -> c.outcome() == Outcome.PASS);
    assertThat(check(leaf().make(), CA).checks().stream().map(Check::id))
        .containsExactly(
            "certificate-signature",
            "certificate-extensions",
            "issuer-is-ca",
            "issuer-key-usage",
            "path-length");
  }

  @Test
  void bothAlgorithmFieldsAreTheSame() {
    // NULL parameters are tolerated, but then in both places.
    AlgorithmIdentifier withNull =
        new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sm3, DERNull.INSTANCE);
    Bytes outer = SesForge.edit(leaf().der(), s -> SesForge.at(s, o -> withNull, 1));
    assertFails(check(parse(outer), CA), "certificate-signature", Reason.ALGORITHM_MISMATCH);
    assertThat(check(leaf().stating(withNull).make(), CA).conclusion().name()).isEqualTo("VALID");
  }

  @Test
  void aSignatureByAnAlgorithmOffTheListIsNotAllowed() {
    AlgorithmIdentifier md5 = new AlgorithmIdentifier(PKCSObjectIdentifiers.md5WithRSAEncryption);
    Report report = check(leaf().stating(md5).make(), CA);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void aSuiteThatThePolicyDoesNotListIsNotAllowed() {
    TrustPolicy usual = TrustPolicy.interop(List.of(CA), List.of(), TestPki.NOW);
    TrustPolicy others =
        new TrustPolicy(
            usual.name(),
            usual.signers(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(SignatureAlgorithm.ECDSA_P256_SHA256),
            usual.revocation(),
            usual.at(),
            usual.budgets());
    Report.Builder checks = new Report.Builder();
    new IssuerRules(others, checks).check(List.of(leaf().make(), CA));
    assertThat(checks.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(checks.report().reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(checks.report().check("certificate-signature").orElseThrow().outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void theAlgorithmIsOfTheIssuersKind() {
    AlgorithmIdentifier ecdsa = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    assertFails(
        check(leaf().stating(ecdsa).make(), CA),
        "certificate-signature",
        Reason.ALGORITHM_MISMATCH);
  }

  @Test
  void theSignatureIsTheIssuersOverTheReceivedOctets() {
    Certificate byAnother = new CertificateForge(LEAF, LEAF_KEY, SUB_KEY, ROOT).make();
    assertFails(check(byAnother, CA), "certificate-signature", Reason.CHAIN_BROKEN);
  }

  @Test
  void aValueThatIsNoWholeOctetsIsMalformed() {
    for (ASN1Encodable value :
        new ASN1Encodable[] {
          new DERBitString(new byte[0]), new DERBitString(new byte[] {0x30, 0x06, 0x02}, 1)
        }) {
      Bytes der = SesForge.edit(leaf().der(), s -> SesForge.at(s, o -> value, 2));
      assertFails(check(parse(der), CA), "certificate-signature", Reason.MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2.5.29.36", // policy constraints
        "2.5.29.54", // inhibit any policy
        "2.5.29.33", // policy mappings
        "2.5.29.18", // issuer alternative name
        "1.2.3.4"
      })
  void aCriticalExtensionThatIsNotUnderstoodIsRefused(String oid) {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
    Report critical = check(leaf().with(id, true, new DERSequence()).make(), CA);
    assertFails(critical, "certificate-extensions", Reason.CRITICAL_EXTENSION_UNKNOWN);
    assertThat(critical.check("certificate-extensions").orElseThrow().detail()).contains(oid);
    Report optional = check(leaf().with(id, false, new DERSequence()).make(), CA);
    assertThat(outcome(optional, "certificate-extensions")).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.5.29.17", "2.5.29.32", "2.5.29.31", "2.5.29.14", "2.5.29.35"})
  void whatIsUnderstoodMayBeCritical(String oid) {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
    Report report = check(leaf().with(id, true, new DERUTF8String("x")).make(), CA);
    assertThat(outcome(report, "certificate-extensions")).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nameConstraintsBindEvenWhenNotCritical(boolean critical) {
    Certificate constrained =
        leaf().with(Extension.nameConstraints, critical, new DERSequence()).make();
    assertFails(
        check(constrained, CA), "certificate-extensions", Reason.CRITICAL_EXTENSION_UNKNOWN);
  }

  @Test
  void anIssuerSaysThatItIsOne() {
    Certificate silent = CertificateForge.root(ROOT, ROOT_KEY).usage(KeyUsage.keyCertSign).make();
    assertFails(check(leaf().make(), silent), "issuer-is-ca", Reason.NOT_A_CA);
    Certificate denying =
        CertificateForge.root(ROOT, ROOT_KEY)
            .with(Extension.basicConstraints, true, new BasicConstraints(false))
            .usage(KeyUsage.keyCertSign)
            .make();
    assertFails(check(leaf().make(), denying), "issuer-is-ca", Reason.NOT_A_CA);
  }

  @Test
  void anIssuerThatStatesItsUsageMaySignCertificates() {
    Certificate other =
        CertificateForge.root(ROOT, ROOT_KEY)
            .with(Extension.basicConstraints, true, new BasicConstraints(true))
            .usage(KeyUsage.cRLSign | KeyUsage.digitalSignature)
            .make();
    assertFails(check(leaf().make(), other), "issuer-key-usage", Reason.KEY_USAGE_WRONG);
    Certificate silent =
        CertificateForge.root(ROOT, ROOT_KEY)
            .with(Extension.basicConstraints, true, new BasicConstraints(true))
            .make();
    assertThat(outcome(check(leaf().make(), silent), "issuer-key-usage")).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, PASS",
    "0, 1, FAIL",
    "1, 1, PASS",
    "1, 2, FAIL",
    "-1, 0, FAIL",
    "2147483648, 2, PASS",
    "1208925819614629174706176, 2, PASS"
  })
  void thePathIsNoLongerThanTheIssuerAllows(BigInteger limit, int below, Outcome expected) {
    ASN1Encodable constraint =
        new DERSequence(new ASN1Encodable[] {ASN1Boolean.TRUE, new ASN1Integer(limit)});
    Certificate root =
        CertificateForge.root(ROOT, ROOT_KEY)
            .with(Extension.basicConstraints, true, constraint)
            .usage(KeyUsage.keyCertSign)
            .make();
    Certificate first = new CertificateForge("CN=s1", SUB_KEY, ROOT_KEY, ROOT).ca().make();
    Certificate second = new CertificateForge("CN=s2", SUB_KEY, SUB_KEY, "CN=s1").ca().make();
    List<Certificate> path =
        switch (below) {
          case 0 -> List.of(leaf().make(), root);
          case 1 -> List.of(below("CN=s1"), first, root);
          default -> List.of(below("CN=s2"), second, first, root);
        };
    Report report = check(path.toArray(Certificate[]::new));
    List<Outcome> lengths =
        report.checks().stream()
            .filter(c -> c.id().equals("path-length"))
            .map(Check::outcome)
            .toList();
    assertThat(lengths.get(lengths.size() - 1)).isEqualTo(expected);
    assertThat(lengths.subList(0, below)).allMatch(o -> o == Outcome.PASS);
    assertThat(lengths).hasSize(below + 1);
  }

  @Test
  void selfIssuedCertificatesDoNotCount() {
    Certificate root =
        CertificateForge.root(ROOT, ROOT_KEY)
            .with(Extension.basicConstraints, true, new BasicConstraints(0))
            .usage(KeyUsage.keyCertSign)
            .make();
    // The root's next key, certified by its former one under the same name.
    Certificate rollover = new CertificateForge(ROOT, SUB_KEY, ROOT_KEY, ROOT).ca().make();
    Certificate end = new CertificateForge(LEAF, LEAF_KEY, SUB_KEY, ROOT).make();
    assertThat(check(end, rollover, root).conclusion().name()).isEqualTo("VALID");
  }

  private static CertificateForge leaf() {
    return new CertificateForge(LEAF, LEAF_KEY, ROOT_KEY, ROOT);
  }

  private static Certificate below(String issuer) {
    return new CertificateForge(LEAF, LEAF_KEY, SUB_KEY, issuer).make();
  }

  private static Certificate parse(Bytes der) {
    return Certificate.parse(der).orElseThrow();
  }

  private static Report check(Certificate... path) {
    Report.Builder checks = new Report.Builder();
    TrustPolicy policy = TrustPolicy.interop(List.of(CA), List.of(), TestPki.NOW);
    new IssuerRules(policy, checks).check(List.of(path));
    return checks.report();
  }

  private static Outcome outcome(Report report, String id) {
    return report.check(id).orElseThrow().outcome();
  }

  /** This check fails for this reason, and it alone. */
  private static void assertFails(Report report, String id, Reason reason) {
    assertThat(report.checks().stream().filter(c -> c.outcome() != Outcome.PASS))
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.id()).isEqualTo(id);
              assertThat(c.outcome()).isEqualTo(Outcome.FAIL);
              assertThat(c.reason()).isEqualTo(reason);
            });
  }
}
