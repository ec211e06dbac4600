package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.seal.SesVersion.Contradiction;

/** Which standard a seal is of, by number of parts and stated version, and what only looks so. */
class SesShapeTest {
  /** SEQUENCE { SEQUENCE { SEQUENCE { "ES", 4, … as nested headers in short form. */
  private static final String HEADER = "300a" + "16024553" + "020104" + "160178";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3020" + "301e" + HEADER,
        "308180" + "30817e" + HEADER,
        "30820400" + "30820300" + "3008" + "16024553",
        "3083010000" + "3082ff00" + "300a16024553"
      })
  void aSealIsKnownByItsFirstOctets(String head) {
    assertThat(SesShape.detect(Bytes.hex(head))).contains(DocumentFormat.SESEAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3040" + "303e" + "020104" + "3030" + "302e" + HEADER,
        "30820400" + "30820300" + "020104" + "308202f0" + "308202e0" + HEADER
      })
  void aSignatureIsKnownByTheSealInIt(String head) {
    assertThat(SesShape.detect(Bytes.hex(head))).contains(DocumentFormat.SES_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "3000",
        "30203020",
        "3020301e300a16024554",
        "3020301e300a0c024553",
        "3020301e300a160245",
        "3020301e310a16024553",
        "3120301e300a16024553",
        "3020311e300a16024553",
        "3040303e020104",
        "3040303e020104303030",
        "3040303e0201043030302e300a16024554",
        "3040303e0401043030302e" + HEADER,
        "3040303e02ff04" + HEADER,
        "504b030414000000",
        "255044462d312e37"
      })
  void otherOctetsAreNeither(String head) {
    assertThat(SesShape.detect(Bytes.hex(head))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, V1",
    "2, 2, V1",
    "2, 3, V1",
    "2, 11, V1",
    "2, 0, V1",
    "4, 4, V4",
    "4, 5, V5",
    "5, 5, V5",
    "4, 6, V5",
    "5, 7, V5"
  })
  void partsAndNumberTogetherNameTheVersion(int parts, int stated, SesVersion version) {
    assertThat(SesVersion.of(seal(parts, stated))).isEqualTo(version);
    assertThat(SesShape.sealFormatOf(seal(parts, stated).encoded())).isEqualTo("SES_" + version);
  }

  @ParameterizedTest
  @CsvSource({"2, 4", "2, 5", "3, 1", "3, 4", "3, 5", "4, 1", "4, 3", "5, 4", "5, 1", "4, -4"})
  void aContradictionIsRefused(int parts, int stated) {
    assertThatThrownBy(() -> SesVersion.of(seal(parts, stated))).isInstanceOf(Contradiction.class);
    // A damaged seal is reported as one of the present standard.
    assertThat(SesShape.sealFormatOf(seal(parts, stated).encoded())).isEqualTo("SES_V4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3000",
        "30020500",
        "300a05000500050005000500",
        "30043000" + "0500",
        "3005" + "3001" + "05" + "0500"
      })
  void aSequenceThatIsNoSealIsMalformed(String hex) {
    Bytes octets = Bytes.hex(hex);
    assertThatThrownBy(() -> SesVersion.of(Der.read(octets))).isInstanceOf(MalformedDer.class);
    assertThat(SesShape.sealFormatOf(octets)).isEqualTo("SES_V4");
    assertThat(SesShape.formatOf(octets)).isEqualTo("SES_V4");
  }

  @Test
  void theHeaderSaysEs() {
    Bytes other = Bytes.hex("300a" + "16024553" + "020104" + "160178");
    byte[] wrong = other.toArray();
    wrong[4] = 'X';
    Bytes info = wrap(Bytes.of(wrong).concat(Bytes.hex("050005000500")));
    assertThatThrownBy(() -> SesVersion.of(Der.read(wrap(info.concat(Bytes.hex("0500"))))))
        .isInstanceOf(MalformedDer.class)
        .hasMessage("header.ID is not ES");
  }

  @Test
  void aSignaturesFormatIsThatOfItsSeal() {
    Bytes signed = wrap(Bytes.hex("020105").concat(seal(5, 5).encoded()));
    assertThat(SesShape.formatOf(wrap(signed))).isEqualTo("SES_V5");
    Bytes old = wrap(Bytes.hex("020101").concat(seal(2, 1).encoded()));
    assertThat(SesShape.formatOf(wrap(old))).isEqualTo("SES_V1");
    assertThat(SesShape.formatOf(wrap(wrap(Bytes.hex("020104"))))).isEqualTo("SES_V4");
    assertThat(SesShape.formatOf(Bytes.empty())).isEqualTo("SES_V4");
  }

  /** {@code parts} values of which the first looks like eSealInfo with this version. */
  private static Der seal(int parts, int stated) {
    Bytes version = Bytes.of(new byte[] {2, 1, (byte) stated});
    Bytes header = wrap(Bytes.hex("16024553").concat(version).concat(Bytes.hex("160178")));
    Bytes all = wrap(header.concat(Bytes.hex("050005000500")));
    for (int i = 1; i < parts; i++) {
      all = all.concat(Bytes.hex("0500"));
    }
    return Der.read(wrap(all));
  }

  private static Bytes wrap(Bytes content) {
    return Bytes.of(new byte[] {0x30, (byte) content.length()}).concat(content);
  }
}
