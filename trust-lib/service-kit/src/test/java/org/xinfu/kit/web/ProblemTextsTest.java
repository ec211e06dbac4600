package org.xinfu.kit.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xinfu.kit.Refusal;
import org.xinfu.kit.idempotency.IdempotencyRefusal;
import org.xinfu.trust.Reason;

class ProblemTextsTest {
  private static final String CHINESE = "[一-鿿]";
  private final ProblemTexts texts = new ProblemTexts();

  private record Unknown(String code, int status, List<String> arguments) implements Refusal {}

  static Stream<Refusal> refusalsOfTheKit() {
    List<Refusal> all = new ArrayList<>(List.of(CommonRefusal.values()));
    all.addAll(List.of(IdempotencyRefusal.values()));
    for (Failure.Kind kind : Failure.Kind.values()) {
      all.add(new Failure(kind, List.of("audit-7")));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("refusalsOfTheKit")
  void everyRefusalOfTheKitHasASentenceInBothLanguages(Refusal refusal) {
    assertThat(texts.sentence(refusal, Locale.SIMPLIFIED_CHINESE)).containsPattern(CHINESE);
    assertThat(texts.sentence(refusal, Locale.ENGLISH))
        .doesNotContainPattern(CHINESE)
        .contains(" ")
        .isNotEqualTo(refusal.code());
    for (String argument : refusal.arguments()) {
      assertThat(texts.sentence(refusal, Locale.SIMPLIFIED_CHINESE)).contains(argument);
      assertThat(texts.sentence(refusal, Locale.ENGLISH)).contains(argument);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonOfTheLibraryIsSpokenToo(Reason reason) {
    Refusal refusal = new ReasonRefusal(reason);
    assertThat(refusal.status()).isEqualTo(422);
    assertThat(texts.sentence(refusal, Locale.SIMPLIFIED_CHINESE))
        .isEqualTo(reason.sentence(Locale.SIMPLIFIED_CHINESE));
    assertThat(texts.sentence(refusal, Locale.ENGLISH)).isEqualTo(reason.sentence(Locale.ENGLISH));
  }

  @Test
  void aCodeThatNobodyWroteASentenceForIsSaidAsItIs() {
    Unknown unknown = new Unknown("never-written", 409, List.of("argument"));
    assertThat(texts.sentence(unknown, Locale.ENGLISH)).isEqualTo("never-written");
    assertThat(texts.sentence(unknown, Locale.SIMPLIFIED_CHINESE)).isEqualTo("never-written");
  }

  @Test
  void anArgumentIsTextAndNeverAPattern() {
    Failure failure = new Failure(Failure.Kind.INTERNAL_ERROR, List.of("{0} '{1}' it's"));
    assertThat(texts.sentence(failure, Locale.ENGLISH)).endsWith("{0} '{1}' it's");
  }

  @Test
  void otherLanguagesAreAnsweredInEnglishAndAllChineseInChinese() {
    String english = texts.sentence(CommonRefusal.NOT_FOUND, Locale.ENGLISH);
    assertThat(texts.sentence(CommonRefusal.NOT_FOUND, Locale.FRANCE)).isEqualTo(english);
    assertThat(texts.sentence(CommonRefusal.NOT_FOUND, Locale.ROOT)).isEqualTo(english);
    assertThat(texts.sentence(CommonRefusal.NOT_FOUND, Locale.TRADITIONAL_CHINESE))
        .containsPattern(CHINESE);
  }

  @Test
  void theLanguageOfTheMachineNeverShowsThrough() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
      assertThat(new ProblemTexts().sentence(CommonRefusal.CONFLICT, Locale.ENGLISH))
          .doesNotContainPattern(CHINESE);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void bothBundlesHoldTheSameCodesAndPlaces() throws IOException {
    for (String bundle : List.of("problems", "console")) {
      Properties english = bundle(bundle + ".properties");
      Properties chinese = bundle(bundle + "_zh.properties");
      assertThat(chinese.stringPropertyNames()).as(bundle).isEqualTo(english.stringPropertyNames());
      for (String code : english.stringPropertyNames()) {
        assertThat(chinese.getProperty(code).contains("{0}"))
            .as("%s in %s", code, bundle)
            .isEqualTo(english.getProperty(code).contains("{0}"));
        // With arguments a sentence is a MessageFormat, where one apostrophe opens a quotation.
        assertThat(english.getProperty(code).matches(".*\\{0}.*'.*|.*'.*\\{0}.*"))
            .as("apostrophe in %s", code)
            .isFalse();
      }
    }
  }

  @Test
  void statusesAreSaidByTheRefusalThatFitsThemBest() {
    assertThat(CommonRefusal.ofStatus(400)).isEqualTo(CommonRefusal.REQUEST_MALFORMED);
    assertThat(CommonRefusal.ofStatus(404)).isEqualTo(CommonRefusal.NOT_FOUND);
    assertThat(CommonRefusal.ofStatus(413)).isEqualTo(CommonRefusal.PAYLOAD_TOO_LARGE);
    assertThat(CommonRefusal.ofStatus(418)).isEqualTo(CommonRefusal.REQUEST_MALFORMED);
    for (CommonRefusal refusal : CommonRefusal.values()) {
      assertThat(refusal.status()).isBetween(400, 499);
      assertThat(CommonRefusal.ofStatus(refusal.status()).status()).isEqualTo(refusal.status());
    }
  }

  private static Properties bundle(String name) throws IOException {
    Properties read = new Properties();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(Refusal.class.getResourceAsStream(name), name),
            StandardCharsets.UTF_8)) {
      read.load(in);
    }
    return read;
  }
}
