package org.xinfu.trust.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bouncycastle.asn1.ASN1Integer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;

/** Values that are read by position and looked into only when asked. */
class DerValueTest {
  @Test
  void childrenFillTheirParentExactly() {
    Der longer = Der.outer(Bytes.hex("3003040200"));
    assertThatThrownBy(longer::children).isInstanceOf(MalformedDer.class);
    Der cut = Der.outer(Bytes.hex("300402010504"));
    assertThatThrownBy(cut::children).isInstanceOf(MalformedDer.class);
    assertThat(Der.outer(Bytes.hex("3000")).children()).isEmpty();
  }

  @Test
  void onlyMeansExactlyOne() {
    assertThat(Der.outer(Bytes.hex("a003020105")).only().smallInteger()).isEqualTo(5);
    for (String hex : new String[] {"a000", "a006020105020105"}) {
      Der other = Der.outer(Bytes.hex(hex));
      assertThatThrownBy(other::only)
          .isInstanceOf(MalformedDer.class)
          .hasMessageContaining("instead of one");
    }
  }

  @Test
  void aWrongTagIsMalformed() {
    Der number = Der.outer(Bytes.hex("020105"));
    assertThat(number.expect(Der.INTEGER)).isSameAs(number);
    assertThatThrownBy(() -> number.expect(Der.OCTET_STRING)).isInstanceOf(MalformedDer.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0200", "02020005", "020180", "0201ff", "02020100", "040105", "0a0105"})
  void aVersionIsOneOctetAndNotNegative(String hex) {
    Der element = Der.outer(Bytes.hex(hex));
    assertThatThrownBy(element::smallInteger).isInstanceOf(MalformedDer.class);
  }

  @Test
  void theLargestVersionIsRead() {
    assertThat(Der.outer(Bytes.hex("02017f")).smallInteger()).isEqualTo(127);
    assertThat(Der.outer(Bytes.hex("020100")).smallInteger()).isZero();
  }

  @Test
  void aPrimitiveIsDerThroughout() {
    assertThat(Der.outer(Bytes.hex("020105")).primitive()).isEqualTo(new ASN1Integer(5));
    assertThat(Der.outer(Bytes.hex("3106020101020102")).primitive()).isNotNull();
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
    Der element = Der.outer(Bytes.hex(hex));
    assertThatThrownBy(element::primitive).describedAs(what).isInstanceOf(MalformedDer.class);
  }
}
