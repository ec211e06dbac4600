package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Sm2;
import org.xinfu.trust.key.VerificationKey;

/** The examples that the standards themselves print. */
class StandardVectorsTest {
  private static final Bytes POINT =
      Bytes.hex(
          "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
              + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
  private static final Bytes MESSAGE = Bytes.utf8("message digest");
  private static final BigInteger R =
      new BigInteger("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3", 16);
  private static final BigInteger S =
      new BigInteger("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa", 16);

  @Test
  void sm3OfOneBlockAndOfTwo() throws IOException {
    Bytes abc = Bytes.utf8("abc");
    String expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
    assertThat(Digests.sm3(abc).toHex()).isEqualTo(expected);
    assertThat(Digests.sm3(new ByteArrayInputStream(abc.toArray())).toHex()).isEqualTo(expected);
    assertThat(Digests.sm3(Bytes.utf8("abcd".repeat(16))).toHex())
        .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  }

  @Test
  void sm2DigestsOfTheAnnex() {
    assertThat(Sm2.z(POINT, Sm2.DEFAULT_ID).toHex())
        .isEqualTo("b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3");
    assertThat(Sm2.e(POINT, Sm2.DEFAULT_ID, MESSAGE).toHex())
        .isEqualTo("f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640");
  }

  @Test
  void sm2SignatureOfTheAnnexHoldsInBothEncodings() {
    VerificationKey key = VerificationKey.ofSm2Point(POINT).orElseThrow();
    EcSignature signature = new EcSignature(R, S);
    assertThat(key.verify(MESSAGE, signature.der())).isTrue();
    assertThat(key.verify(Bytes.utf8("message digesT"), signature.der())).isFalse();
    assertThat(EcSignature.parseRaw(signature.raw(32), 32)).contains(signature);
    assertThat(key.verify(MESSAGE, signature.raw(32))).isFalse();
  }

  @Test
  void sm2NumbersOutOfRangeNeverVerify() {
    ECPoint key = Sm2.point(POINT).orElseThrow();
    Bytes e = Sm2.e(POINT, Sm2.DEFAULT_ID, MESSAGE);
    BigInteger n =
        new BigInteger("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123", 16);
    assertThat(Sm2.verify(key, e, R, S)).isTrue();
    assertThat(Sm2.verify(key, e, R.add(n), S)).isFalse();
    assertThat(Sm2.verify(key, e, R, S.add(n))).isFalse();
    assertThat(Sm2.verify(key, e, BigInteger.ZERO, S)).isFalse();
    assertThat(Sm2.verify(key, e, R, BigInteger.ZERO)).isFalse();
    assertThat(Sm2.verify(key, e, R, n.subtract(R))).isFalse();
    assertThat(Sm2.verify(key, e, R.negate(), S)).isFalse();
  }

  @Test
  void pointsOffTheCurveAreNoKeys() {
    assertThat(Sm2.point(Mutators.flip(POINT, 64, 1))).isEmpty();
    assertThat(Sm2.point(Bytes.hex("00"))).isEmpty();
    assertThat(VerificationKey.ofSm2Point(Mutators.flip(POINT, 1, 0x80))).isEmpty();
  }
}
