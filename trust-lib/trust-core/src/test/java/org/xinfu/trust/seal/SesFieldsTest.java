package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/** Each field of a seal has one encoding; every other is malformed and names the field. */
class SesFieldsTest {
  @ParameterizedTest
  @CsvSource({
    "020100, 0",
    "02017f, 127",
    "02020080, 128",
    "0201ff, -1",
    "020180, -128",
    "0202ff7f, -129",
    "02047fffffff, 2147483647",
    "020480000000, -2147483648"
  })
  void numbersAreReadWithTheirSign(String hex, int value) {
    assertThat(SesFields.integer(slice(hex), "n")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0200",
        "02020001",
        "0202007f",
        "0202ff80",
        "0203ffffff",
        "02050080000000",
        "0a0101"
      })
  void numbersThatAreEmptyLongOrPaddedAreMalformed(String hex) {
    refused(SesFields::integer, hex);
  }

  @Test
  void truthHasTwoForms() {
    assertThat(SesFields.bool(slice("0101ff"), "b")).isTrue();
    assertThat(SesFields.bool(slice("010100"), "b")).isFalse();
    for (String hex : new String[] {"0100", "010101", "0102ffff", "0201ff"}) {
      refused(SesFields::bool, hex);
    }
  }

  @Test
  void ia5IsSevenBits() {
    assertThat(SesFields.ia5(slice("160345537f"), "t")).isEqualTo("ES\u007f");
    assertThat(SesFields.ia5(slice("1600"), "t")).isEmpty();
    refused(SesFields::ia5, "160180");
    refused(SesFields::ia5, "1602c3a9");
    refused(SesFields::ia5, "0c024553");
  }

  @Test
  void utf8IsWellFormed() {
    assertThat(SesFields.utf8(slice("0c06e4bfa1e7aca6"), "t")).isEqualTo("信符");
    assertThat(SesFields.utf8(slice("0c04f0a0aeb7"), "t")).isEqualTo("𠮷");
    for (String hex :
        new String[] {"0c02e4bf", "0c01ff", "0c02c080", "0c03eda080", "0c04f4908080", "1602e4bf"}) {
      refused(SesFields::utf8, hex);
    }
  }

  @Test
  void printableHasItsOwnAlphabet() {
    assertThat(SesFields.printable(slice("1308312e322e3135362e"), "t")).isEqualTo("1.2.156.");
    refused(SesFields::printable, "13012a");
    refused(SesFields::printable, "130140");
    refused(SesFields::printable, "13015f");
    refused(SesFields::printable, "1303e4bfa1");
    refused(SesFields::printable, "160131");
  }

  @Test
  void aBitStringHasNoUnusedBits() {
    assertThat(SesFields.bits(slice("030200ff"), "b")).isEqualTo(Bytes.hex("ff"));
    assertThat(SesFields.bits(slice("030100"), "b")).isEqualTo(Bytes.empty());
    refused(SesFields::bits, "0300");
    refused(SesFields::bits, "03020180");
    refused(SesFields::bits, "040200ff");
  }

  @Test
  void octetsHaveTheTagOfOctets() {
    assertThat(SesFields.octets(slice("0402ffff"), "o")).isEqualTo(Bytes.hex("ffff"));
    refused(SesFields::octets, "030200ff");
    refused(SesFields::octets, "24040402ffff");
  }

  @Test
  void identifiersAreMinimal() {
    assertThat(SesFields.oid(slice("06082a811ccf55018375"), "o")).isEqualTo("1.2.156.10197.1.501");
    assertThat(SesFields.oid(slice("0603883703"), "o")).isEqualTo("2.999.3");
    refused(SesFields::oid, "0600");
    refused(SesFields::oid, "060180");
    refused(SesFields::oid, "06032a8001");
    refused(SesFields::oid, "060380012a");
    refused(SesFields::oid, "06022a81");
    refused(SesFields::oid, "0d022a03");
  }

  @ParameterizedTest
  @CsvSource({
    "20261101010000Z, 2026-11-01T01:00:00Z",
    "20240229235959Z, 2024-02-29T23:59:59Z",
    "20261101010000.5Z, 2026-11-01T01:00:00.500Z",
    "20261101010000.05Z, 2026-11-01T01:00:00.050Z",
    "20261101010000.123456789Z, 2026-11-01T01:00:00.123456789Z"
  })
  void momentsAreUtcInWholeForm(String text, Instant moment) {
    assertThat(SesFields.time(time(text), "t")).isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20261101010000",
        "20261101010000+0000",
        "202611010100Z",
        "2026110101Z",
        "20261101010000z",
        "20261101010000.Z",
        "20261101010000.0Z",
        "20261101010000.50Z",
        "20261101010000,5Z",
        "20261101010000.1234567891Z",
        "20261301010000Z",
        "20260229000000Z",
        "20261101240000Z",
        "20261101006000Z",
        "20261101010060Z",
        " 0261101010000Z",
        "2026-11-01T01Z"
      })
  void otherMomentsAreMalformed(String text) {
    assertThatThrownBy(() -> SesFields.time(time(text), "t"))
        .isInstanceOf(MalformedDer.class)
        .hasMessageStartingWith("t: ");
  }

  @Test
  void aTimeIsNoUtcTime() {
    refused(SesFields::time, "170d3236313130313031303030305a");
  }

  @Test
  void theNumberOfPartsIsWithinItsBounds() {
    var parts = slice("3006050005000500").children();
    SesFields.count(parts, 3, 3, "f");
    SesFields.count(parts, 1, 5, "f");
    assertThatThrownBy(() -> SesFields.count(parts, 4, 5, "f")).hasMessage("f: 3 parts");
    assertThatThrownBy(() -> SesFields.count(parts, 1, 2, "f")).hasMessage("f: 3 parts");
  }

  @Test
  void aCertificateIsOne() {
    refused(SesFields::certificate, "0400");
    refused(SesFields::certificate, "04023000");
    refused(SesFields::certificate, "3000");
  }

  private static void refused(BiFunction<Der, String, ?> reader, String hex) {
    assertThatThrownBy(() -> reader.apply(slice(hex), "field"))
        .describedAs(hex)
        .isInstanceOf(MalformedDer.class)
        .hasMessageStartingWith("field: ");
  }

  private static Der slice(String hex) {
    return Der.read(Bytes.hex(hex));
  }

  private static Der time(String text) {
    Bytes content = Bytes.utf8(text);
    return Der.read(Bytes.of(new byte[] {0x18, (byte) content.length()}).concat(content));
  }
}
