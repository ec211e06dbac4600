package org.xinfu.idp.login;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Factor;

/**
 * Keeps an {@link Assurance} where Spring Security keeps factors: as authorities of the login, so
 * that it lives and dies with the session.
 */
public final class FactorAuthorities {
  private FactorAuthorities() {}

  /** The authority that stands for the factor. */
  public static GrantedAuthority of(Factor factor, Instant at) {
    return FactorGrantedAuthority.withAuthority(name(factor)).issuedAt(at).build();
  }

  /** What this login has shown; nothing for somebody who is not logged in. */
  public static Assurance assurance(@Nullable Authentication login) {
    Assurance assurance = Assurance.none();
    if (login == null || !login.isAuthenticated()) {
      return assurance;
    }
    for (GrantedAuthority authority : login.getAuthorities()) {
      if (authority instanceof FactorGrantedAuthority shown) {
        for (Factor factor : Factor.values()) {
          if (name(factor).equals(shown.getAuthority())) {
            assurance = assurance.with(factor, Objects.requireNonNull(shown.getIssuedAt()));
          }
        }
      }
    }
    return assurance;
  }

  private static String name(Factor factor) {
    return switch (factor) {
      case PASSWORD -> FactorGrantedAuthority.PASSWORD_AUTHORITY;
      case PASSKEY -> FactorGrantedAuthority.WEBAUTHN_AUTHORITY;
      default -> "FACTOR_" + factor.name();
    };
  }
}
