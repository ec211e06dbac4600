package org.xinfu.trust;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * What a {@link Check} looked at, in a sentence for readers who do not know its id, from the
 * bundles {@code checks} (en) and {@code checks_zh}.
 */
public final class CheckNames {
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  /** The longest first: a seal's maker is not a seal. */
  private static final List<String> PARTS =
      List.of(
          "content-timestamp-",
          "countersignature-",
          "seal-maker-",
          "key-binding.",
          "timestamp-",
          "archive-",
          "signer-",
          "seal-");

  private CheckNames() {}

  /** The sentence for this id, in Chinese or English; the id itself when nobody wrote one. */
  public static String of(String id, Locale language) {
    return find(id, language).orElse(id);
  }

  /**
   * As {@link #of}. A check of a part ({@code seal-maker-path}, {@code key-binding.claims}, {@code
   * timestamp-archive-path}) is said as the part's and the check's.
   */
  static Optional<String> find(String id, Locale language) {
    Locale locale = language.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
    return find(id, ResourceBundle.getBundle("org.xinfu.trust.checks", locale, NO_FALLBACK));
  }

  private static Optional<String> find(String id, ResourceBundle names) {
    if (names.containsKey(id)) {
      return Optional.of(names.getString(id));
    }
    for (String part : PARTS) {
      if (id.startsWith(part)) {
        Optional<String> rest = find(id.substring(part.length()), names);
        if (rest.isPresent()) {
          return rest.map(said -> names.getString("part." + part) + said);
        }
      }
    }
    return Optional.empty();
  }
}
