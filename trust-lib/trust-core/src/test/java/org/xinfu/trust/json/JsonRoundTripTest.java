package org.xinfu.trust.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Whatever is written reads back, and whatever is read is either refused or written the same. */
class JsonRoundTripTest {
  @Property(tries = 200)
  void whatIsWrittenReadsBack(@ForAll("values") Object value) {
    assertThat(Json.parse(CanonicalJson.write(value))).isEqualTo(value);
  }

  @Property(tries = 200)
  void writingIsAFixedPoint(@ForAll("values") Object value) {
    String text = CanonicalJson.write(value);
    assertThat(CanonicalJson.write(Json.parse(text))).isEqualTo(text);
  }

  @Property(tries = 200)
  void whiteSpaceBetweenTokensMeansNothing(@ForAll("values") Object value) {
    String spaced = " \t\r\n" + CanonicalJson.write(List.of(value)) + "\n ";
    assertThat(Json.parse(spaced)).isEqualTo(List.of(value));
  }

  @Property(tries = 300)
  void everyCharacterOfAStringSurvives(@ForAll String text) {
    assertThat(Json.parse(CanonicalJson.write(text))).isEqualTo(text);
  }

  @Property(tries = 200)
  void decimalsKeepTheirValue(
      @ForAll @LongRange(min = -999_999_999_999L, max = 999_999_999_999L) long unscaled) {
    BigDecimal number = BigDecimal.valueOf(unscaled, 6);
    Object read = Json.parse(CanonicalJson.write(number));
    assertThat(new BigDecimal(String.valueOf(read))).isEqualByComparingTo(number);
  }

  @Property(tries = 500)
  void anyTextIsReadOrRefusedAndNothingElse(@ForAll("texts") String text) {
    assertThatCode(
            () -> {
              try {
                Json.parse(text);
              } catch (JsonException refused) {
                assertThat(refused).hasMessageContaining(" at ");
              }
            })
        .doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("{}[]:,\"\\u0eE+-.1tfn \u0001信").ofMaxLength(24);
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12).asGeneric(),
            Arbitraries.longs()
                .between(-999_999_999_999_999_999L, 999_999_999_999_999_999L)
                .asGeneric(),
            Arbitraries.of(true, false).asGeneric());
    return Arbitraries.recursive(() -> leaves, JsonRoundTripTest::nested, 0, 3);
  }

  private static Arbitrary<Object> nested(Arbitrary<Object> inner) {
    Arbitrary<Object> lists = inner.list().ofMaxSize(3).map(l -> (Object) l);
    Arbitrary<Object> maps =
        Arbitraries.maps(Arbitraries.strings().ofMaxLength(4), inner)
            .ofMaxSize(3)
            .map(m -> (Object) new LinkedHashMap<>(m));
    return Arbitraries.oneOf(inner, lists, maps);
  }
}
