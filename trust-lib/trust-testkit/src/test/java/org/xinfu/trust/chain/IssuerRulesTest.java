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
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
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
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.der.Der;
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
  private static final TrustPolicy INTEROP =
      TrustPolicy.interop(List.of(CA), List.of(), TestPki.NOW);

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
    AlgorithmIdentifier other = new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sha256);
    Bytes outer = SesForge.edit(leaf().der(), s -> SesForge.at(s, o -> other, 1));
    assertOnly(check(parse(outer), CA), Outcome.FAIL, Reason.ALGORITHM_MISMATCH);
  }

  /** RFC 5280 §4.1.2.6: a name, or names in a critical extension. */
  @Test
  void aCertificateNamesSomebody() {
    X500Name nobody = new X500Name(new RDN[0]);
    X500Name root = CertificateMaker.name(ROOT);
    Certificate nameless = leaf().names(nobody, root).make();
    Report report = check(nameless, CA);
    assertThat(report.check("certificate-subject").orElseThrow().reason())
        .isEqualTo(Reason.MALFORMED);
    assertThat(report.conclusion().name()).isEqualTo("INDETERMINATE");
    GeneralNames names = new GeneralNames(new GeneralName(GeneralName.rfc822Name, "a@host.cn"));
    for (boolean critical : List.of(true, false)) {
      Certificate named =
          leaf().names(nobody, root).with(Extension.subjectAlternativeName, critical, names).make();
      Report said = check(named, CA);
      assertThat(said.conclusion().name()).isEqualTo("VALID");
      assertThat(said.check("certificate-form").isPresent()).isEqualTo(!critical);
    }
  }

  @Test
  void nullParametersAreReportedAndHarmless() {
    AlgorithmIdentifier withNull =
        new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sm3, DERNull.INSTANCE);
    Bytes outer = SesForge.edit(leaf().der(), s -> SesForge.at(s, o -> withNull, 1));
    for (Certificate odd : List.of(parse(outer), leaf().stating(withNull).make())) {
      assertOnly(check(odd, CA), Outcome.WARN, Reason.ENCODING_NOT_STANDARD);
    }
    // A forgery does not become better by it.
    Certificate forged =
        new CertificateForge(LEAF, LEAF_KEY, SUB_KEY, ROOT).stating(withNull).make();
    assertOnly(check(forged, CA), Outcome.FAIL, Reason.CHAIN_BROKEN);
  }

  @Test
  void anAlgorithmThatNobodyKnowsIsNoFactAgainstTheCertificate() {
    for (String oid : List.of("1.2.3.4", "1.2.840.113549.1.1.2")) {
      AlgorithmIdentifier strange = new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
      assertOnly(
          check(leaf().stating(strange).make(), CA), Outcome.UNKNOWN, Reason.ALGORITHM_NOT_ALLOWED);
    }
  }

  @Test
  void aSuiteThatThePolicyDoesNotListIsNotAllowed() {
    TrustPolicy usual = TrustPolicy.interop(List.of(CA), List.of(), TestPki.NOW);
    TrustPolicy others = usual.withAlgorithms(Set.of(SignatureAlgorithm.ECDSA_P256_SHA256));
    Report.Builder checks = new Report.Builder();
    new IssuerRules(others, new Links(), checks).check(List.of(leaf().make(), CA));
    assertOnly(checks.report(), Outcome.UNKNOWN, Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(outcome(checks.report(), "certificate-signature")).isEqualTo(Outcome.PASS);
    // But a value that is wrong is wrong under any policy.
    Certificate forged = new CertificateForge(LEAF, LEAF_KEY, SUB_KEY, ROOT).make();
    Report.Builder broken = new Report.Builder();
    new IssuerRules(others, new Links(), broken).check(List.of(forged, CA));
    assertOnly(broken.report(), Outcome.FAIL, Reason.CHAIN_BROKEN);
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

  /** OpenSSL signs so unless it is told the user id: no proof of forgery, and never believed. */
  @Test
  void sm2WithoutAUserIdSaysNothing() {
    assertOnly(check(under(Bytes.empty()), CA), Outcome.UNKNOWN, Reason.ALGORITHM_NOT_ALLOWED);
    assertFails(
        check(under(Bytes.utf8("somebody")), CA), "certificate-signature", Reason.CHAIN_BROKEN);
  }

  private static Certificate under(Bytes userId) {
    Bytes signed = Der.read(leaf().der()).children().get(0).encoded();
    byte[] value = VAULT.signAs(ROOT_KEY.publicKey(), userId, signed).toArray();
    return parse(SesForge.edit(leaf().der(), s -> SesForge.at(s, o -> new DERBitString(value), 2)));
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
  @ValueSource(strings = {"2.5.29.18", "2.5.29.9", "1.2.3.4", "1.2.156.10260.4.2.1"})
  void aCriticalExtensionThatIsNotUnderstoodLeavesDoubt(String oid) {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
    Report critical = check(leaf().with(id, true, new DERSequence()).make(), CA);
    assertOnly(critical, Outcome.UNKNOWN, Reason.CRITICAL_EXTENSION_UNKNOWN);
    assertThat(critical.check("certificate-extensions").orElseThrow().detail()).contains(oid);
    Report optional = check(leaf().with(id, false, new DERSequence()).make(), CA);
    assertThat(outcome(optional, "certificate-extensions")).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2.5.29.17",
        "2.5.29.32",
        "2.5.29.31",
        "2.5.29.14",
        "2.5.29.35",
        "2.5.29.30",
        "2.5.29.36",
        "2.5.29.54",
        "2.5.29.33",
        "1.3.6.1.5.5.7.1.3", // declarations on qualified certificates
        "1.2.156.10260.4.1.4" // GM/T 0015: organisation code
      })
  void whatIsUnderstoodMayBeCritical(String oid) {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
    Report report = check(leaf().with(id, true, new DERUTF8String("x")).make(), CA);
    assertThat(outcome(report, "certificate-extensions")).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1461501637330902918203684832716283019655932542976"})
  void oddSerialsAreReportedAndHarmless(String serial) {
    Report report = check(leaf().serial(new BigInteger(serial)).make(), CA);
    assertOnly(report, Outcome.WARN, Reason.ENCODING_NOT_STANDARD);
  }

  /** RFC 5280 §4.2.1.4, §4.2.1.10, §4.2.1.11, §4.2.1.14: what a CA must not write, and means. */
  @Test
  void whatAnAuthorityMustNotWriteIsReportedAndHarmless() {
    ASN1Encodable policy = new DERSequence(new ASN1ObjectIdentifier("1.2.3.4"));
    ASN1Encodable none = new NameConstraints(null, new GeneralSubtree[0]);
    ASN1ObjectIdentifier policies = Extension.certificatePolicies;
    for (CertificateForge odd :
        List.of(
            leaf().with(policies, false, new DERSequence(new ASN1Encodable[] {policy, policy})),
            leaf().with(Extension.nameConstraints, true, none),
            leaf().with(Extension.policyConstraints, false, new PolicyConstraints(null, null)),
            leaf().with(Extension.inhibitAnyPolicy, false, new ASN1Integer(9)))) {
      assertOnly(check(odd.make(), CA), Outcome.WARN, Reason.ENCODING_NOT_STANDARD);
    }
    for (CertificateForge plain :
        List.of(
            leaf().with(policies, false, new DERSequence(policy)),
            leaf().with(Extension.policyConstraints, true, new PolicyConstraints(null, null)),
            leaf().with(Extension.inhibitAnyPolicy, true, new ASN1Integer(9)))) {
      assertThat(check(plain.make(), CA).checks()).allMatch(c -> c.outcome() == Outcome.PASS);
    }
  }

  @Test
  void twentyOctetsAreAllowed() {
    BigInteger longest = BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE);
    assertThat(check(leaf().serial(longest).make(), CA).checks())
        .allMatch(c -> c.outcome() == Outcome.PASS);
  }

  /** RFC 5280 §6.1.4 k: a certificate of version 1 may be an anchor, never an intermediate. */
  @Test
  void versionOneIsForAnchorsAlone() {
    Certificate old = CertificateForge.root(ROOT, ROOT_KEY).versionOne();
    assertThat(old.holder().getVersionNumber()).isEqualTo(1);
    assertThat(check(leaf().make(), old).conclusion().name()).isEqualTo("VALID");
    Certificate above = CertificateForge.root("CN=above", SUB_KEY).ca().make();
    Certificate between = new CertificateForge(ROOT, ROOT_KEY, SUB_KEY, "CN=above").versionOne();
    assertOnly(check(leaf().make(), between, above), Outcome.FAIL, Reason.NOT_A_CA);
  }

  @Test
  void anIssuerSaysThatItIsOne() {
    Certificate above = CertificateForge.root("CN=above", SUB_KEY).ca().make();
    Certificate silent =
        new CertificateForge(ROOT, ROOT_KEY, SUB_KEY, "CN=above")
            .usage(KeyUsage.keyCertSign)
            .make();
    assertFails(check(leaf().make(), silent, above), "issuer-is-ca", Reason.NOT_A_CA);
    Certificate denying =
        CertificateForge.root(ROOT, ROOT_KEY)
            .with(Extension.basicConstraints, true, new BasicConstraints(false))
            .usage(KeyUsage.keyCertSign)
            .make();
    assertFails(check(leaf().make(), denying), "issuer-is-ca", Reason.NOT_A_CA);
  }

  /** Test authorities of keytool and others say nothing; whoever trusts them knows what for. */
  @Test
  void anAnchorMayLeaveUnsaidThatItIsOne() {
    Certificate usage = CertificateForge.root(ROOT, ROOT_KEY).usage(KeyUsage.keyCertSign).make();
    assertOnly(check(leaf().make(), usage), Outcome.WARN, Reason.NOT_A_CA);
    // Somebody above issued it, and did not make it a CA.
    Certificate below =
        new CertificateForge(ROOT, ROOT_KEY, SUB_KEY, "CN=above")
            .usage(KeyUsage.keyCertSign)
            .make();
    assertOnly(check(leaf().make(), below), Outcome.UNKNOWN, Reason.NOT_A_CA);
    Certificate silent = CertificateForge.root(ROOT, ROOT_KEY).make();
    assertOnly(check(leaf().make(), silent), Outcome.UNKNOWN, Reason.NOT_A_CA);
    Certificate signer =
        CertificateForge.root(ROOT, ROOT_KEY).usage(KeyUsage.digitalSignature).make();
    assertThat(check(leaf().make(), signer).conclusion().name()).isEqualTo("INVALID");
    Report.Builder strict = new Report.Builder();
    new IssuerRules(INTEROP.withMode(TrustPolicy.Mode.STRICT), new Links(), strict)
        .check(List.of(leaf().make(), usage));
    assertOnly(strict.report(), Outcome.UNKNOWN, Reason.NOT_A_CA);
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
    new IssuerRules(INTEROP, new Links(), checks).check(List.of(path));
    return checks.report();
  }

  private static Outcome outcome(Report report, String id) {
    return report.check(id).orElseThrow().outcome();
  }

  /** One check alone did not pass, so. */
  private static void assertOnly(Report report, Outcome outcome, Reason reason) {
    assertThat(report.checks().stream().filter(c -> c.outcome() != Outcome.PASS))
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.outcome()).isEqualTo(outcome);
              assertThat(c.reason()).isEqualTo(reason);
            });
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
