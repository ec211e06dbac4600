package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Reading a certificate: one DER form, every accessor safe afterwards. */
class CertificateTest {
  private static final TestPki PKI = TestPki.seeded("certificate");
  private static final Certificate LEAF = PKI.sealSigner("样例").chain().get(0);
  private static final Signer KEY =
      SoftKeyVault.seeded("certificate").key(SignatureAlgorithm.SM2_SM3, "k");

  @Test
  void itShowsWhatWasMade() {
    assertThat(LEAF.subject()).contains("样例单位").contains("样例");
    assertThat(LEAF.issuer()).isEqualTo(PKI.signerCa().chain().get(0).subject());
    assertThat(LEAF.serial().signum()).isPositive();
    assertThat(LEAF.notBefore()).isEqualTo(TestPki.BEGIN);
    assertThat(LEAF.notAfter()).isEqualTo(TestPki.END);
    assertThat(LEAF.sha256()).isEqualTo(Digests.sha256(LEAF.der()).toHex());
    assertThat(LEAF.selfIssued()).isFalse();
    assertThat(PKI.signerRoot().chain().get(0).selfIssued()).isTrue();
    assertThat(LEAF.toString()).endsWith(" #" + LEAF.serial().toString(16));
  }

  @Test
  void twoAreEqualWhenTheirOctetsAre() {
    Certificate again = Certificate.parse(LEAF.der()).orElseThrow();
    assertThat(again).isEqualTo(LEAF).hasSameHashCodeAs(LEAF);
    assertThat(PKI.sealSigner("样例").chain().get(0)).isNotEqualTo(LEAF);
    assertThat(LEAF.equals((Object) LEAF.der())).isFalse();
  }

  @Test
  void bothEndsOfThePeriodBelongToIt() {
    assertThat(LEAF.validAt(TestPki.BEGIN)).isTrue();
    assertThat(LEAF.validAt(TestPki.END)).isTrue();
    assertThat(LEAF.validAt(TestPki.BEGIN.minusNanos(1))).isFalse();
    assertThat(LEAF.validAt(TestPki.END.plusNanos(1))).isFalse();
  }

  @Test
  void usageMeansAllOfTheAskedBits() {
    assertThat(LEAF.allowsUsage(KeyUsage.digitalSignature)).isTrue();
    assertThat(LEAF.allowsUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)).isTrue();
    assertThat(LEAF.allowsUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)).isFalse();
    Certificate silent = CertificateForge.root("CN=silent", KEY).make();
    assertThat(silent.hasKeyUsage()).isFalse();
    assertThat(silent.allowsUsage(KeyUsage.digitalSignature)).isFalse();
    assertThat(silent.isCa()).isFalse();
    assertThat(silent.extension(Extension.basicConstraints)).isEmpty();
    assertThat(CertificateForge.root("CN=ca", KEY).ca().make().isCa()).isTrue();
  }

  @Test
  void theKeyFitsItsSuiteAlone() {
    assertThat(LEAF.publicKey().orElseThrow().algorithm()).isEqualTo(SignatureAlgorithm.SM2_SM3);
    for (SignatureAlgorithm suite : SignatureAlgorithm.values()) {
      assertThat(LEAF.publicKey(suite).isPresent()).isEqualTo(suite == SignatureAlgorithm.SM2_SM3);
    }
  }

  @Test
  void otherOctetsAreNoCertificate() {
    Bytes der = LEAF.der();
    assertThat(Certificate.parse(Bytes.empty())).isEmpty();
    assertThat(Certificate.parse(Bytes.utf8("-----BEGIN CERTIFICATE-----"))).isEmpty();
    assertThat(Certificate.parse(Bytes.hex("3000"))).isEmpty();
    assertThat(Certificate.parse(der.concat(Bytes.hex("00")))).isEmpty();
    assertThat(Certificate.parse(PKI.crl(PKI.signerCa()))).isEmpty();
    for (int length = 0; length < der.length(); length += 17) {
      assertThat(Certificate.parse(der.slice(0, length))).isEmpty();
    }
  }

  @Test
  void berIsNoCertificate() {
    Bytes content = LEAF.der().slice(4, LEAF.der().length());
    assertThat(LEAF.der().slice(0, 2)).isEqualTo(Bytes.hex("3082"));
    Bytes indefinite = Bytes.hex("3080").concat(content).concat(Bytes.hex("0000"));
    assertThat(Certificate.parse(indefinite)).isEmpty();
    Bytes padded = Bytes.hex("308300").concat(LEAF.der().slice(2, LEAF.der().length()));
    assertThat(Certificate.parse(padded)).isEmpty();
  }

  /** Places in TBSCertificate: 2 algorithm, 3 issuer, 4 validity, 5 subject, 6 key. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void aPartOfAnotherKindIsMalformed(int part) {
    for (ASN1Encodable other :
        new ASN1Encodable[] {DERNull.INSTANCE, new DEROctetString(new byte[3])}) {
      Bytes odd = SesForge.edit(LEAF.der(), s -> SesForge.at(s, o -> other, 0, part));
      assertThat(Certificate.parse(odd)).isEmpty();
    }
  }

  @Test
  void aDateThatIsNoneIsMalformed() {
    for (int end : new int[] {0, 1}) {
      Bytes odd =
          SesForge.edit(
              LEAF.der(), s -> SesForge.at(s, o -> CertificateForge.noMoment(), 0, 4, end));
      assertThat(Certificate.parse(odd)).isEmpty();
    }
  }

  @Test
  void basicConstraintsAndKeyUsageAreReadAtOnce() {
    assertThat(
            Certificate.parse(
                CertificateForge.root("CN=x", KEY).damaged(Extension.basicConstraints).der()))
        .isEmpty();
    assertThat(
            Certificate.parse(CertificateForge.root("CN=x", KEY).damaged(Extension.keyUsage).der()))
        .isEmpty();
    Bytes wrongKind =
        CertificateForge.root("CN=x", KEY).with(Extension.keyUsage, true, new DERSequence()).der();
    assertThat(Certificate.parse(wrongKind)).isEmpty();
  }

  @Test
  void anExtensionTwiceIsMalformed() {
    // [3] EXPLICIT Extensions is the last part of TBSCertificate.
    Bytes twice =
        SesForge.edit(
            LEAF.der(),
            s ->
                SesForge.at(
                    s,
                    o -> {
                      var tagged = (ASN1TaggedObject) o;
                      var all = (ASN1Sequence) tagged.getExplicitBaseObject();
                      return new DERTaggedObject(true, 3, SesForge.append(all, all.getObjectAt(0)));
                    },
                    0,
                    7));
    assertThat(twice.length()).isGreaterThan(LEAF.der().length());
    assertThat(Certificate.parse(twice)).isEmpty();
  }

  @Test
  void testCertificatesCarryTheirMark() {
    assertThat(TestAnchors.isTest(LEAF)).isTrue();
    assertThat(TestAnchors.isTest(CertificateForge.root("CN=x", KEY).ca().make())).isFalse();
    assertThat(LEAF.extension(TestAnchors.OID).orElseThrow().isCritical()).isFalse();
    assertThat(LEAF.serial()).isNotEqualTo(BigInteger.ZERO);
  }
}
