package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.SignatureScheme;

/** Object identifiers of suites, and which parameters may stand beside them. */
class SignatureIdentifiersTest {
  @ParameterizedTest
  @CsvSource({
    "SM2_SM3, 1.2.156.10197.1.501",
    "ECDSA_P256_SHA256, 1.2.840.10045.4.3.2",
    "ECDSA_P384_SHA384, 1.2.840.10045.4.3.3",
    "RSA_PKCS1_SHA256, 1.2.840.113549.1.1.11",
    "RSA_PSS_SHA256, 1.2.840.113549.1.1.10",
    "ECDSA_P256_SHA512, 1.2.840.10045.4.3.4",
    "ECDSA_P521_SHA1, 1.2.840.10045.4.1",
    "RSA_PKCS1_SHA1, 1.2.840.113549.1.1.5",
    "RSA_PKCS1_SHA224, 1.2.840.113549.1.1.14",
    "RSA_PKCS1_SHA384, 1.2.840.113549.1.1.12",
    "RSA_PKCS1_SHA512, 1.2.840.113549.1.1.13",
    "ED25519, 1.3.101.112"
  })
  void eachSuiteHasItsIdentifier(SignatureAlgorithm suite, String oid) {
    assertThat(SignatureIdentifiers.of(suite).getAlgorithm().getId()).isEqualTo(oid);
    assertThat(SignatureIdentifiers.parse(SignatureIdentifiers.of(suite))).contains(suite.scheme());
  }

  @Test
  void ecSuitesAreWrittenWithoutParametersAndPkcs1WithNull() {
    assertThat(SignatureIdentifiers.of(SignatureAlgorithm.SM2_SM3).getParameters()).isNull();
    assertThat(SignatureIdentifiers.of(SignatureAlgorithm.ECDSA_P256_SHA256).getParameters())
        .isNull();
    assertThat(SignatureIdentifiers.of(SignatureAlgorithm.RSA_PKCS1_SHA256).getParameters())
        .isEqualTo(DERNull.INSTANCE);
  }

  @ParameterizedTest
  @EnumSource(names = "RSA_PSS_.*", mode = EnumSource.Mode.MATCH_NONE)
  void nullOrNothingIsToleratedAndNothingElse(SignatureAlgorithm suite) {
    ASN1ObjectIdentifier oid = SignatureIdentifiers.of(suite).getAlgorithm();
    assertThat(SignatureIdentifiers.parse(new AlgorithmIdentifier(oid))).contains(suite.scheme());
    assertThat(SignatureIdentifiers.parse(new AlgorithmIdentifier(oid, DERNull.INSTANCE)))
        .contains(suite.scheme());
    for (ASN1Encodable odd : new ASN1Encodable[] {new ASN1Integer(0), new DERSequence(), oid}) {
      assertThat(SignatureIdentifiers.parse(new AlgorithmIdentifier(oid, odd))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.113549.1.1.4", // MD5 with RSA
        "1.2.840.113549.1.1.1", // RSA without a digest
        "1.2.840.10045.2.1", // EC without a digest
        "2.16.840.1.101.3.4.3.14", // RSA with SHA3-256
        "1.2.156.10197.1.301", // the SM2 curve
        "1.2.156.10197.1.401", // SM3
        "1.2.156.10197.1.502", // SM2 with SHA-1
        "1.3.101.113" // Ed448
      })
  void otherIdentifiersNameNoSuite(String oid) {
    AlgorithmIdentifier id = new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
    assertThat(SignatureIdentifiers.parse(id)).isEmpty();
  }

  @Test
  void pssNamesAnySaltButOneHashForBoth() {
    assertThat(SignatureIdentifiers.parse(pss(32, NISTObjectIdentifiers.id_sha256)))
        .contains(SignatureAlgorithm.RSA_PSS_SHA256.scheme());
    SignatureScheme odd =
        SignatureIdentifiers.parse(pss(20, NISTObjectIdentifiers.id_sha256)).orElseThrow();
    assertThat(odd.salt()).isEqualTo(20);
    assertThat(odd.usual()).isFalse();
    assertThat(SignatureIdentifiers.parse(pss(32, NISTObjectIdentifiers.id_sha384))).isEmpty();
    assertThat(SignatureIdentifiers.parse(pss(-1, NISTObjectIdentifiers.id_sha256))).isEmpty();
    assertThat(SignatureIdentifiers.parse(pss(513, NISTObjectIdentifiers.id_sha256))).isEmpty();
    ASN1ObjectIdentifier oid = PKCSObjectIdentifiers.id_RSASSA_PSS;
    assertThat(SignatureIdentifiers.parse(new AlgorithmIdentifier(oid))).isEmpty();
    assertThat(SignatureIdentifiers.parse(new AlgorithmIdentifier(oid, DERNull.INSTANCE)))
        .isEmpty();
    // Defaults mean SHA-1, and their presence says so.
    assertThat(SignatureIdentifiers.parse(new AlgorithmIdentifier(oid, new RSASSAPSSparams())))
        .contains(SignatureAlgorithm.RSA_PSS_SHA1.scheme());
  }

  private static AlgorithmIdentifier pss(int salt, ASN1ObjectIdentifier mgfDigest) {
    AlgorithmIdentifier sha256 =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    AlgorithmIdentifier mgf =
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.id_mgf1, new AlgorithmIdentifier(mgfDigest, DERNull.INSTANCE));
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSASSA_PSS,
        new RSASSAPSSparams(
            sha256, mgf, new ASN1Integer(salt), RSASSAPSSparams.DEFAULT_TRAILER_FIELD));
  }
}
