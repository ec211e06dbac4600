package org.xinfu.trust.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;

/** BER that is followed and told, and BER that is not followed. */
class ToleranceTest {
  @Test
  void derIsNothingOdd() {
    Tolerance tolerance = new Tolerance();
    Der.readTolerant(Bytes.hex("3006020101020102"), tolerance);
    assertThat(tolerance.odd()).isEmpty();
  }

  @Test
  void anIndefiniteLengthEndsWithTwoZeros() {
    Tolerance tolerance = new Tolerance();
    Der whole = Der.readTolerant(Bytes.hex("3080" + "3080020101" + "0000" + "0000"), tolerance);
    assertThat(tolerance.odd().keySet()).containsExactly(0, 2);
    Der inner = whole.children().get(0);
    assertThat(inner.encoded()).isEqualTo(Bytes.hex("30800201010000"));
    assertThat(inner.content()).isEqualTo(Bytes.hex("020101"));
    assertThat(inner.end()).isEqualTo(9);
    assertThat(inner.children()).hasSize(1);
  }

  @Test
  void moreOctetsOfLengthThanNeededAreTold() {
    Tolerance tolerance = new Tolerance();
    Der whole = Der.readTolerant(Bytes.hex("3081" + "05" + "02820001" + "01"), tolerance);
    assertThat(whole.children().get(0).content()).isEqualTo(Bytes.hex("01"));
    assertThat(tolerance.odd().values()).containsOnly("length not minimal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3080",
        "30800000ff",
        "308002010100",
        "048001010000",
        "3080" + "308002010100" + "00",
        "30850000000000",
        "30050201",
        "1f2001"
      })
  void whatIsNoBerEither(String hex) {
    assertThatThrownBy(() -> Der.readTolerant(Bytes.hex(hex), new Tolerance()))
        .isInstanceOf(MalformedDer.class);
  }

  @Test
  void depthAndNumberAreLimited() {
    assertThatThrownBy(() -> Der.readTolerant(Bytes.hex("3080".repeat(5000)), new Tolerance()))
        .isInstanceOf(MalformedDer.class);
    Bytes many = Bytes.hex("3080" + "0500".repeat(250_000) + "0000");
    assertThatThrownBy(() -> Der.readTolerant(many, new Tolerance()))
        .isInstanceOf(MalformedDer.class);
  }

  @Test
  void aStrictReadingFollowsNoneOfIt() {
    for (String hex : new String[] {"30800000", "30810302" + "0101"}) {
      assertThatThrownBy(() -> Der.read(Bytes.hex(hex))).isInstanceOf(MalformedDer.class);
    }
  }
}
