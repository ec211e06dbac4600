package org.xinfu.trust.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;

/** Keys of kinds that are not accepted, damaged keys, and keys used for another suite. */
class HostileKeyTest {
  private static final Bytes MESSAGE = Bytes.utf8("message");
  private static final BigInteger N =
      new BigInteger("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123", 16);
  private static final KeyPair RSA = pair("RSA", 2048);

  @Test
  void curvesOffTheListAreNoKeys() {
    Bytes k1 = generatorOf("secp256k1");
    assertThat(VerificationKey.parse(info(SECObjectIdentifiers.secp256k1, k1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed448", "X25519", "DSA"})
  void keyTypesOffTheListAreNoKeys(String type) {
    assertThat(VerificationKey.parse(encoded(pair(type, "DSA".equals(type) ? 1024 : 0)))).isEmpty();
  }

  @Test
  void aPointOfAnotherCurveIsNoKey() {
    Bytes p256 = generatorOf("secp256r1");
    Bytes p384 = generatorOf("secp384r1");
    assertThat(VerificationKey.parse(info(SECObjectIdentifiers.secp256r1, p256))).isPresent();
    assertThat(VerificationKey.parse(info(SECObjectIdentifiers.secp384r1, p384))).isPresent();
    assertThat(VerificationKey.parse(info(SECObjectIdentifiers.secp384r1, p256))).isEmpty();
    assertThat(VerificationKey.parse(info(SECObjectIdentifiers.secp256r1, p384))).isEmpty();
    assertThat(VerificationKey.parse(info(GMObjectIdentifiers.sm2p256v1, p256))).isEmpty();
  }

  @Test
  void compressedInfiniteAndHybridPointsAreNoKeys() {
    for (ASN1ObjectIdentifier curve :
        List.of(GMObjectIdentifiers.sm2p256v1, SECObjectIdentifiers.secp256r1)) {
      Bytes point =
          generatorOf(curve.equals(SECObjectIdentifiers.secp256r1) ? "secp256r1" : "sm2p256v1");
      Bytes compressed = Bytes.hex(point.at(64) % 2 == 0 ? "02" : "03").concat(point.slice(1, 33));
      Bytes hybrid = Bytes.hex(point.at(64) % 2 == 0 ? "06" : "07").concat(point.slice(1, 65));
      for (Bytes other : List.of(compressed, hybrid, Bytes.hex("00"), Bytes.empty())) {
        assertThat(VerificationKey.parse(info(curve, other))).describedAs("%s", other).isEmpty();
      }
    }
  }

  @Test
  void coordinatesBeyondTheFieldAreNoKey() {
    Bytes beyond = Bytes.hex("04" + "ff".repeat(64));
    assertThat(Sm2.point(beyond)).isEmpty();
    assertThat(VerificationKey.ofSm2Point(beyond)).isEmpty();
    assertThat(VerificationKey.parse(SubjectPublicKey.p256(beyond))).isEmpty();
  }

  @Test
  void missingOrExplicitParametersAreNoKey() throws IOException {
    Bytes point = generatorOf("secp256r1");
    for (ASN1Encodable parameters :
        new ASN1Encodable[] {null, DERNull.INSTANCE, CustomNamedCurves.getByName("secp256r1")}) {
      AlgorithmIdentifier id =
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters);
      Bytes spki = Bytes.of(new SubjectPublicKeyInfo(id, point.toArray()).getEncoded());
      assertThat(VerificationKey.parse(spki)).isEmpty();
    }
  }

  @Test
  void damagedKeysAreNoKeys() {
    Bytes spki = encoded(RSA);
    assertThat(VerificationKey.parse(Bytes.empty())).isEmpty();
    assertThat(VerificationKey.parse(Bytes.hex("3000"))).isEmpty();
    assertThat(VerificationKey.parse(Bytes.utf8("not a key"))).isEmpty();
    assertThat(VerificationKey.parse(spki.slice(0, spki.length() - 1))).isEmpty();
  }

  @Test
  void aKeyServesItsOwnSuiteAlone() {
    Bytes rsa = encoded(RSA);
    Bytes p256 = SubjectPublicKey.p256(generatorOf("secp256r1"));
    Bytes sm2 = SubjectPublicKey.sm2(generatorOf("sm2p256v1"));
    Bytes ed = encoded(pair("Ed25519", 0));
    for (SignatureAlgorithm suite : SignatureAlgorithm.values()) {
      assertThat(VerificationKey.parse(rsa, suite).isPresent())
          .isEqualTo(suite.key() == KeyKind.RSA);
      assertThat(VerificationKey.parse(p256, suite).isPresent())
          .isEqualTo(suite.key() == KeyKind.P256);
      assertThat(VerificationKey.parse(sm2, suite).isPresent())
          .isEqualTo(suite == SignatureAlgorithm.SM2_SM3);
      assertThat(VerificationKey.parse(ed, suite).isPresent())
          .isEqualTo(suite == SignatureAlgorithm.ED25519);
    }
  }

  @Test
  void pssAndPkcs1DoNotStandForEachOther() throws Exception {
    Signature signer = Signature.getInstance("RSASSA-PSS");
    signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    signer.initSign(RSA.getPrivate());
    signer.update(MESSAGE.toArray());
    Bytes value = Bytes.of(signer.sign());
    VerificationKey pss = key(SignatureAlgorithm.RSA_PSS_SHA256);
    VerificationKey pkcs1 = key(SignatureAlgorithm.RSA_PKCS1_SHA256);
    assertThat(pss.verify(MESSAGE, value)).isTrue();
    assertThat(pkcs1.verify(MESSAGE, value)).isFalse();
    assertThat(pss.point()).isEqualTo(Bytes.empty());
  }

  @Test
  void anotherSaltLengthIsNotThatSuite() throws Exception {
    Signature signer = Signature.getInstance("RSASSA-PSS");
    signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 20, 1));
    signer.initSign(RSA.getPrivate());
    signer.update(MESSAGE.toArray());
    Bytes value = Bytes.of(signer.sign());
    assertThat(key(SignatureAlgorithm.RSA_PSS_SHA256).verify(MESSAGE, value)).isFalse();
    SignatureScheme stated = new SignatureScheme(SignatureScheme.Kind.RSA_PSS, Hash.SHA256, 20);
    VerificationKey key = VerificationKey.received(encoded(RSA), stated).orElseThrow();
    assertThat(key.verify(MESSAGE, value)).isTrue();
    assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.RSA_PSS_SHA256);
  }

  @Test
  void rsaSignaturesOfAnotherDigestOrLengthDoNotHold() throws Exception {
    VerificationKey key = key(SignatureAlgorithm.RSA_PKCS1_SHA256);
    Signature signer = Signature.getInstance("SHA1withRSA");
    signer.initSign(RSA.getPrivate());
    signer.update(MESSAGE.toArray());
    assertThat(key.verify(MESSAGE, Bytes.of(signer.sign()))).isFalse();
    for (int length : new int[] {0, 1, 255, 256, 257}) {
      assertThat(key.verify(MESSAGE, Bytes.of(new byte[length]))).isFalse();
    }
  }

  @Test
  void theEcdsaPairIsStrictDerToo() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE.toArray());
    Bytes der = Bytes.of(signer.sign());
    VerificationKey key = VerificationKey.parse(encoded(pair)).orElseThrow();
    assertThat(key.verify(MESSAGE, der)).isTrue();
    assertThat(key.verify(MESSAGE, der.concat(Bytes.hex("00")))).isFalse();
    assertThat(key.verify(MESSAGE, EcSignature.parseDer(der).orElseThrow().raw(32))).isFalse();
    Bytes longForm = Bytes.hex("3081").concat(der.slice(1, der.length()));
    assertThat(key.verify(MESSAGE, longForm)).isFalse();
    assertThat(key.verify(MESSAGE, new EcSignature(BigInteger.ZERO, BigInteger.ZERO).der()))
        .isFalse();
  }

  @Test
  void theSumThatVanishesIsRefused() {
    // With key = G: s·G + t·G = O when s + t = n, that is r = n − 2s; e is then free to choose.
    BigInteger s = BigInteger.valueOf(7);
    BigInteger r = N.subtract(s.shiftLeft(1));
    Bytes e = Bytes.of(new byte[32]);
    assertThat(Sm2.verify(Sm2.point(generatorOf("sm2p256v1")).orElseThrow(), e, r, s)).isFalse();
  }

  @Test
  void aUserIdIsCountedInSixteenBits() {
    Bytes point = generatorOf("sm2p256v1");
    assertThat(Sm2.z(point, Bytes.of(new byte[8191])).length()).isEqualTo(32);
    assertThatThrownBy(() -> Sm2.z(point, Bytes.of(new byte[8192])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Sm2.z(point, Bytes.empty())).isNotEqualTo(Sm2.z(point, Bytes.hex("00")));
  }

  private static VerificationKey key(SignatureAlgorithm suite) {
    return VerificationKey.parse(encoded(RSA), suite).orElseThrow();
  }

  private static Bytes encoded(KeyPair pair) {
    return Bytes.of(pair.getPublic().getEncoded());
  }

  private static KeyPair pair(String type, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Bytes generatorOf(String curve) {
    return Bytes.of(CustomNamedCurves.getByName(curve).getG().getEncoded(false));
  }

  private static Bytes info(ASN1ObjectIdentifier curve, Bytes point) {
    AlgorithmIdentifier id = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve);
    try {
      return Bytes.of(new SubjectPublicKeyInfo(id, point.toArray()).getEncoded());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
