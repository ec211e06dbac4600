package org.xinfu.idp.authorize;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ui_locales} (OpenID Connect Core §3.1.2.1): tags in order of preference. */
final class Languages {
  private Languages() {}

  /** The first that we speak, as {@code ?lang=} wants it; empty when there is none. */
  static Optional<String> first(@Nullable String tags) {
    if (tags == null) {
      return Optional.empty();
    }
    return Arrays.stream(tags.split(" "))
        .map(tag -> Locale.forLanguageTag(tag).getLanguage())
        .flatMap(
            language ->
                switch (language) {
                  case "zh" -> Optional.of("zh-CN").stream();
                  case "en" -> Optional.of("en").stream();
                  default -> Optional.<String>empty().stream();
                })
        .findFirst();
  }
}
