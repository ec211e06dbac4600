package org.xinfu.trust.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of RFC 8259 and of our own limits. */
class JsonLimitsTest {
  @Test
  void nestingIsAllowedToSixtyFourAndNoFurther() {
    assertThat(Json.parse("[".repeat(64) + "]".repeat(64))).isInstanceOf(List.class);
    assertThat(Json.parse("[".repeat(64) + "1" + "]".repeat(64))).isInstanceOf(List.class);
    for (String tooDeep :
        List.of(
            "[".repeat(65) + "1" + "]".repeat(65),
            "[".repeat(66) + "]".repeat(66),
            "{\"a\":".repeat(65) + "1" + "}".repeat(65))) {
      assertThatThrownBy(() -> Json.parse(tooDeep)).hasMessageContaining("nested deeper than 64");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "999999999999999999", "-999999999999999999"})
  void integersOfEighteenDigitsAreLong(String text) {
    assertThat(Json.parse(text)).isEqualTo(Long.valueOf(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000000000000", "0.0", "-0.5", "1E2", "1e+2", "1e-999", "2.50"})
  void otherNumbersKeepTheirDigits(String text) {
    assertThat(Json.parse(text)).isEqualTo(new BigDecimal(text));
  }

  @Test
  void aNumberHasAThousandCharactersAndNoMore() {
    assertThat(Json.parse("7".repeat(1000))).isEqualTo(new BigDecimal("7".repeat(1000)));
    for (String tooLong :
        List.of("7".repeat(1001), "0." + "7".repeat(999), "1e" + "9".repeat(999))) {
      assertThatThrownBy(() -> Json.parse(tooLong)).hasMessageContaining("longer than 1000");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-",
        "--1",
        "-01",
        "00",
        "1.",
        "1.e2",
        "1e",
        "1e+",
        "1e1000",
        "0x1",
        "1_0",
        "1f",
        "Infinity"
      })
  void whatOnlyLooksLikeANumberIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void everyEscapeHasItsCharacter() {
    assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uFf21\""))
        .isEqualTo("\"\\/\b\f\n\r\tA\uff21");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\",
        "\"\\u",
        "\"\\u12",
        "\"\\u123\"",
        "\"\\u+123\"",
        "\"\\a\"",
        "\"\\\u0000\"",
        "\"a\nb\"",
        "\"tab\tinside\"",
        "\"\\'\"",
        "'single'"
      })
  void brokenStringsAreRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1",
        "{\"a\":1]",
        "{1:2}",
        "[1 2]",
        "[,1]",
        "[1}",
        "[",
        "tru",
        "True",
        "falsey",
        "nulls",
        "// c\n1",
        "[1]//",
        "\ufeff1",
        "\u00a01"
      })
  void brokenStructuresAreRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void aNameRepeatedInAnotherSpellingIsStillRepeated() {
    assertThatThrownBy(() -> Json.parse("{\"a\":1,\"\\u0061\":2}"))
        .hasMessageContaining("name repeated: a");
    assertThat(Json.parseObject("{\"a\":{\"a\":1}}")).containsKey("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"{}\"", "null", "true"})
  void onlyAnObjectIsAnObject(String text) {
    assertThatThrownBy(() -> Json.parseObject(text))
        .isInstanceOf(JsonException.class)
        .hasMessage("an object was expected");
  }

  @Test
  void anErrorSaysWhere() {
    assertThatThrownBy(() -> Json.parse("[1,?]")).hasMessage("not a value at 3");
    assertThatThrownBy(() -> Json.parse("[1]]")).hasMessage("text after the value at 3");
    assertThatThrownBy(() -> Json.parse("")).hasMessage("a value was expected at 0");
  }

  @ParameterizedTest
  @CsvSource({
    "999999999999999, 999999999999999",
    "-999999999999999, -999999999999999",
    "0.000001, 0.000001",
    "-0.000001, -0.000001",
    "0.00000, 0",
    "-0.0, 0",
    "1E+3, 1000",
    "123456789.012345, 123456789.012345"
  })
  void decimalsThatADoubleCarriesAreWrittenPlain(BigDecimal number, String text) {
    assertThat(CanonicalJson.write(number)).isEqualTo(text);
    assertThat(Double.parseDouble(text)).isEqualTo(number.doubleValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000000000", "-1e15", "9.99e-7", "1234567890.1234567", "1e300"})
  void decimalsThatItDoesNotAreRefused(BigDecimal number) {
    assertThatThrownBy(() -> CanonicalJson.write(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void controlCharactersHaveTheShortestEscape() {
    assertThat(CanonicalJson.write("\u0000\u0007\b\t\n\u000b\f\r\u001f\u007f/"))
        .isEqualTo("\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001f\u007f/\"");
  }

  @Test
  void emptyStructuresAndNullAreWritten() {
    assertThat(CanonicalJson.write(null)).isEqualTo("null");
    assertThat(CanonicalJson.write(List.of())).isEqualTo("[]");
    assertThat(CanonicalJson.write(Map.of())).isEqualTo("{}");
    assertThat(CanonicalJson.write(Arrays.asList(null, false))).isEqualTo("[null,false]");
    assertThat(CanonicalJson.write(Collections.singletonMap("", null))).isEqualTo("{\"\":null}");
  }

  @Test
  void typesThatJsonHasNotAreRefusedAtAnyDepth() {
    for (Object foreign : List.of(1.5f, 'c', new byte[0], new Object[0], (short) 1)) {
      assertThatThrownBy(() -> CanonicalJson.write(List.of(Map.of("a", foreign))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not a JSON value");
    }
  }
}
