package org.xinfu.seal.web;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.xinfu.kit.audit.Actor;
import org.xinfu.seal.domain.Person;

/** The person behind the current request. */
public final class CurrentPerson {
  private CurrentPerson() {}

  /** Subject and shown name of the token or the login. */
  public static Person get() {
    String id = Actor.current().name();
    return new Person(id, Objects.requireNonNullElse(name(), id));
  }

  private static @Nullable String name() {
    @Nullable Authentication login = SecurityContextHolder.getContext().getAuthentication();
    if (login == null) {
      return null;
    }
    if (login.getPrincipal() instanceof Jwt token) {
      return token.getClaimAsString("name");
    }
    return login.getPrincipal() instanceof OidcUser user ? user.getFullName() : null;
  }
}
