package org.xinfu.trust.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.trust.Bytes;

/** Encodings that BER readers accept and a signature must not have. */
class EcSignatureTest {
  @ParameterizedTest
  @CsvSource({
    "'', nothing",
    "3000, no numbers",
    "3003020101, one number",
    "3009020101020102020103, three numbers",
    "30060201010201, cut",
    "300602010102010200, an octet more",
    "308106020101020102, length in long form",
    "30800201010201020000, indefinite length",
    "300702020001020102, r with a superfluous zero",
    "30070201010202ff80, s negative with superfluous ones",
    "3006020101040102, s an OCTET STRING",
    "3006030101020102, r a BIT STRING",
    "3106020101020102, a SET",
    "2406020101020102, a constructed string",
    "30050201010200, s empty",
    "3006820101020102, context tag"
  })
  void noOtherEncodingIsRead(String hex, String what) {
    assertThat(EcSignature.parseDer(Bytes.hex(hex))).describedAs(what).isEmpty();
  }

  @Test
  void theSmallestPairIsRead() {
    assertThat(EcSignature.parseDer(Bytes.hex("3006020101020102")))
        .contains(new EcSignature(BigInteger.ONE, BigInteger.TWO));
  }

  @Test
  void aHighFirstBitGetsAZeroOctet() {
    EcSignature pair = new EcSignature(BigInteger.valueOf(0x80), BigInteger.valueOf(0xff));
    assertThat(pair.der()).isEqualTo(Bytes.hex("300802020080020200ff"));
    assertThat(pair.raw(1)).isEqualTo(Bytes.hex("80ff"));
  }

  @Test
  void negativeNumbersAreReadAsTheyAreSoThatVerificationRefusesThem() {
    EcSignature read = EcSignature.parseDer(Bytes.hex("3006020180020102")).orElseThrow();
    assertThat(read.r()).isEqualTo(BigInteger.valueOf(-128));
  }

  @Test
  void hugeNumbersAreNotEvenParsed() {
    EcSignature huge = new EcSignature(BigInteger.ONE.shiftLeft(2100), BigInteger.ONE);
    assertThat(huge.der().length()).isGreaterThan(256);
    assertThat(EcSignature.parseDer(huge.der())).isEmpty();
    EcSignature large = new EcSignature(BigInteger.ONE.shiftLeft(1900), BigInteger.ONE);
    assertThat(EcSignature.parseDer(large.der())).contains(large);
  }

  @Test
  void rawFormsAreUnsignedAndOfFixedWidth() {
    Bytes raw = Bytes.of(new byte[31]).concat(Bytes.hex("01")).concat(Bytes.hex("ff".repeat(32)));
    EcSignature pair = EcSignature.parseRaw(raw, 32).orElseThrow();
    assertThat(pair.r()).isEqualTo(BigInteger.ONE);
    assertThat(pair.s().signum()).isPositive();
    assertThat(pair.raw(32)).isEqualTo(raw);
    assertThat(EcSignature.parseRaw(raw, 31)).isEmpty();
    assertThat(EcSignature.parseRaw(Bytes.empty(), 32)).isEmpty();
  }
}
