package org.xinfu.idp.authorize;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of {@code prompt} (OpenID Connect Core §3.1.2.1). */
enum Prompt {
  NONE,
  LOGIN,
  CONSENT,
  SELECT_ACCOUNT;

  /** Empty when a value is unknown, or {@code none} comes with others. */
  static Optional<Set<Prompt>> parse(@Nullable String text) {
    Set<Prompt> prompts = EnumSet.noneOf(Prompt.class);
    if (text == null) {
      return Optional.of(prompts);
    }
    for (String word : text.split(" ", -1)) {
      Optional<Prompt> known =
          Arrays.stream(values())
              .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
              .findFirst();
      if (known.isEmpty()) {
        return Optional.empty();
      }
      prompts.add(known.get());
    }
    return prompts.contains(NONE) && prompts.size() > 1 ? Optional.empty() : Optional.of(prompts);
  }
}
