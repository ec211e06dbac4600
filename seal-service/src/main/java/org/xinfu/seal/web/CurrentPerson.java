package org.xinfu.seal.web;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.xinfu.kit.audit.Actor;
import org.xinfu.seal.domain.Person;
import org.xinfu.seal.domain.Reach;

/**
 * The person behind the current request, and whose things they reach: a token or a login with
 * {@code org} its own unit's, one without it (a platform's system) every unit's.
 */
public final class CurrentPerson {
  private static final Set<String> OFFICE =
      Set.of(
          "ROLE_SEAL_ACCEPTOR",
          "ROLE_SEAL_REVIEWER",
          "ROLE_SEAL_APPROVER",
          "ROLE_SEAL_MAKER",
          "ROLE_SEAL_ADMIN",
          "ROLE_AUDITOR");

  private CurrentPerson() {}

  /** Subject and shown name of the token or the login. */
  public static Person get() {
    String id = Actor.current().name();
    return new Person(id, Objects.requireNonNullElse(name(), id));
  }

  /** Whose things they may look at: the seal office and auditors look at all. */
  public static Reach looking() {
    return reach(OFFICE);
  }

  /** Whose seals they may suspend, and for whom apply: administrators for everybody. */
  public static Reach administering() {
    return reach(Set.of("ROLE_SEAL_ADMIN"));
  }

  /** Whose seals they may use: no role makes others' seals one's own. */
  public static Reach using() {
    return reach(Set.of());
  }

  private static Reach reach(Set<String> exempt) {
    @Nullable Authentication login = SecurityContextHolder.getContext().getAuthentication();
    boolean everywhere =
        login != null
            && login.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .anyMatch(held -> held != null && exempt.contains(held));
    @Nullable String org = claim("org");
    return everywhere || org == null ? Reach.ALL : Reach.of(org);
  }

  private static @Nullable String name() {
    return claim("name");
  }

  private static @Nullable String claim(String name) {
    @Nullable Authentication login = SecurityContextHolder.getContext().getAuthentication();
    return login != null && login.getPrincipal() instanceof ClaimAccessor claims
        ? claims.getClaimAsString(name)
        : null;
  }
}
