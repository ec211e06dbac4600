package org.xinfu.hsm.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.util.encoders.Hex;
import org.junit.jupiter.api.Test;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

class Sm2KeyTest {
  private static final MechanismProfile PROFILE = MechanismProfile.named("project-default");
  private static final byte[] MESSAGE = "message digest".getBytes(US_ASCII);
  private static final byte[] NONE = new byte[0];

  private final GeneratedPair pair =
      GeneratedPair.by(Mechanism.SM2_KEY_PAIR_GEN, new Attributes(), PROFILE);
  private final DeviceKey secret =
      DeviceKey.of(pair.secret().put(Ck.CKA_CLASS, Ck.CKO_PRIVATE_KEY), PROFILE);
  private final DeviceKey open =
      DeviceKey.of(pair.open().put(Ck.CKA_CLASS, Ck.CKO_PUBLIC_KEY), PROFILE);

  /** GB/T 32918.5, appendix A: the example key, its signature of "message digest". */
  @Test
  void theStandardsExampleVerifies() {
    byte[] q =
        Hex.decode(
            "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");
    byte[] signature =
        Hex.decode(
            "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
                + "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
    DeviceKey key =
        DeviceKey.of(
            new Attributes()
                .put(Ck.CKA_CLASS, Ck.CKO_PUBLIC_KEY)
                .put(Ck.CKA_KEY_TYPE, PROFILE.sm2KeyType())
                .put(Ck.CKA_EC_POINT, q),
            PROFILE);
    byte[] e = e(key, NONE);
    assertThat(Hex.toHexString(e))
        .isEqualTo("f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640");
    assertThat(key.verify(Mechanism.SM2_E, NONE, e, signature)).isTrue();
    signature[63] ^= 1;
    assertThat(key.verify(Mechanism.SM2_E, NONE, e, signature)).isFalse();
  }

  @Test
  void bouncyCastleAcceptsWhatTheDeviceHashedAndSigned() throws Exception {
    byte[] id = "ALICE123@YAHOO.COM".getBytes(US_ASCII);
    byte[] signature = secret.sign(Mechanism.SM3_SM2_DER, id, e(secret, id));
    assertThat(bouncyCastle(id, signature)).isTrue();
    assertThat(bouncyCastle("1234567812345678".getBytes(US_ASCII), signature)).isFalse();
    byte[] usual = secret.sign(Mechanism.SM3_SM2_DER, NONE, e(secret, NONE));
    assertThat(bouncyCastle("1234567812345678".getBytes(US_ASCII), usual)).isTrue();
  }

  @Test
  void zerosAndOversizedValuesNeverVerify() {
    byte[] e = new byte[32];
    assertThat(open.verify(Mechanism.SM2_E, NONE, e, new byte[64])).isFalse();
    byte[] ones = new byte[64];
    java.util.Arrays.fill(ones, (byte) 0xff);
    assertThat(open.verify(Mechanism.SM2_E, NONE, e, ones)).isFalse();
    assertThat(open.verify(Mechanism.SM2_E_DER, NONE, e, new byte[] {0x30})).isFalse();
    assertThatThrownBy(() -> open.verify(Mechanism.SM2_E, NONE, e, new byte[63]))
        .isInstanceOf(Refused.class);
  }

  @Test
  void apointOffTheCurveIsNoKey() {
    byte[] off = pair.open().need(Ck.CKA_EC_POINT);
    off[off.length - 1] ^= 1;
    assertThatThrownBy(() -> Sm2Key.point(off)).isInstanceOf(Refused.class);
  }

  private static byte[] e(DeviceKey key, byte[] id) {
    Digest sm3 = Hash.SM3.start();
    byte[] z = key.prefix(id);
    sm3.update(z, 0, z.length);
    sm3.update(MESSAGE, 0, MESSAGE.length);
    return Hash.finish(sm3);
  }

  private boolean bouncyCastle(byte[] id, byte[] signature) throws Exception {
    AsymmetricKeyParameter key =
        PublicKeyFactory.createKey(pair.open().need(Ck.CKA_PUBLIC_KEY_INFO));
    SM2Signer verifier = new SM2Signer();
    verifier.init(false, new ParametersWithID(key, id));
    verifier.update(MESSAGE, 0, MESSAGE.length);
    return verifier.verifySignature(signature);
  }
}
