package org.xinfu.kit.audit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Who acts.
 *
 * @param name subject of the token or the login; {@code anonymous} or {@code system}
 * @param client the OAuth client it acts through; null for a login without one
 */
public record Actor(String name, @Nullable String client) {
  /** The service itself. */
  public static final Actor SYSTEM = new Actor("system", null);

  private static final Actor ANONYMOUS = new Actor("anonymous", null);

  /** The actor of the current security context. */
  public static Actor current() {
    @Nullable Authentication login = SecurityContextHolder.getContext().getAuthentication();
    if (login == null || login instanceof AnonymousAuthenticationToken) {
      return ANONYMOUS;
    }
    if (login.getPrincipal() instanceof Jwt token) {
      @Nullable String client = token.getClaimAsString("client_id");
      String subject = Objects.requireNonNullElse(token.getSubject(), "anonymous");
      return new Actor(subject, client);
    }
    if (login.getPrincipal() instanceof OidcUser user) {
      return new Actor(user.getSubject(), null);
    }
    return new Actor(login.getName(), null);
  }

  /** One string that tells apart everyone who may not see each other's answers. */
  public String scope() {
    return Objects.requireNonNullElse(client, "-") + "/" + name;
  }
}
