package org.xinfu.trust;

import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The sentences of {@link Reason}s, from the bundles {@code reasons} (en) and {@code reasons_zh}.
 */
final class Sentences {
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private Sentences() {}

  static String of(Reason reason, Locale language) {
    Locale bundle = language.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
    return ResourceBundle.getBundle("org.xinfu.trust.reasons", bundle, NO_FALLBACK)
        .getString(reason.code());
  }
}
