package org.xinfu.licence.web;

import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.xinfu.kit.Refused;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.domain.LicenceRefusal.Rule;

/** What the access token of this request says about who calls. */
public final class Caller {
  private Caller() {}

  /**
   * A member of a department acts for that department only; a token without {@code org} is a
   * platform client, whose registration is its permission.
   */
  public static void mustSpeakFor(String uscc) {
    if (ofAnother(uscc)) {
      throw new Refused(LicenceRefusal.of(Rule.NOT_YOUR_ORGANISATION, uscc));
    }
  }

  /** The organisation that the caller belongs to. */
  public static Optional<String> organisation() {
    return claim("org");
  }

  /** Whether this is somebody of another organisation than {@code uscc}. */
  public static boolean ofAnother(String uscc) {
    return organisation().filter(org -> !org.equals(uscc)).isPresent();
  }

  /** The citizen's number, in tokens of scope {@code licence:own} alone. */
  public static Optional<String> holder() {
    return hasScope("licence:own") ? claim("holder") : Optional.empty();
  }

  public static boolean hasScope(String scope) {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    return login != null
        && login.getAuthorities().stream()
            .anyMatch(a -> ("SCOPE_" + scope).equals(a.getAuthority()));
  }

  private static Optional<String> claim(String name) {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    return login != null && login.getPrincipal() instanceof Jwt token
        ? Optional.ofNullable(token.getClaimAsString(name))
        : Optional.empty();
  }
}
