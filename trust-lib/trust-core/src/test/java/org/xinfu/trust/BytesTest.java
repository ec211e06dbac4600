package org.xinfu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Octets that nobody can change from outside. */
class BytesTest {
  @Test
  void arraysEnterAndLeaveAsCopies() {
    byte[] array = {1, 2, 3};
    Bytes bytes = Bytes.of(array);
    array[0] = 9;
    assertThat(bytes.at(0)).isEqualTo(1);
    bytes.toArray()[1] = 9;
    assertThat(bytes).isEqualTo(Bytes.hex("010203"));
    Bytes part = Bytes.of(array, 1, 2);
    array[1] = 9;
    assertThat(part).isEqualTo(Bytes.hex("0203"));
  }

  @Test
  void octetsAreUnsigned() {
    assertThat(Bytes.hex("ff80007f").at(0)).isEqualTo(255);
    assertThat(Bytes.hex("ff80007f").at(1)).isEqualTo(128);
    assertThat(Bytes.hex("ff80007f").at(2)).isZero();
    assertThat(Bytes.hex("ff80007f").at(3)).isEqualTo(127);
  }

  @Test
  void aSliceHasItsFirstAndNotItsLastOctet() {
    Bytes bytes = Bytes.hex("00010203");
    assertThat(bytes.slice(1, 3)).isEqualTo(Bytes.hex("0102"));
    assertThat(bytes.slice(4, 4)).isEqualTo(Bytes.empty());
    assertThat(bytes.slice(0, 4)).isEqualTo(bytes);
    assertThatThrownBy(() -> bytes.slice(3, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bytes.slice(5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void joiningChangesNeitherPart() {
    Bytes left = Bytes.hex("01");
    Bytes right = Bytes.hex("0203");
    assertThat(left.concat(right)).isEqualTo(Bytes.hex("010203"));
    assertThat(right.concat(left)).isEqualTo(Bytes.hex("020301"));
    assertThat(left.concat(Bytes.empty())).isEqualTo(left);
    assertThat(left).isEqualTo(Bytes.hex("01"));
    assertThat(right).isEqualTo(Bytes.hex("0203"));
  }

  @Test
  void equalityIsThatOfTheOctets() {
    assertThat(Bytes.hex("00ff")).isEqualTo(Bytes.hex("00FF")).hasSameHashCodeAs(Bytes.hex("00ff"));
    assertThat(Bytes.hex("00ff")).isNotEqualTo(Bytes.hex("ff00"));
    assertThat(Bytes.hex("00ff")).isNotEqualTo(Bytes.hex("00ff00"));
    assertThat(Bytes.hex("00ff").equals((Object) "00ff")).isFalse();
    assertThat(Bytes.of(new byte[0])).isSameAs(Bytes.empty());
  }

  @Test
  void textIsUtf8BothWays() {
    assertThat(Bytes.utf8("信符").toHex()).isEqualTo("e4bfa1e7aca6");
    assertThat(Bytes.hex("e4bfa1e7aca6").toUtf8()).isEqualTo("信符");
  }

  @Test
  void aStreamGivesTheOctetsAsOftenAsWanted() throws IOException {
    Bytes bytes = Bytes.hex("00ff7f");
    assertThat(bytes.stream().readAllBytes()).containsExactly(0, 0xff, 0x7f);
    assertThat(bytes.stream().readAllBytes()).hasSize(3);
  }

  @Test
  void longContentDoesNotFloodALog() {
    assertThat(Bytes.of(new byte[32]).toString()).isEqualTo("00".repeat(32));
    assertThat(Bytes.of(new byte[33]).toString()).isEqualTo("Bytes[33]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0g", "00 11", "00:11", "0x00"})
  void onlyPairsOfDigitsAreHexadecimal(String text) {
    assertThatThrownBy(() -> Bytes.hex(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
