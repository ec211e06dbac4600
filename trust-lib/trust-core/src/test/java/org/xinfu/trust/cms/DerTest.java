package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bouncycastle.asn1.ASN1Integer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;

/** CMS is read by position over the received octets; BER has no place in it. */
class DerTest {
  @Test
  void elementsAreSeenInPlace() {
    Der whole = Der.whole(Bytes.hex("30060201050401ff"));
    assertThat(whole.children()).hasSize(2);
    assertThat(whole.children().get(0).smallInteger()).isEqualTo(5);
    assertThat(whole.children().get(1).content()).isEqualTo(Bytes.hex("ff"));
    assertThat(whole.children().get(1).encoded()).isEqualTo(Bytes.hex("0401ff"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', nothing",
    "30, a tag alone",
    "30800000, indefinite",
    "30ff, reserved length",
    "040100ff, an octet after the end",
    "0402ff, content missing",
    "048101ff, long form below 128",
    "0482008001, two octets where one does",
    "048400000001ff, four length octets",
    "0483ffffff, sixteen MiB that are not there",
    "0481, length octets missing",
    "1f2a00, high tag number"
  })
  void otherFormsAreMalformed(String hex, String what) {
    assertThatThrownBy(() -> Der.whole(Bytes.hex(hex)))
        .describedAs(what)
        .isInstanceOf(MalformedCms.class);
  }

  @Test
  void childrenFillTheirParentExactly() {
    Der longer = Der.whole(Bytes.hex("3003040200"));
    assertThatThrownBy(longer::children).isInstanceOf(MalformedCms.class);
    Der cut = Der.whole(Bytes.hex("300402010504"));
    assertThatThrownBy(cut::children).isInstanceOf(MalformedCms.class);
    assertThat(Der.whole(Bytes.hex("3000")).children()).isEmpty();
  }

  @Test
  void onlyMeansExactlyOne() {
    assertThat(Der.whole(Bytes.hex("a003020105")).only().smallInteger()).isEqualTo(5);
    for (String hex : new String[] {"a000", "a006020105020105"}) {
      Der other = Der.whole(Bytes.hex(hex));
      assertThatThrownBy(other::only)
          .isInstanceOf(MalformedCms.class)
          .hasMessageContaining("instead of one");
    }
  }

  @Test
  void aWrongTagIsMalformed() {
    Der number = Der.whole(Bytes.hex("020105"));
    assertThat(number.expect(Der.INTEGER)).isSameAs(number);
    assertThatThrownBy(() -> number.expect(Der.OCTET_STRING)).isInstanceOf(MalformedCms.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0200", "02020005", "020180", "0201ff", "02020100", "040105", "0a0105"})
  void aVersionIsOneOctetAndNotNegative(String hex) {
    Der element = Der.whole(Bytes.hex(hex));
    assertThatThrownBy(element::smallInteger).isInstanceOf(MalformedCms.class);
  }

  @Test
  void theLargestVersionIsRead() {
    assertThat(Der.whole(Bytes.hex("02017f")).smallInteger()).isEqualTo(127);
    assertThat(Der.whole(Bytes.hex("020100")).smallInteger()).isZero();
  }

  @Test
  void aPrimitiveIsDerThroughout() {
    assertThat(Der.whole(Bytes.hex("020105")).primitive()).isEqualTo(new ASN1Integer(5));
    assertThat(Der.whole(Bytes.hex("3106020101020102")).primitive()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "02020005, an INTEGER that is not minimal",
    "3106020102020101, a SET OF out of order",
    "010101, TRUE that is not FF",
    "0603808001, an arc that begins with 80",
    "24040402ffff, a constructed OCTET STRING",
    "3005048101ff00, BER inside",
    "300a30800000020105020106, indefinite inside"
  })
  void whatBouncyCastleWouldTakeButDerForbidsIsMalformed(String hex, String what) {
    Der element = Der.whole(Bytes.hex(hex));
    assertThatThrownBy(element::primitive).describedAs(what).isInstanceOf(MalformedCms.class);
  }
}
