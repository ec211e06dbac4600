package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;

/**
 * Names of issuers that went through a text: libraries (the JDK's and Kona's PKCS#7, BouncyCastle
 * from a string) write them anew as PrintableString or UTF8String, whichever they prefer.
 */
class SignerNamesTest {
  private static final Certificate CERTIFICATE =
      issuedBy(name(new DERUTF8String("Lab"), new DERUTF8String("Lab CA")));

  @Test
  void stringsOfTheOtherUsualTypeAreAHabit() {
    assertThat(retyped(new DERPrintableString("Lab"), new DERPrintableString("Lab CA"))).isTrue();
    assertThat(alike(new DERPrintableString("Lab"), new DERPrintableString("Lab CA"))).isTrue();
  }

  /** One tag, another text, another type: what damage or an attacker writes. */
  @Test
  void nothingElseIs() {
    DERUTF8String lab = new DERUTF8String("Lab");
    DERPrintableString printed = new DERPrintableString("Lab");
    for (List<ASN1Encodable> other :
        List.<List<ASN1Encodable>>of(
            List.of(lab, new DERUTF8String("Lab CA")),
            List.of(printed, new DERUTF8String("Lab CA")),
            List.of(lab, new DERPrintableString("Lab CA")),
            List.of(printed, new DERPrintableString("Lab CB")),
            List.of(printed, new DERPrintableString("lab ca")),
            List.of(printed, new DERPrintableString("Lab CA ")),
            List.of(new DERPrintableString("Lab CA"), printed),
            List.of(printed, new DERBMPString("Lab CA")),
            List.of(new DERBMPString("Lab"), new DERBMPString("Lab CA")))) {
      assertThat(retyped(other.get(0), other.get(1))).as("%s", other).isFalse();
    }
    X500Name more =
        new X500Name(
            new RDN[] {
              new RDN(BCStyle.O, printed),
              new RDN(BCStyle.CN, new DERPrintableString("Lab CA")),
              new RDN(BCStyle.OU, printed)
            });
    assertThat(ask(more)).isFalse();
  }

  /** Of a country and a name only the name has a choice: a country is a PrintableString. */
  @Test
  void oneStringIsEnoughWhereNoOtherCouldDiffer() {
    DERPrintableString country = new DERPrintableString("CN");
    DERUTF8String own = new DERUTF8String("Lab CA");
    DERPrintableString printed = new DERPrintableString("Lab CA");
    Certificate certificate = issuedBy(inCountry(country, own));
    assertThat(ask(inCountry(country, printed), certificate)).isTrue();
    assertThat(ask(inCountry(country, own), certificate)).isFalse();
    assertThat(ask(inCountry(new DERUTF8String("CN"), own), certificate)).isFalse();
    assertThat(ask(inCountry(country, new DERPrintableString("Lab CB")), certificate)).isFalse();
    assertThat(ask(inCountry(country, new DERBMPString("Lab CA")), certificate)).isFalse();
    // One of another type that a library leaves as it is makes no choice either.
    Certificate wide = issuedBy(name(new DERBMPString("Lab"), own));
    assertThat(ask(name(new DERBMPString("Lab"), printed), wide)).isFalse();
  }

  private static X500Name inCountry(ASN1Encodable country, ASN1Encodable common) {
    return new X500Name(new RDN[] {new RDN(BCStyle.C, country), new RDN(BCStyle.CN, common)});
  }

  private static boolean ask(X500Name issuer, Certificate certificate) {
    return SignerNames.retyped(
        Der.encode(new IssuerAndSerialNumber(issuer, certificate.serial())), certificate);
  }

  private static boolean retyped(ASN1Encodable organization, ASN1Encodable common) {
    return ask(name(organization, common));
  }

  private static boolean ask(X500Name issuer) {
    return SignerNames.retyped(
        Der.encode(new IssuerAndSerialNumber(issuer, CERTIFICATE.serial())), CERTIFICATE);
  }

  private static boolean alike(ASN1Encodable organization, ASN1Encodable common) {
    X500Name issuer = name(organization, common);
    return SignerNames.alike(
        Der.encode(new IssuerAndSerialNumber(issuer, CERTIFICATE.serial())), CERTIFICATE);
  }

  private static X500Name name(ASN1Encodable organization, ASN1Encodable common) {
    return new X500Name(new RDN[] {new RDN(BCStyle.O, organization), new RDN(BCStyle.CN, common)});
  }

  private static Certificate issuedBy(X500Name issuer) {
    Certificate model = TestPki.seeded("signer names").documentSigner("样例").chain().get(0);
    ASN1Encodable[] parts = ASN1Sequence.getInstance(model.der().toArray()).toArray();
    ASN1Encodable[] body = ASN1Sequence.getInstance(parts[0]).toArray();
    body[3] = issuer;
    parts[0] = new DERSequence(body);
    return Certificate.parse(Der.encode(new DERSequence(parts))).orElseThrow();
  }
}
