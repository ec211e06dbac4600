package org.xinfu.trust.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.trust.Bytes;

/** Every suite against the JDK's signers, and RSA keys that are no keys. */
class SuitesTest {
  private static final Bytes MESSAGE = Bytes.utf8("message");
  private static final Map<KeyKind, KeyPair> PAIRS = new EnumMap<>(KeyKind.class);

  @BeforeAll
  static void pairs() throws GeneralSecurityException {
    PAIRS.put(KeyKind.P256, ec("secp256r1"));
    PAIRS.put(KeyKind.P384, ec("secp384r1"));
    PAIRS.put(KeyKind.P521, ec("secp521r1"));
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    PAIRS.put(KeyKind.RSA, rsa.generateKeyPair());
    PAIRS.put(KeyKind.ED25519, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
  }

  @ParameterizedTest
  @EnumSource(names = "SM2_SM3", mode = EnumSource.Mode.EXCLUDE)
  void theJdksSignatureHoldsInItsOwnSuiteAlone(SignatureAlgorithm suite) throws Exception {
    KeyPair pair = PAIRS.get(suite.key());
    Signature signer = jdk(suite);
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE.toArray());
    Bytes value = Bytes.of(signer.sign());
    Bytes spki = Bytes.of(pair.getPublic().getEncoded());
    for (SignatureAlgorithm other : SignatureAlgorithm.values()) {
      if (other.key() == suite.key()) {
        VerificationKey key = VerificationKey.parse(spki, other).orElseThrow();
        assertThat(key.verify(MESSAGE, value)).describedAs("%s", other).isEqualTo(other == suite);
      }
    }
    VerificationKey own = VerificationKey.parse(spki, suite).orElseThrow();
    assertThat(own.verify(Bytes.utf8("another"), value)).isFalse();
    assertThat(own.verify(MESSAGE, value.slice(1, value.length()))).isFalse();
    assertThat(own.verify(MESSAGE, value.concat(Bytes.hex("00")))).isFalse();
    assertThat(own.verify(MESSAGE, Bytes.empty())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1024, true", "1023, false", "16384, true", "16385, false"})
  void aModulusHasItsBounds(int bits, boolean known) throws IOException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    Bytes spki = rsa(modulus, BigInteger.valueOf(65_537));
    assertThat(VerificationKey.received(spki, SignatureAlgorithm.RSA_PKCS1_SHA256).isPresent())
        .isEqualTo(known);
    assertThat(VerificationKey.parse(spki).isPresent()).isEqualTo(known && bits >= 2048);
  }

  /** Squares are paid by the modulus and counted by the exponent: both long only cost time. */
  @ParameterizedTest
  @CsvSource({
    "16384, 17, true, 4",
    "16384, 18, false, 0",
    "8192, 64, true, 3",
    "8192, 69, false, 0",
    "3072, 256, true, 2",
    "4096, 17, true, 1",
    "4096, 64, true, 1",
    "2048, 256, true, 1"
  })
  void aLongModulusHasNoLongExponent(int bits, int exponent, boolean known, int effort)
      throws IOException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    Bytes spki = rsa(modulus, BigInteger.ONE.shiftLeft(exponent - 1).setBit(0));
    assertThat(kind(spki)).isEqualTo(known);
    assertThat(VerificationKey.effortOf(spki)).isEqualTo(known ? effort : 1);
  }

  @Test
  void anExponentThatForgesIsNoKeyAndASmallOneIsOnlyReceived() throws IOException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(2047).setBit(0);
    for (long bad : new long[] {0, 1, 2, 65_536, -3}) {
      assertThat(kind(rsa(modulus, BigInteger.valueOf(bad)))).isFalse();
    }
    assertThat(kind(rsa(modulus, BigInteger.ONE.shiftLeft(256).setBit(0)))).isFalse();
    assertThat(kind(rsa(modulus.clearBit(0), BigInteger.valueOf(65_537)))).isFalse();
    assertThat(kind(rsa(modulus.negate(), BigInteger.valueOf(65_537)))).isFalse();
    Bytes three = rsa(modulus, BigInteger.valueOf(3));
    assertThat(VerificationKey.parse(three)).isEmpty();
    VerificationKey key =
        VerificationKey.received(three, SignatureAlgorithm.RSA_PKCS1_SHA256).orElseThrow();
    assertThat(key.smallExponent()).isTrue();
  }

  /** Bleichenbacher's forgery of 2006: a cube root whose cube only begins like a signature. */
  @Test
  void aCubeRootIsNoSignature() throws IOException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(2047).setBit(0);
    Bytes spki = rsa(modulus, BigInteger.valueOf(3));
    VerificationKey key =
        VerificationKey.received(spki, SignatureAlgorithm.RSA_PKCS1_SHA256).orElseThrow();
    Bytes head =
        Bytes.hex("0001ffffffffffffffff00" + "3031300d060960864801650304020105000420")
            .concat(Hash.SHA256.of(MESSAGE));
    byte[] wanted = new byte[256];
    System.arraycopy(head.toArray(), 0, wanted, 0, head.length());
    BigInteger root = cubeRoot(new BigInteger(1, wanted).add(BigInteger.ONE.shiftLeft(1200)));
    Bytes cube = Bytes.of(root.pow(3).toByteArray());
    assertThat(cube.slice(0, 40).toHex()).startsWith(head.slice(1, 41).toHex());
    byte[] value = new byte[256];
    byte[] small = root.toByteArray();
    System.arraycopy(small, 0, value, 256 - small.length, small.length);
    assertThat(key.verify(MESSAGE, Bytes.of(value))).isFalse();
  }

  @Test
  void aPkcs1ValueMayLackItsNullButNothingElse() throws Exception {
    KeyPair pair = PAIRS.get(KeyKind.RSA);
    VerificationKey key =
        VerificationKey.parse(Bytes.of(pair.getPublic().getEncoded())).orElseThrow();
    String digest = Hash.SHA256.of(MESSAGE).toHex();
    String withNull = "3031300d060960864801650304020105000420" + digest;
    String without = "302f300b06096086480165030402010420" + digest;
    assertThat(key.verify(MESSAGE, raw(pair, withNull))).isTrue();
    assertThat(key.verify(MESSAGE, raw(pair, without))).isTrue();
    // The same in BER, with other parameters, with something behind.
    assertThat(key.verify(MESSAGE, raw(pair, "308131" + withNull.substring(4)))).isFalse();
    assertThat(key.verify(MESSAGE, raw(pair, withNull.replace("0500", "0501")))).isFalse();
    assertThat(key.verify(MESSAGE, raw(pair, withNull + "00"))).isFalse();
    assertThat(key.verify(MESSAGE, raw(pair, digest))).isFalse();
  }

  @Test
  void aKeyBoundToPssServesPssAlone() throws IOException {
    RSAPublicKey rsa =
        RSAPublicKey.getInstance(
            SubjectPublicKeyInfo.getInstance(PAIRS.get(KeyKind.RSA).getPublic().getEncoded())
                .parsePublicKey());
    Bytes open = pss(null, rsa);
    Bytes bound = pss(new RSASSAPSSparams(), rsa);
    assertThat(VerificationKey.parse(open)).isEmpty();
    assertThat(VerificationKey.parse(open, SignatureAlgorithm.RSA_PKCS1_SHA256)).isEmpty();
    assertThat(VerificationKey.parse(open, SignatureAlgorithm.RSA_PSS_SHA384)).isPresent();
    assertThat(VerificationKey.parse(bound, SignatureAlgorithm.RSA_PSS_SHA384)).isEmpty();
    assertThat(VerificationKey.parse(bound, SignatureAlgorithm.RSA_PSS_SHA1)).isPresent();
    assertThat(kind(pss(DERNull.INSTANCE, rsa))).isFalse();
  }

  private static boolean kind(Bytes spki) {
    return VerificationKey.kindOf(spki).isPresent();
  }

  private static Bytes pss(ASN1Encodable parameters, RSAPublicKey key) throws IOException {
    AlgorithmIdentifier id =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters);
    return Bytes.of(new SubjectPublicKeyInfo(id, key).getEncoded());
  }

  private static Bytes rsa(BigInteger modulus, BigInteger exponent) throws IOException {
    AlgorithmIdentifier id =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    RSAPublicKey key = new RSAPublicKey(modulus, exponent);
    return Bytes.of(new SubjectPublicKeyInfo(id, key).getEncoded());
  }

  private static Bytes raw(KeyPair pair, String digestInfo) throws Exception {
    Signature signer = Signature.getInstance("NONEwithRSA");
    signer.initSign(pair.getPrivate());
    signer.update(Bytes.hex(digestInfo).toArray());
    return Bytes.of(signer.sign());
  }

  private static BigInteger cubeRoot(BigInteger n) {
    BigInteger low = BigInteger.ZERO;
    BigInteger high = BigInteger.ONE.shiftLeft(n.bitLength() / 3 + 1);
    while (low.add(BigInteger.ONE).compareTo(high) < 0) {
      BigInteger middle = low.add(high).shiftRight(1);
      boolean below = middle.pow(3).compareTo(n) <= 0;
      low = below ? middle : low;
      high = below ? high : middle;
    }
    return low;
  }

  private static Signature jdk(SignatureAlgorithm suite) throws GeneralSecurityException {
    String hash = suite.hash().jdkName();
    String name = hash.replace("-", "");
    return switch (suite.scheme().kind()) {
      case ECDSA -> Signature.getInstance(name + "withECDSA");
      case RSA_PKCS1 -> Signature.getInstance(name + "withRSA");
      case RSA_PSS -> {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        int salt = suite.hash().length();
        pss.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1));
        yield pss;
      }
      default -> Signature.getInstance("Ed25519");
    };
  }

  private static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }
}
