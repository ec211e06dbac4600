package org.xinfu.trust.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;

/** RFC 8032 §7.1, and keys and values that would let one signature stand for many messages. */
class Ed25519Test {
  /** SubjectPublicKeyInfo of RFC 8410 §4 up to the key. */
  private static final String SPKI = "302a300506032b6570032100";

  private static final String KEY =
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  private static final String R =
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da";
  private static final String S =
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
  private static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  @ParameterizedTest
  @CsvSource({
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void thePrintedSignaturesHold(String key, String message, String signature) {
    assertThat(key(key).verify(Bytes.hex(message), Bytes.hex(signature))).isTrue();
    assertThat(key(key).verify(Bytes.hex(message + "00"), Bytes.hex(signature))).isFalse();
  }

  /** §5.1.7: S below the order, else every signature has a second form. */
  @Test
  void aValueBeyondTheOrderDoesNotHold() {
    Bytes message = Bytes.hex("72");
    assertThat(key(KEY).verify(message, Bytes.hex(R + S))).isTrue();
    BigInteger second = little(Bytes.hex(S)).add(ORDER);
    assertThat(second.bitLength()).isLessThan(256);
    assertThat(key(KEY).verify(message, Bytes.hex(R).concat(little(second)))).isFalse();
  }

  /** Points of an order of at most eight: under them R = A, S = 0 signs one message in eight. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void aKeyOfSmallOrderOrInAnotherFormIsNoKey(String point) {
    assertThat(VerificationKey.parse(Bytes.hex(SPKI + point))).isEmpty();
    assertThat(VerificationKey.kindOf(Bytes.hex(SPKI + point))).isEmpty();
  }

  /**
   * A key with a part of small order: with (0, −1) added to a good key, (x, y) becomes (−x, −y). It
   * lies on the curve and is no small point, so that only its order tells; under it verifiers that
   * multiply by the cofactor and those that do not disagree about one value in two.
   */
  @Test
  void aKeyOfMixedOrderIsNoKey() {
    BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    BigInteger encoded = little(Bytes.hex(KEY));
    boolean odd = encoded.testBit(255);
    BigInteger negated = p.subtract(encoded.clearBit(255));
    byte[] mixed = little(odd ? negated : negated.setBit(255)).toArray();
    assertThat(Ed25519.validatePublicKeyPartial(mixed, 0)).as("on the curve").isTrue();
    assertThat(VerificationKey.parse(Bytes.hex(SPKI).concat(Bytes.of(mixed)))).isEmpty();
    assertThat(VerificationKey.kindOf(Bytes.hex(SPKI).concat(Bytes.of(mixed)))).isEmpty();
  }

  private static VerificationKey key(String point) {
    return VerificationKey.parse(Bytes.hex(SPKI + point)).orElseThrow();
  }

  private static BigInteger little(Bytes octets) {
    return new BigInteger(1, turned(octets.toArray()));
  }

  private static Bytes little(BigInteger number) {
    byte[] big = number.toByteArray();
    byte[] all = new byte[32];
    for (int i = 0; i < 32 && i < big.length; i++) {
      all[i] = big[big.length - 1 - i];
    }
    return Bytes.of(all);
  }

  private static byte[] turned(byte[] octets) {
    byte[] out = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      out[i] = octets[octets.length - 1 - i];
    }
    return out;
  }
}
