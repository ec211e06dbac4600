package org.xinfu.idp.authorize;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom and how sure the client wants it.
 *
 * @param subjects accounts that {@code id_token_hint} and {@code claims} name; more than one means
 *     that nobody will do
 */
record Wishes(Set<String> subjects, AcrWish acr) {
  static final Wishes NONE = new Wishes(Set.of(), AcrWish.NONE);

  static Wishes of(@Nullable String hinted, ClaimsRequest claims, AcrWish acr) {
    Set<String> subjects = new LinkedHashSet<>();
    Optional.ofNullable(hinted).ifPresent(subjects::add);
    subjects.addAll(claims.values("sub"));
    return new Wishes(subjects, acr);
  }

  boolean about(String account) {
    return subjects.stream().allMatch(account::equals);
  }
}
