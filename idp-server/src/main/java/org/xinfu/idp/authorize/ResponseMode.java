package org.xinfu.idp.authorize;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the answer travels to the redirect URI; without JWTs or fragments. */
enum ResponseMode {
  /** OAuth 2.0 Multiple Response Type Encoding Practices §2.1, the default. */
  QUERY,
  /** OAuth 2.0 Form Post Response Mode. */
  FORM_POST;

  static Optional<ResponseMode> parse(@Nullable String text) {
    if (text == null) {
      return Optional.of(QUERY);
    }
    return switch (text) {
      case "query" -> Optional.of(QUERY);
      case "form_post" -> Optional.of(FORM_POST);
      default -> Optional.empty();
    };
  }
}
