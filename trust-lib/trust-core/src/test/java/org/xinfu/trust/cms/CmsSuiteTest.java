package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.SignatureScheme;

/** A SignerInfo names its suite twice over; the two must agree. */
class CmsSuiteTest {
  @ParameterizedTest
  @EnumSource
  void eachSuiteGoesWithItsOwnDigestAlone(SignatureAlgorithm suite) {
    AlgorithmIdentifier id = CmsSuite.signatureIdentifier(suite);
    for (ContentDigest digest : ContentDigest.values()) {
      SignatureScheme named = CmsSuite.scheme(id, digest).orElseThrow();
      assertThat(named).isEqualTo(suite.scheme());
      boolean own = ContentDigest.of(suite) == digest;
      // Ed25519 hashes by itself: any digest but SM3 may stand for the content.
      boolean free = suite == SignatureAlgorithm.ED25519 && digest != ContentDigest.SM3;
      assertThat(CmsSuite.agree(named, digest)).describedAs("%s", digest).isEqualTo(own || free);
    }
  }

  @Test
  void bareKeyTypesTakeTheirHashFromTheDigest() {
    AlgorithmIdentifier rsa =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    AlgorithmIdentifier ec = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey);
    assertThat(CmsSuite.scheme(rsa, ContentDigest.SHA384))
        .contains(SignatureAlgorithm.RSA_PKCS1_SHA384.scheme());
    assertThat(CmsSuite.scheme(ec, ContentDigest.SHA256))
        .contains(SignatureAlgorithm.ECDSA_P256_SHA256.scheme());
    assertThat(CmsSuite.scheme(rsa, ContentDigest.SM3)).isEmpty();
    assertThat(CmsSuite.scheme(ec, ContentDigest.SM3))
        .contains(SignatureAlgorithm.SM2_SM3.scheme());
    AlgorithmIdentifier odd =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, new ASN1Integer(1));
    assertThat(CmsSuite.scheme(odd, ContentDigest.SHA256)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void oddParametersNameNoSuite(SignatureAlgorithm suite) {
    ASN1ObjectIdentifier oid = CmsSuite.signatureIdentifier(suite).getAlgorithm();
    AlgorithmIdentifier odd = new AlgorithmIdentifier(oid, new ASN1Integer(1));
    assertThat(CmsSuite.scheme(odd, ContentDigest.of(suite))).isEmpty();
  }

  @Test
  void pssNeedsItsParameters() {
    ASN1ObjectIdentifier oid = PKCSObjectIdentifiers.id_RSASSA_PSS;
    assertThat(CmsSuite.scheme(new AlgorithmIdentifier(oid), ContentDigest.SHA1)).isEmpty();
    AlgorithmIdentifier none = new AlgorithmIdentifier(oid, DERNull.INSTANCE);
    assertThat(CmsSuite.scheme(none, ContentDigest.SHA1)).isEmpty();
    AlgorithmIdentifier defaults = new AlgorithmIdentifier(oid, new RSASSAPSSparams());
    assertThat(CmsSuite.scheme(defaults, ContentDigest.SHA1))
        .contains(SignatureAlgorithm.RSA_PSS_SHA1.scheme());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.113549.1.1.4", // MD5 with RSA
        "1.2.840.10045.4.3.12", // no such arc
        "2.16.840.1.101.3.4.3.10", // ECDSA with SHA3-256
        "1.2.840.10040.4.3", // DSA
        "1.3.101.113" // Ed448
      })
  void otherSignatureIdentifiersAreUnknown(String oid) {
    AlgorithmIdentifier id = new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
    assertThat(CmsSuite.scheme(id, ContentDigest.SHA256)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SM3, 1.2.156.10197.1.401, 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    "SHA256, 2.16.840.1.101.3.4.2.1,"
        + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SHA384, 2.16.840.1.101.3.4.2.2,"
        + "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
        + "8086072ba1e7cc2358baeca134c825a7",
    "SHA512, 2.16.840.1.101.3.4.2.3,"
        + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
  })
  void digestsHaveTheirIdentifierAndValue(ContentDigest digest, String oid, String abc)
      throws IOException {
    assertThat(digest.oid().getId()).isEqualTo(oid);
    assertThat(ContentDigest.ofOid(new ASN1ObjectIdentifier(oid))).contains(digest);
    assertThat(CmsSuite.digestIdentifier(digest).getParameters()).isNull();
    Bytes content = Bytes.utf8("abc");
    assertThat(digest.of(content).toHex()).isEqualTo(abc);
    assertThat(digest.of(new ByteArrayInputStream(content.toArray())).toHex()).isEqualTo(abc);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.840.113549.2.5", "2.16.840.1.101.3.4.2.8", "1.3.36.3.2.1"})
  void otherDigestsAreUnknown(String oid) {
    assertThat(ContentDigest.ofOid(new ASN1ObjectIdentifier(oid))).isEmpty();
  }
}
