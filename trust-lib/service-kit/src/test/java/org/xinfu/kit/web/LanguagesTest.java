package org.xinfu.kit.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.LocaleResolver;

class LanguagesTest {
  private final LocaleResolver languages = Languages.resolver();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en|en",
        "en-GB|en",
        "EN-us|en",
        "zh|zh-CN",
        "zh-TW|zh-CN",
        "zh-Hant-HK|zh-CN",
        "en;q=0.5, zh;q=0.9|zh-CN",
        "zh;q=0.2, en;q=0.9|en",
        "fr, de;q=0.8, en;q=0.1|en",
        "zh;q=0, en;q=0.1|en",
        "en;q=0|zh-CN",
        "fr|zh-CN",
        "*|zh-CN",
        "enm|zh-CN", // Middle English is another language than English
        "zha-x-private|zh-CN",
        "enx, en;q=0.3|en",
        "not a language list;;q=|zh-CN",
        "en;q=high|zh-CN",
        "''|zh-CN"
      })
  void theBestLanguageThatWeSpeakElseChinese(String header, String expected) {
    assertThat(asked(header)).isEqualTo(Locale.forLanguageTag(expected));
  }

  @Test
  void withoutAHeaderItIsChinese() {
    assertThat(languages.resolveLocale(new MockHttpServletRequest()))
        .isEqualTo(Locale.SIMPLIFIED_CHINESE);
  }

  @Test
  void anEndlessHeaderIsNotParsed() {
    assertThat(asked("en" + ",fr;q=0.1".repeat(30))).isEqualTo(Locale.SIMPLIFIED_CHINESE);
    assertThat(asked("en" + ",fr;q=0.1".repeat(20))).isEqualTo(Locale.ENGLISH);
  }

  @Test
  void theVisitorsChoiceBeatsTheBrowserAndADamagedCookieDoesNot() {
    assertThat(withCookie("en", "zh-CN")).isEqualTo(Locale.ENGLISH);
    assertThat(withCookie("zh-CN", "en")).isEqualTo(Locale.SIMPLIFIED_CHINESE);
    assertThat(withCookie("<b>", "en")).isEqualTo(Locale.ENGLISH);
  }

  @Test
  void theChoiceIsKeptForAYearOutOfReachOfScripts() {
    MockHttpServletResponse answer = new MockHttpServletResponse();
    languages.setLocale(new MockHttpServletRequest(), answer, Locale.ENGLISH);
    String cookie = Objects.requireNonNull(answer.getHeader("Set-Cookie"));
    assertThat(cookie)
        .startsWith("XINFU_LANG=en")
        .contains("Max-Age=31536000", "HttpOnly", "SameSite=Lax");
  }

  private Locale asked(String header) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader("Accept-Language", header);
    return languages.resolveLocale(request);
  }

  private Locale withCookie(String choice, String header) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader("Accept-Language", header);
    request.setCookies(new Cookie("XINFU_LANG", choice));
    return languages.resolveLocale(request);
  }
}
