package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateForge;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Nothing signs the certificates of a message that names its signer by issuer and serial alone:
 * whoever adds namesakes denies no genuine signature by it, and makes no forged one good.
 */
class NamesakesTest {
  private static final TestPki PKI = TestPki.seeded("namesakes");
  private static final Signer SIGNER = PKI.sealSigner("样例");
  private static final Certificate OWN = SIGNER.chain().get(0);

  @Test
  void othersKeysUnderTheNameAreNoSigner() {
    List<Certificate> others = others(30);
    for (CmsForge forge : List.of(bare(), withAttributes())) {
      DocumentReport report = verify(stuffed(forge, others));
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    }
  }

  /** The same key in certificates that its CA never saw: they are no more than words. */
  @Test
  void copiesThatTheIssuerNeverSawAreNoSigner() {
    List<Certificate> copies = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      copies.add(named("CN=x", SIGNER, PKI.vault().key(SignatureAlgorithm.SM2_SM3, "copy " + i)));
    }
    for (CmsForge forge : List.of(bare(), withAttributes())) {
      DocumentReport report = verify(stuffed(forge, copies));
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    }
  }

  /** Not even where the copy names the CA's key, as its own certificates do. */
  @Test
  void aCopyThatNamesTheIssuersKeyIsNoSigner() {
    Signer stranger = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "copy");
    Extension key = OWN.holder().getExtension(Extension.authorityKeyIdentifier);
    Certificate copy = forged("CN=x", SIGNER, stranger).with(key).make();
    DocumentReport report = verify(stuffed(withAttributes(), List.of(copy)));
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
  }

  /** More than are tried leave it open. */
  @Test
  void hundredsLeaveItOpen() {
    DocumentReport report = verify(stuffed(withAttributes(), others(401)));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.UNKNOWN);
  }

  @Test
  void aForgedValueIsWrongAmongNamesakesToo() {
    Signer stranger = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "stranger");
    DocumentReport report = verify(stuffed(withAttributes().signedBy(stranger), others(30)));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.SIGNATURE_VALUE_WRONG);
  }

  /** Whoever signs under a namesake of his own is who he is: nobody whom an anchor vouches for. */
  @Test
  void aStrangersNamesakeIsNoSigner() {
    Signer stranger = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "stranger");
    CmsForge forge = withAttributes().signedBy(stranger);
    DocumentReport report = verify(stuffed(forge, List.of(named("CN=x", stranger, stranger))));
    assertThat(report.conclusion()).isNotEqualTo(Conclusion.VALID);
  }

  /** Who signed before is tried first, so that many signers cost little more than one. */
  @Test
  void theSignersOfOneMessageAreLookedForTogether() {
    CmsForge forge = withAttributes();
    forge.signers = 150;
    DocumentReport report = verify(stuffed(forge, others(150)));
    assertThat(report.signatures()).hasSize(150);
    assertThat(report.conclusion()).as("%s", report.reason()).isEqualTo(Conclusion.VALID);
  }

  /** Nor is one of a CA whose name differs in the type of its strings alone: the key says so. */
  @Test
  void aCertificateUnderARetypedNameIsNoSigner() {
    DERPrintableString country = new DERPrintableString("CN");
    X500Name own = issuer(country, new DERUTF8String("Lab CA"));
    X500Name printed = issuer(country, new DERPrintableString("Lab CA"));
    Signer stranger = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "stranger");
    Certificate anchor =
        new CertificateForge("CN=x", PKI.signerCa(), PKI.signerCa(), "CN=x")
            .names(own, own)
            .ca()
            .make();
    Certificate genuine = under(own, SIGNER, PKI.signerCa());
    TrustPolicy policy =
        PKI.policy().withSigners(List.of(anchor)).withRevocation(TrustPolicy.Revocation.NONE);
    for (CmsForge forge : List.of(bare(), withAttributes())) {
      forge.sid = new IssuerAndSerialNumber(printed, genuine.serial());
      // The genuine one, retyped: told, and valid.
      DocumentReport retyped = verify(stuffed(forge, List.of(), genuine), policy);
      assertThat(retyped.conclusion()).as("%s", retyped).isEqualTo(Conclusion.VALID);
      // Another CA's certificate of that very name takes its place: its key did not sign.
      Certificate others = under(printed, stranger, stranger);
      DocumentReport other = verify(stuffed(forge, List.of(others), genuine), policy);
      assertThat(other.conclusion()).as("%s", other).isNotEqualTo(Conclusion.VALID);
      // Who signs with such a certificate is nobody whom the anchor vouches for.
      forge.signedBy(stranger);
      DocumentReport forged = verify(stuffed(forge, List.of(), others), policy);
      assertThat(forged.conclusion()).as("%s", forged).isNotEqualTo(Conclusion.VALID);
      DocumentReport wrong = verify(stuffed(forge, List.of(), genuine), policy);
      assertThat(wrong.reason()).as("%s", wrong).contains(Reason.SIGNATURE_VALUE_WRONG);
    }
  }

  private static X500Name issuer(ASN1Encodable country, ASN1Encodable common) {
    return new X500Name(new RDN[] {new RDN(BCStyle.C, country), new RDN(BCStyle.CN, common)});
  }

  private static Certificate under(X500Name issuer, Signer subject, Signer by) {
    return new CertificateForge("CN=x", subject, by, "CN=x")
        .names(new X500Name("CN=x"), issuer)
        .usage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)
        .make();
  }

  private static Bytes stuffed(CmsForge forge, List<Certificate> namesakes, Certificate own) {
    forge.certificates.clear();
    namesakes.forEach(c -> forge.certificates.add(c.holder().toASN1Structure()));
    forge.certificates.add(own.holder().toASN1Structure());
    return forge.make();
  }

  private static DocumentReport verify(Bytes message, TrustPolicy policy) {
    return Trust.verify(DocumentSource.of(message), DocumentSource.of(CmsForge.CONTENT), policy);
  }

  private static CmsForge withAttributes() {
    return new CmsForge(SIGNER).without(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
  }

  private static CmsForge bare() {
    CmsForge forge = new CmsForge(SIGNER);
    forge.attributes.clear();
    return forge;
  }

  /** The namesakes stand before the signer's own certificate, in DER by their length. */
  private static Bytes stuffed(CmsForge forge, List<Certificate> namesakes) {
    List<ASN1Encodable> own = List.copyOf(forge.certificates);
    forge.certificates.clear();
    namesakes.forEach(c -> forge.certificates.add(c.holder().toASN1Structure()));
    forge.certificates.addAll(own);
    return forge.make();
  }

  private static List<Certificate> others(int count) {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "other");
    List<Certificate> others = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      others.add(named("CN=" + i, key, key));
    }
    return others;
  }

  /** A certificate of the signer's issuer and serial for another key, signed by {@code issuer}. */
  private static Certificate named(String name, Signer subject, Signer issuer) {
    return forged(name, subject, issuer).make();
  }

  private static CertificateForge forged(String name, Signer subject, Signer issuer) {
    return new CertificateForge(name, subject, issuer, name)
        .names(new X500Name(name), OWN.holder().getIssuer())
        .serial(OWN.serial());
  }

  private static DocumentReport verify(Bytes message) {
    return Trust.verify(
        DocumentSource.of(message), DocumentSource.of(CmsForge.CONTENT), PKI.policy());
  }
}
