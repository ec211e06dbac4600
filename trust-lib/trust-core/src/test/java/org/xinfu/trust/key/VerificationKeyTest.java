package org.xinfu.trust.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;

/** GB/T 32918.5 annex A.2 and the ways to be wrong. */
class VerificationKeyTest {
  private static final Bytes POINT =
      Bytes.hex(
          "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
              + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
  private static final BigInteger R =
      new BigInteger("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3", 16);
  private static final BigInteger S =
      new BigInteger("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa", 16);
  private static final BigInteger N =
      new BigInteger("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123", 16);
  private static final Bytes MESSAGE = Bytes.utf8("message digest");
  private final VerificationKey key = VerificationKey.ofSm2Point(POINT).orElseThrow();

  @Test
  void theStandardsZAndEAreReproduced() {
    assertThat(Sm2.z(POINT, Sm2.DEFAULT_ID).toHex())
        .isEqualTo("b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3");
    assertThat(Sm2.e(POINT, Sm2.DEFAULT_ID, MESSAGE).toHex())
        .isEqualTo("f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640");
  }

  @Test
  void theStandardsSignatureHolds() {
    assertThat(key.verify(MESSAGE, new EcSignature(R, S).der())).isTrue();
    assertThat(key.verify(Bytes.utf8("message digesT"), new EcSignature(R, S).der())).isFalse();
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThat(key.verify(MESSAGE, new EcSignature(BigInteger.ZERO, S).der())).isFalse();
    assertThat(key.verify(MESSAGE, new EcSignature(R, BigInteger.ZERO).der())).isFalse();
    assertThat(key.verify(MESSAGE, new EcSignature(R.add(N), S).der())).isFalse();
    assertThat(key.verify(MESSAGE, new EcSignature(R, S.add(N)).der())).isFalse();
    assertThat(key.verify(MESSAGE, new EcSignature(R, N.subtract(R)).der())).isFalse();
    assertThat(key.verify(MESSAGE, new EcSignature(R.negate(), S).der())).isFalse();
  }

  @Test
  void onlyStrictDerIsASignature() {
    Bytes der = new EcSignature(R, S).der();
    assertThat(key.verify(MESSAGE, der.concat(Bytes.hex("00")))).isFalse();
    assertThat(key.verify(MESSAGE, new EcSignature(R, S).raw(32))).isFalse();
    assertThat(key.verify(MESSAGE, Bytes.empty())).isFalse();
    // Length in long form: BER, not DER.
    Bytes longForm = Bytes.hex("3081").concat(der.slice(1, der.length()));
    assertThat(key.verify(MESSAGE, longForm)).isFalse();
    assertThat(EcSignature.parseRaw(new EcSignature(R, S).raw(32), 32))
        .contains(new EcSignature(R, S));
  }

  @Test
  void anotherUserIdGivesAnotherDigest() {
    Bytes other = Sm2.e(POINT, Bytes.utf8("ALICE123@YAHOO.COM"), MESSAGE);
    assertThat(Sm2.verify(Sm2.point(POINT).orElseThrow(), other, R, S)).isFalse();
  }

  @Test
  void pointsOffTheCurveAreNoKeys() {
    byte[] off = POINT.toArray();
    off[64] ^= 1;
    assertThat(VerificationKey.ofSm2Point(Bytes.of(off))).isEmpty();
    assertThat(VerificationKey.ofSm2Point(Bytes.hex("00"))).isEmpty();
    assertThat(VerificationKey.parse(SubjectPublicKey.p256(POINT))).isEmpty();
  }

  @Test
  void sm3IsThatOfTheStandard() {
    assertThat(Digests.sm3(Bytes.utf8("abc")).toHex())
        .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    assertThat(Digests.sm3(Bytes.utf8("abcd".repeat(16))).toHex())
        .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  }

  @Test
  void rsaAndEcdsaSignaturesOfTheJdkHold() throws Exception {
    check("EC", 256, "SHA256withECDSA", SignatureAlgorithm.ECDSA_P256_SHA256);
    check("EC", 384, "SHA384withECDSA", SignatureAlgorithm.ECDSA_P384_SHA384);
    check("RSA", 2048, "SHA256withRSA", SignatureAlgorithm.RSA_PKCS1_SHA256);
  }

  @Test
  void aShortRsaKeyOrAForeignSuiteIsNoKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    Bytes shortKey = Bytes.of(generator.generateKeyPair().getPublic().getEncoded());
    assertThat(VerificationKey.parse(shortKey)).isEmpty();
    assertThat(VerificationKey.parse(key.encoded(), SignatureAlgorithm.RSA_PKCS1_SHA256)).isEmpty();
  }

  private static void check(String type, int bits, String name, SignatureAlgorithm suite)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
    generator.initialize(bits);
    var pair = generator.generateKeyPair();
    Signature signer = Signature.getInstance(name);
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE.toArray());
    Bytes signature = Bytes.of(signer.sign());
    VerificationKey read =
        VerificationKey.parse(Bytes.of(pair.getPublic().getEncoded())).orElseThrow();
    assertThat(read.algorithm()).isEqualTo(suite);
    assertThat(read.verify(MESSAGE, signature)).isTrue();
    assertThat(read.verify(Bytes.utf8("other"), signature)).isFalse();
  }
}
