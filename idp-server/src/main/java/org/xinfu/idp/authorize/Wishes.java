package org.xinfu.idp.authorize;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom and how sure the client wants it.
 *
 * @param subjects whom {@code id_token_hint} and {@code claims} name; more than one means that
 *     nobody will do
 * @param least what the client's policy insists on
 * @param told what UserInfo is to tell beside the usual
 * @param shown the same of the ID token
 */
record Wishes(
    Set<String> subjects, AcrWish acr, AcrWish least, List<String> told, List<String> shown) {
  /** What UserInfo tells only when it is asked. */
  private static final Set<String> FACTS = Set.of("acr", "amr", "auth_time");

  /** What the ID token tells under a scope, or when it is asked. */
  private static final Set<String> PERSON = Set.of("name", "roles", "org");

  static final Wishes NONE = new Wishes(Set.of(), AcrWish.NONE, AcrWish.NONE, List.of(), List.of());

  static Wishes of(@Nullable String hinted, ClaimsRequest claims, AcrWish acr, AcrWish least) {
    Set<String> subjects = new LinkedHashSet<>();
    Optional.ofNullable(hinted).ifPresent(subjects::add);
    subjects.addAll(claims.values("sub"));
    return new Wishes(
        subjects,
        acr,
        least,
        claims.names("userinfo").stream().filter(FACTS::contains).toList(),
        claims.names("id_token").stream().filter(PERSON::contains).toList());
  }

  boolean about(String subject) {
    return subjects.stream().allMatch(subject::equals);
  }
}
