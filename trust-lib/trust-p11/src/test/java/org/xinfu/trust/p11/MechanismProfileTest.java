package org.xinfu.trust.p11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is configured: vendors' numbers, settings, and what each return value asks for. */
class MechanismProfileTest {
  @ParameterizedTest
  @CsvSource({
    "project-default, 0x80000004, 0x80008001, 0x80008105, false",
    "sansec, 0x80000106, 0x80008001, 0x80008105, false",
    "tass, 0x80000004, 0x80008001, 0x80008000, true"
  })
  void theShippedProfilesSayTheirNumbers(
      String name, String type, String generate, String sign, boolean der) {
    MechanismProfile profile = MechanismProfile.named(name);
    assertThat(profile)
        .isEqualTo(
            new MechanismProfile(
                name, Long.decode(type), Long.decode(generate), Long.decode(sign), der));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm2.key-type", "sm2.generate", "sm2.sign", "sm2.sign.encoding"})
  void everyKeyIsNeeded(String key) {
    Properties properties = complete();
    properties.remove(key);
    assertThatThrownBy(() -> MechanismProfile.of("x", properties))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0x", "1.5", "0x1g", "99999999999999999999"})
  void aNumberIsANumber(String value) {
    Properties properties = complete();
    properties.setProperty("sm2.sign", value);
    assertThatThrownBy(() -> MechanismProfile.of("x", properties))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "der", "raw", "DER ", "ASN1"})
  void anEncodingIsOneOfTwo(String value) {
    Properties properties = complete();
    properties.setProperty("sm2.sign.encoding", value);
    assertThatThrownBy(() -> MechanismProfile.of("x", properties))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersMayBeDecimal() {
    Properties properties = complete();
    properties.setProperty("sm2.sign", "2147516677");
    assertThat(MechanismProfile.of("x", properties).sm2Sign()).isEqualTo(0x80008105L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../project-default", "Sansec", "project-default.properties"})
  void onlyShippedProfilesHaveANameOfTheirOwn(String name) {
    assertThatThrownBy(() -> MechanismProfile.named(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsChangeOneThingAtATime() {
    Pkcs11Settings usual = Pkcs11Settings.of(Path.of("lib.so"), "seals", "1"::toCharArray);
    assertThat(usual.profile().name()).isEqualTo("project-default");
    assertThat(usual.sessions()).isGreaterThanOrEqualTo(4);
    assertThat(usual.patience()).isEqualTo(Duration.ofSeconds(10));
    assertThat(usual.withSessions(1).sessions()).isEqualTo(1);
    assertThat(usual.withSessions(1).withSessions(usual.sessions())).isEqualTo(usual);
    assertThat(usual.withPatience(Duration.ZERO).patience()).isZero();
    assertThat(usual.withPatience(Duration.ZERO).withPatience(usual.patience())).isEqualTo(usual);
    MechanismProfile tass = MechanismProfile.named("tass");
    assertThat(usual.withProfile(tass).profile()).isEqualTo(tass);
    assertThat(usual.withProfile(tass).token()).isEqualTo("seals");
    for (int none : new int[] {0, -1}) {
      assertThatThrownBy(() -> usual.withSessions(none))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A value that nobody thought of is never repeated: it could be a wrong PIN by another name. */
  @Test
  void whatIsNotKnownToHelpIsNotTried() {
    Set<Long> tried =
        LongStream.concat(LongStream.range(0, 0x1000), LongStream.of(0x80000000L, -1))
            .filter(rv -> Remedy.of(rv) != Remedy.NONE)
            .boxed()
            .collect(Collectors.toSet());
    assertThat(tried)
        .containsExactlyInAnyOrder(
            0x2L, 0x6L, 0x30L, 0x32L, 0x60L, 0x82L, 0x90L, 0x91L, 0xB0L, 0xB1L, 0xB2L, 0xB3L, 0xE0L,
            0xE1L, 0x101L, 0x190L, 0x191L);
    // Every PIN_… value is a refusal for good.
    assertThat(LongStream.rangeClosed(0xA0, 0xA4)).allMatch(rv -> Remedy.of(rv) == Remedy.NONE);
  }

  private static Properties complete() {
    Properties properties = new Properties();
    properties.setProperty("sm2.key-type", "0x80000004");
    properties.setProperty("sm2.generate", "0x80008001");
    properties.setProperty("sm2.sign", "0x80008105");
    properties.setProperty("sm2.sign.encoding", "RAW");
    return properties;
  }
}
