package org.xinfu.trust.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strict in what is read, canonical in what is written. */
class JsonTest {
  @Test
  void writesRfc8785StringsAndKeepsTheGivenOrder() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("b", "€$\u000f\nA'B\"\\\\\"/");
    value.put("a", Arrays.asList(1, 2L, true, null));
    assertThat(CanonicalJson.write(value))
        .isEqualTo("{\"b\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\",\"a\":[1,2,true,null]}");
  }

  @Test
  void readsBackWhatItWrote() {
    String text = "{\"名\":\"信符\",\"n\":[-1,0,12345678901234567],\"o\":{},\"t\":true,\"z\":null}";
    assertThat(CanonicalJson.write(Json.parse(text))).isEqualTo(text);
    assertThat(Json.parse(" [1.5e3 , \"\\u4fe1\" ] "))
        .isEqualTo(List.of(new BigDecimal("1.5e3"), "信"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "01", "1 2", "nul", "\"\u0001\"",
        "\"\\x\"", "\"\\u12g4\"", "{a:1}", "[1", "\"open", "+1", ".5", "NaN", "1e9999"
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonException.class);
  }

  /** RFC 7493 §2.1: in UTF-8 all of them become the same replacement. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"a\\udc00\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud83d\\ud83d\\ude00\"",
        "{\"a\\ud800\":1}"
      })
  void refusesHalfASurrogatePair(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("surrogate");
    assertThat(Json.parse("\"\\ud83d\\ude00\"")).isEqualTo("\ud83d\ude00");
  }

  @Test
  void refusesDeepNesting() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("nested");
  }

  @Test
  void refusesTypesThatJsonHasNot() {
    assertThatThrownBy(() -> CanonicalJson.write(List.of(1.5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** RFC 8785 §3.2.2.3: as ECMAScript writes a double; outside of that range nothing is guessed. */
  @Test
  void writesDecimalsInTheRangeWhereADoubleIsExact() {
    assertThat(CanonicalJson.write(List.of(new BigDecimal("120.50"), new BigDecimal("-7.000"))))
        .isEqualTo("[120.5,-7]");
    assertThat(CanonicalJson.write(List.of(new BigDecimal("0.000001"), new BigDecimal("0.0"))))
        .isEqualTo("[0.000001,0]");
    for (String far : List.of("0.0000001", "1e15", "1.2345678901234567")) {
      assertThatThrownBy(() -> CanonicalJson.write(new BigDecimal(far)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
