package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertPolicyId;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyMappings;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.DerMutators;
import org.xinfu.testkit.DerMutators.Altered;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Certificates, lists and answers damaged value by value and signed anew by whoever made them: each
 * ends in a verdict, and what is not on the path changes nothing about it.
 */
class DamagedEvidenceTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Bytes NONCE = Bytes.hex("00112233445566778899aabbccddeeff");
  private static final TestPki PKI = TestPki.seeded("damaged evidence");
  private static final Signer CA = PKI.signerCa();
  private static final Certificate ISSUER = CA.chain().get(0);
  private static final Signer KEY = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "leaf");
  private static final Signer OTHER = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "ca");
  private static final Certificate LEAF =
      rich(new CertificateForge("CN=leaf", KEY, CA, ISSUER.subject())
              .with(Extension.authorityKeyIdentifier, false, ofIssuer())
              .usage(KeyUsage.digitalSignature))
          .make();
  private static final Signer RESPONDER =
      PKI.issue(PKI.spec("CN=样例应答,C=CN", Purpose.OCSP_RESPONDER, TestPki.END), CA);

  @Test
  void aDamagedLeafEndsInAVerdict() {
    assertThat(judge(LEAF, Evidence.none()).conclusion()).isEqualTo(Conclusion.VALID);
    for (Altered altered : some(DerMutators.resigned(LEAF.der(), CA))) {
      Certificate.parse(altered.octets()).ifPresent(leaf -> judge(leaf, Evidence.none()));
    }
  }

  @Test
  void aDamagedCaOnThePathEndsInAVerdict() {
    Certificate sub = ca("CN=sub", PKI.signerRoot(), PKI.signerRoot().chain().get(0).subject());
    Signer issuer = OTHER.withChain(List.of(sub));
    Certificate deep =
        new CertificateForge("CN=deep", KEY, issuer, "CN=sub")
            .usage(KeyUsage.digitalSignature)
            .make();
    assertThat(judge(deep, Evidence.of(List.of(sub))).conclusion()).isEqualTo(Conclusion.VALID);
    for (Altered altered : some(DerMutators.resigned(sub.der(), PKI.signerRoot()))) {
      Certificate.parse(altered.octets()).ifPresent(c -> judge(deep, Evidence.of(List.of(c))));
    }
  }

  /** Its issuer's name with another key: whoever made the document put it there. */
  @Test
  void aDamagedStrangerChangesNothing() {
    Certificate stranger = ca(ISSUER.subject(), OTHER, ISSUER.subject());
    for (Altered altered : some(DerMutators.resigned(stranger.der(), OTHER))) {
      Certificate.parse(altered.octets())
          .ifPresent(c -> assertValid(altered, Evidence.of(List.of(c))));
    }
  }

  /** A list names the leaf after it signed, or cannot be read; neither makes the leaf malformed. */
  @Test
  void aDamagedListIsPassedOver() {
    Bytes indirect = indirect();
    Bytes plain = PKI.crl(CA, revoked());
    List<Altered> all = new ArrayList<>(some(DerMutators.resigned(indirect, CA)));
    all.addAll(some(DerMutators.resigned(plain, CA)));
    all.addAll(some(DerMutators.headers(indirect)));
    for (Altered altered : all) {
      Report report = judge(LEAF, new Evidence(List.of(), List.of(altered.octets()), List.of()));
      assertThat(failures(report)).as(altered.what()).doesNotContain(Reason.MALFORMED);
    }
  }

  @Test
  void aDamagedAnswerIsPassedOver() {
    Bytes answer = answer();
    Bytes basic = Der.read(answer).children().get(1).children().get(0).children().get(1).content();
    List<Altered> all = new ArrayList<>(some(DerMutators.headers(answer)));
    all.addAll(some(DerMutators.mended(answer)));
    all.addAll(some(DerMutators.resigned(basic, RESPONDER)));
    OcspAnswer asked = new OcspAnswer(LEAF, ISSUER, NONCE, TrustPolicy.Mode.STRICT);
    assertThat(asked.refusal(answer)).isEmpty();
    for (Altered altered : all) {
      asked.refusal(altered.octets());
      Report report =
          judge(LEAF, new Evidence(RESPONDER.chain(), List.of(), List.of(altered.octets())));
      assertThat(failures(report)).as(altered.what()).doesNotContain(Reason.MALFORMED);
    }
  }

  @Test
  void addressesOfADamagedCertificateAreThoseThatCanBeRead() {
    assertThat(AccessPoints.lists(LEAF)).hasSize(2);
    assertThat(AccessPoints.responders(LEAF)).hasSize(1);
    for (Altered altered : some(DerMutators.resigned(LEAF.der(), CA))) {
      for (Certificate leaf : FetchedCertificates.of(altered.octets())) {
        assertThat(AccessPoints.lists(leaf).size()).as(altered.what()).isLessThanOrEqualTo(4);
        assertThat(AccessPoints.responders(leaf).size()).isLessThanOrEqualTo(2);
        assertThat(AccessPoints.issuers(leaf)).isEmpty();
      }
    }
  }

  /** What made a verdict about the leaf of what somebody put beside it, one by one. */
  @Test
  void damagedKeyIdentifiersOfAStrangerAreNoIdentifiers() {
    for (ASN1ObjectIdentifier oid :
        List.of(Extension.subjectKeyIdentifier, Extension.authorityKeyIdentifier)) {
      CertificateForge forge = new CertificateForge(ISSUER.subject(), OTHER, OTHER, "CN=x");
      Certificate stranger = forge.ca().damaged(oid).make();
      assertThat(stranger.subjectKeyIdentifier()).isEmpty();
      assertThat(stranger.extensions().damaged()).containsExactly(oid);
      assertThat(judge(LEAF, Evidence.of(List.of(stranger))).conclusion())
          .isEqualTo(Conclusion.VALID);
    }
  }

  private static List<Altered> some(List<Altered> all) {
    return DerMutators.some(all, 200);
  }

  private static List<Reason> failures(Report report) {
    return report.checks().stream()
        .filter(c -> c.outcome() == Outcome.FAIL)
        .flatMap(c -> Optional.ofNullable(c.reason()).stream())
        .toList();
  }

  private static void assertValid(Altered altered, Evidence evidence) {
    assertThat(judge(LEAF, evidence).conclusion()).as(altered.what()).isEqualTo(Conclusion.VALID);
  }

  private static Report judge(Certificate leaf, Evidence evidence) {
    ChainQuery query =
        new ChainQuery(
            PKI.policy(), Role.SIGNER, NOW.minusSeconds(60), TimeSource.TIMESTAMP, Lenience.ETSI);
    return ChainValidator.validate(leaf, evidence, query).report();
  }

  private static RevokedEntry revoked() {
    return new RevokedEntry(
        LEAF.serial(), NOW.minusSeconds(50), RevocationCause.SUPERSEDED, Optional.of(NOW));
  }

  private static Bytes answer() {
    return OcspMaker.respond(
        RESPONDER,
        List.of(
            new OcspMaker.Status(LEAF, ISSUER, Hash.SHA1, Optional.empty()),
            new OcspMaker.Status(LEAF, ISSUER, Hash.SM3, Optional.of(revoked()))),
        new OcspMaker.Issue(
            NOW.minusSeconds(60), Optional.of(NOW.plusSeconds(60)), Optional.of(NONCE)));
  }

  private static Bytes indirect() {
    X509v2CRLBuilder list = new X509v2CRLBuilder(ISSUER.name(), Date.from(NOW.minusSeconds(3000)));
    list.setNextUpdate(Date.from(NOW.plusSeconds(86_400)));
    GeneralNames issuer = new GeneralNames(new GeneralName(ISSUER.name()));
    ReasonFlags some = new ReasonFlags(ReasonFlags.keyCompromise | ReasonFlags.superseded);
    DistributionPointName point = new DistributionPointName(issuer);
    try {
      for (BigInteger serial : List.of(BigInteger.valueOf(5), LEAF.serial())) {
        ExtensionsGenerator entry = new ExtensionsGenerator();
        entry.addExtension(Extension.reasonCode, false, CRLReason.lookup(CRLReason.superseded));
        entry.addExtension(
            Extension.invalidityDate, false, new ASN1GeneralizedTime(Date.from(NOW)));
        entry.addExtension(Extension.certificateIssuer, true, issuer);
        list.addCRLEntry(serial, Date.from(NOW.minusSeconds(50)), entry.generate());
      }
      list.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.TWO));
      list.addExtension(Extension.authorityKeyIdentifier, false, ofIssuer());
      list.addExtension(
          Extension.issuingDistributionPoint,
          true,
          new IssuingDistributionPoint(point, false, false, some, true, false));
      list.addExtension(
          new ASN1ObjectIdentifier("2.5.29.60"),
          false,
          new ASN1GeneralizedTime(Date.from(TestPki.BEGIN)));
      return Bytes.of(list.build(new SignerContent(CA)).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AuthorityKeyIdentifier ofIssuer() {
    return new AuthorityKeyIdentifier(KeyIdentifiers.of(ISSUER).orElseThrow());
  }

  private static Certificate ca(String name, Signer issuer, String by) {
    GeneralName within = new GeneralName(new X500Name("CN=deep"));
    GeneralName without = new GeneralName(GeneralName.dNSName, "b.example");
    CertPolicyId theirs = CertPolicyId.getInstance(new ASN1ObjectIdentifier("1.2.3"));
    CertPolicyId ours = CertPolicyId.getInstance(new ASN1ObjectIdentifier("1.2.4"));
    return rich(new CertificateForge(name, OTHER, issuer, by).ca())
        .with(
            Extension.nameConstraints,
            true,
            new NameConstraints(
                new GeneralSubtree[] {new GeneralSubtree(within)},
                new GeneralSubtree[] {new GeneralSubtree(without)}))
        .with(
            Extension.policyMappings,
            false,
            new PolicyMappings(new CertPolicyId[] {theirs}, new CertPolicyId[] {ours}))
        .make();
  }

  /** With every extension that is asked for. */
  private static CertificateForge rich(CertificateForge forge) {
    GeneralName url = new GeneralName(GeneralName.uniformResourceIdentifier, "http://a.example/");
    DistributionPoint point =
        new DistributionPoint(
            new DistributionPointName(new GeneralNames(url)),
            new ReasonFlags(ReasonFlags.keyCompromise),
            new GeneralNames(new GeneralName(new X500Name("CN=crl"))));
    DERSet relative =
        new DERSet(new AttributeTypeAndValue(BCStyle.CN, new DERUTF8String("relative")));
    DistributionPoint below =
        new DistributionPoint(new DistributionPointName(1, relative), null, null);
    GeneralName[] names = {
      new GeneralName(GeneralName.dNSName, "a.example"),
      new GeneralName(GeneralName.rfc822Name, "a@a.example"),
      new GeneralName(GeneralName.iPAddress, "10.0.0.1"),
      new GeneralName(new X500Name("CN=x")),
      url
    };
    return forge
        .with(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[20]))
        .with(Extension.subjectAlternativeName, false, new GeneralNames(names))
        .with(
            Extension.cRLDistributionPoints,
            false,
            new CRLDistPoint(new DistributionPoint[] {point, below}))
        .with(Extension.freshestCRL, false, new CRLDistPoint(new DistributionPoint[] {point}))
        .with(
            Extension.authorityInfoAccess,
            false,
            new AuthorityInformationAccess(
                new AccessDescription(AccessDescription.id_ad_ocsp, url)))
        .with(
            Extension.certificatePolicies,
            false,
            new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier("1.2.3"))))
        .with(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection))
        .with(
            Extension.policyConstraints,
            false,
            new PolicyConstraints(BigInteger.TEN, BigInteger.TEN))
        .with(Extension.inhibitAnyPolicy, false, new ASN1Integer(9));
  }
}
