package org.xinfu.licence.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.xinfu.kit.Refused;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.domain.LicenceRefusal.Rule;

/** What the access token of this request says about who calls. */
public final class Caller {
  private static final int WINDOW_FACTS = 6;

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

  /**
   * The citizen's number: in tokens of scope {@code licence:own}, and in those of {@code
   * licence:window} that say who acts for the citizen at a window.
   */
  public static Optional<String> holder() {
    boolean told = hasScope("licence:own") || !atWindow().isEmpty();
    return told ? claim("holder") : Optional.empty();
  }

  /**
   * Who acts for the citizen at which window for which matter, and how it was proven that the
   * citizen is there: {@code act} of RFC 8693 §4.1 with the claims of idp-server's acts at windows.
   * Empty unless all of it is there; a clerk's own token says nothing of a citizen.
   */
  public static Map<String, String> atWindow() {
    Map<String, String> told = new TreeMap<>();
    Jwt token = token();
    if (token != null && hasScope("licence:window")) {
      put(told, "window_act", token.getClaim("window_act"));
      put(told, "matter", token.getClaim("matter"));
      put(told, "acr", token.getClaim("acr"));
      if (token.getClaim("act") instanceof Map<?, ?> act) {
        put(told, "clerk", act.get("sub"));
        put(told, "department", act.get("department"));
        put(told, "window", act.get("window"));
      }
      List<String> amr = token.getClaimAsStringList("amr");
      boolean there = amr != null && (amr.contains("presence") || amr.contains("mca"));
      return there && told.size() == WINDOW_FACTS ? told : Map.of();
    }
    return told;
  }

  private static void put(Map<String, String> all, String name, @Nullable Object value) {
    if (value instanceof String text && !text.isBlank()) {
      all.put(name, text);
    }
  }

  private static @Nullable Jwt token() {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    return login != null && login.getPrincipal() instanceof Jwt token ? token : null;
  }

  public static boolean hasScope(String scope) {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    return login != null
        && login.getAuthorities().stream()
            .anyMatch(a -> ("SCOPE_" + scope).equals(a.getAuthority()));
  }

  private static Optional<String> claim(String name) {
    Jwt token = token();
    return token == null ? Optional.empty() : Optional.ofNullable(token.getClaimAsString(name));
  }
}
