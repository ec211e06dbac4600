package org.xinfu.trust.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;

/** X.690 §8.1 and §10.1: what DER is and what only BER would take. */
class DerTest {
  @Test
  void aSliceShowsItsOctetsAsReceived() {
    Der whole = Der.read(Bytes.hex("3007020105040201ff"));
    assertThat(whole.tag()).isEqualTo(Der.SEQUENCE);
    assertThat(whole.offset()).isZero();
    assertThat(whole.length()).isEqualTo(7);
    assertThat(whole.children()).hasSize(2);
    Der octets = whole.children().get(1);
    assertThat(octets.tag()).isEqualTo(Der.OCTET_STRING);
    assertThat(octets.offset()).isEqualTo(5);
    assertThat(octets.encoded()).isEqualTo(Bytes.hex("040201ff"));
    assertThat(octets.content()).isEqualTo(Bytes.hex("01ff"));
    assertThat(octets.length()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 129, 255, 256, 65535, 65536})
  void everyMinimalLengthIsRead(int length) {
    Bytes der = header(length).concat(Bytes.of(new byte[length]));
    assertThat(Der.read(der).length()).isEqualTo(length);
    assertThat(Der.read(der).encoded()).isEqualTo(der);
  }

  @ParameterizedTest
  @CsvSource({
    "'', nothing at all",
    "04, a tag alone",
    "0401, content missing",
    "040100ff, an octet after the end",
    "30800000, indefinite length",
    "0480010000, indefinite length of a primitive",
    "048100, long form for zero",
    "04817f, long form below 128",
    "04820080, two octets where one does",
    "0483000080, three octets where one does",
    "048400000001ff, four octets where one does",
    "04850000000001, five octets of length",
    "04ff, reserved length",
    "0481, length octets missing",
    "0484ffffffff, a length of four GiB",
    "04847fffffff, a length of two GiB",
    "3003040200, a child longer than its parent",
    "3002040100, a parent shorter than its child",
    "30020401, a child cut",
    "300104, a child of one octet",
    "1f0100, high tag number",
    "3f0100, high tag number, constructed",
    "30031f0100, high tag number inside",
    "3004048100ff, long form inside",
    "a00330800000, indefinite inside a context tag"
  })
  void everythingElseIsMalformed(String hex, String what) {
    assertThatThrownBy(() -> Der.read(Bytes.hex(hex)))
        .describedAs(what)
        .isInstanceOf(MalformedDer.class);
  }

  @Test
  void nestingEndsAtThirtyTwo() {
    assertThat(Der.read(nested(32)).tag()).isEqualTo(Der.SEQUENCE);
    assertThatThrownBy(() -> Der.read(nested(33)))
        .isInstanceOf(MalformedDer.class)
        .hasMessageContaining("too deep");
  }

  @Test
  void theNumberOfValuesIsLimited() {
    assertThat(Der.read(values(19_999)).children()).hasSize(19_999);
    assertThatThrownBy(() -> Der.read(values(20_000)))
        .isInstanceOf(MalformedDer.class)
        .hasMessageContaining("too many values");
  }

  @Test
  void aWrongTagIsNamedWithItsPlace() {
    Der whole = Der.read(Bytes.hex("3003020105"));
    Der number = whole.children().get(0);
    assertThat(number.expect(Der.INTEGER, "n")).isSameAs(number);
    assertThatThrownBy(() -> number.expect(Der.OID, "field"))
        .isInstanceOf(MalformedDer.class)
        .hasMessage("field: tag 02 where 06 belongs, at octet 2");
  }

  @Test
  void contentOfPrimitivesIsNotLookedInto() {
    // An OCTET STRING whose content is no DER at all.
    assertThat(Der.read(Bytes.hex("300504031f8000")).children().get(0).content())
        .isEqualTo(Bytes.hex("1f8000"));
  }

  private static Bytes header(int length) {
    if (length < 0x80) {
      return Bytes.of(new byte[] {4, (byte) length});
    }
    int octets = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
    byte[] header = new byte[2 + octets];
    header[0] = 4;
    header[1] = (byte) (0x80 | octets);
    for (int i = 0; i < octets; i++) {
      header[2 + i] = (byte) (length >>> (8 * (octets - 1 - i)));
    }
    return Bytes.of(header);
  }

  /** A NULL inside {@code depth} sequences. */
  private static Bytes nested(int depth) {
    Bytes inner = Bytes.hex("0500");
    for (int i = 0; i < depth; i++) {
      inner = sequence(inner);
    }
    return inner;
  }

  private static Bytes values(int count) {
    byte[] nulls = new byte[2 * count];
    for (int i = 0; i < count; i++) {
      nulls[2 * i] = 5;
    }
    return sequence(Bytes.of(nulls));
  }

  private static Bytes sequence(Bytes content) {
    Bytes header = header(content.length());
    return Bytes.hex("30").concat(header.slice(1, header.length())).concat(content);
  }
}
