package org.xinfu.kit.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

/** zh-CN first, en second: the visitor's choice (cookie), else Accept-Language, else Chinese. */
final class Languages {
  private static final List<Locale> SPOKEN = List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH);

  private Languages() {}

  static LocaleResolver resolver() {
    CookieLocaleResolver resolver = new CookieLocaleResolver("XINFU_LANG");
    resolver.setDefaultLocaleFunction(Languages::accepted);
    resolver.setCookieMaxAge(Duration.ofDays(365));
    resolver.setCookieHttpOnly(true);
    resolver.setCookieSameSite("Lax");
    resolver.setRejectInvalidCookies(false);
    return resolver;
  }

  private static Locale accepted(HttpServletRequest request) {
    String header = request.getHeader("Accept-Language");
    if (header == null || header.isBlank() || header.length() > 200) {
      return Locale.SIMPLIFIED_CHINESE;
    }
    try {
      for (Locale.LanguageRange range : Locale.LanguageRange.parse(header)) {
        for (Locale spoken : SPOKEN) {
          if (range.getWeight() > 0 && speaks(range.getRange(), spoken.getLanguage())) {
            return spoken;
          }
        }
      }
    } catch (IllegalArgumentException e) {
      return Locale.SIMPLIFIED_CHINESE; // not a language list
    }
    return Locale.SIMPLIFIED_CHINESE;
  }

  /**
   * The language itself or a region or script of it: {@code enm} is not English (RFC 4647 3.3.1).
   */
  private static boolean speaks(String range, String language) {
    return range.equals(language) || range.startsWith(language + "-");
  }
}
