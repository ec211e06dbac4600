package org.xinfu.hsm.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.util.encoders.Hex;
import org.junit.jupiter.api.Test;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

class RsaAndEcKeyTest {
  private static final MechanismProfile PROFILE = MechanismProfile.named("project-default");
  private static final byte[] MESSAGE = "message".getBytes(US_ASCII);
  private static final byte[] NONE = new byte[0];

  @Test
  void theJdkAcceptsPkcs1AndPss() throws Exception {
    GeneratedPair pair =
        GeneratedPair.by(
            Mechanism.RSA_PKCS_KEY_PAIR_GEN,
            new Attributes().put(Ck.CKA_MODULUS_BITS, 2048L),
            PROFILE);
    DeviceKey key = secret(pair);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
    byte[] pkcs1 = key.sign(Mechanism.SHA256_RSA_PKCS, NONE, hash);
    Signature jdk = Signature.getInstance("SHA256withRSA");
    assertThat(accepts(jdk, "RSA", pair, pkcs1)).isTrue();

    byte[] parameter = pss(0x250, 2, 32);
    byte[] pss = key.sign(Mechanism.RSA_PKCS_PSS, parameter, hash);
    Signature jdkPss = Signature.getInstance("RSASSA-PSS");
    jdkPss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    assertThat(accepts(jdkPss, "RSA", pair, pss)).isTrue();

    DeviceKey open = open(pair);
    assertThat(open.verify(Mechanism.RSA_PKCS_PSS, parameter, hash, pss)).isTrue();
    assertThat(open.verify(Mechanism.SHA256_RSA_PKCS, NONE, hash, pkcs1)).isTrue();
    assertThat(open.verify(Mechanism.SHA256_RSA_PKCS, NONE, hash, pss)).isFalse();
    pkcs1[9] ^= 1;
    assertThat(open.verify(Mechanism.SHA256_RSA_PKCS, NONE, hash, pkcs1)).isFalse();
    for (byte[] bad :
        new byte[][] {NONE, pss(0x220, 1, 20), pss(0x250, 2, 4096), pss(0x250, 9, 32)}) {
      assertThatThrownBy(() -> key.sign(Mechanism.RSA_PKCS_PSS, bad, hash))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void theJdkAcceptsEcdsaInItsRawForm() throws Exception {
    Attributes p256 = new Attributes().put(Ck.CKA_EC_PARAMS, Hex.decode("06082a8648ce3d030107"));
    GeneratedPair pair = GeneratedPair.by(Mechanism.EC_KEY_PAIR_GEN, p256, PROFILE);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
    byte[] signature = secret(pair).sign(Mechanism.ECDSA, NONE, hash);
    assertThat(signature).hasSize(64);
    Signature jdk = Signature.getInstance("SHA256withECDSAinP1363Format");
    assertThat(accepts(jdk, "EC", pair, signature)).isTrue();
    assertThat(open(pair).verify(Mechanism.ECDSA, NONE, hash, signature)).isTrue();
    assertThat(open(pair).verify(Mechanism.ECDSA, NONE, hash, new byte[64])).isFalse();
  }

  /** What is longer than the order counts by its leftmost bits (FIPS 186-5 §6.4.1). */
  @Test
  void digestsOfEveryLengthAreSignedOnBothCurves() {
    for (String curve : new String[] {"06082a8648ce3d030107", "06052b81040022"}) {
      Attributes template = new Attributes().put(Ck.CKA_EC_PARAMS, Hex.decode(curve));
      GeneratedPair pair = GeneratedPair.by(Mechanism.EC_KEY_PAIR_GEN, template, PROFILE);
      for (int length : new int[] {1, 20, 32, 33, 48, 64}) {
        byte[] digest = new byte[length];
        Arrays.fill(digest, (byte) 0xA7);
        byte[] signature = secret(pair).sign(Mechanism.ECDSA, NONE, digest);
        assertThat(open(pair).verify(Mechanism.ECDSA, NONE, digest, signature))
            .as(curve + " " + length)
            .isTrue();
        digest[0] ^= 1;
        assertThat(open(pair).verify(Mechanism.ECDSA, NONE, digest, signature)).isFalse();
      }
    }
  }

  @Test
  void aScalarIsBetweenZeroAndTheOrder() {
    byte[] p256 = Hex.decode("06082a8648ce3d030107");
    String order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    for (String scalar : new String[] {"00", order, "ff".repeat(32)}) {
      Attributes key =
          new Attributes()
              .put(Ck.CKA_CLASS, Ck.CKO_PRIVATE_KEY)
              .put(Ck.CKA_KEY_TYPE, Ck.CKK_EC)
              .put(Ck.CKA_EC_PARAMS, p256)
              .put(Ck.CKA_VALUE, Hex.decode(scalar));
      assertThatThrownBy(() -> DeviceKey.of(key, PROFILE)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void weakAndUnknownKeysAreNotMade() {
    for (long bits : new long[] {0, 512, 1024, 2047, 8192, -1}) {
      Attributes template = new Attributes().put(Ck.CKA_MODULUS_BITS, bits);
      assertThatThrownBy(() -> GeneratedPair.by(Mechanism.RSA_PKCS_KEY_PAIR_GEN, template, PROFILE))
          .isInstanceOf(Refused.class);
    }
    for (String curve : new String[] {"06052b8104000a", "0500", ""}) {
      Attributes template = new Attributes().put(Ck.CKA_EC_PARAMS, Hex.decode(curve));
      assertThatThrownBy(() -> GeneratedPair.by(Mechanism.EC_KEY_PAIR_GEN, template, PROFILE))
          .isInstanceOf(Refused.class);
    }
  }

  private static DeviceKey secret(GeneratedPair pair) {
    return DeviceKey.of(pair.secret().put(Ck.CKA_CLASS, Ck.CKO_PRIVATE_KEY), PROFILE);
  }

  private static DeviceKey open(GeneratedPair pair) {
    return DeviceKey.of(pair.open().put(Ck.CKA_CLASS, Ck.CKO_PUBLIC_KEY), PROFILE);
  }

  private static byte[] pss(long hash, long mask, long salt) {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(hash)
        .putLong(mask)
        .putLong(salt)
        .array();
  }

  private static boolean accepts(Signature jdk, String type, GeneratedPair pair, byte[] signature)
      throws Exception {
    byte[] spki = pair.open().need(Ck.CKA_PUBLIC_KEY_INFO);
    jdk.initVerify(KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(spki)));
    jdk.update(MESSAGE);
    return jdk.verify(signature);
  }
}
