package org.xinfu.idp.logout;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.web.util.UriUtils;

/**
 * A service's request to log out (RP-Initiated Logout 1.0 §2), checked.
 *
 * @param client the service that asks; null when it did not say
 * @param sid login that the hint speaks of; null without a hint
 * @param target where the browser goes afterwards, state included; null for our own page
 */
record LogoutRequest(
    @Nullable RegisteredClient client, @Nullable String sid, @Nullable String target) {

  /** As it came. */
  record Parameters(
      @Nullable String hint,
      @Nullable String clientId,
      @Nullable String redirect,
      @Nullable String state) {}

  /** What came of reading it. */
  sealed interface Outcome {
    /** In order. */
    record Understood(LogoutRequest request) implements Outcome {}

    /** Not so; the browser goes nowhere (§3). */
    record Refused(String why) implements Outcome {}
  }

  /**
   * Checks the parameters.
   *
   * @param hints verifies signature and issuer of an ID token, not whether it has expired (§4)
   */
  static Outcome read(Parameters asked, JwtDecoder hints, RegisteredClientRepository clients) {
    Jwt hint = null;
    if (asked.hint() != null) {
      try {
        hint = hints.decode(asked.hint());
      } catch (JwtException notOurs) {
        return new Outcome.Refused("id_token_hint");
      }
      // Access tokens are signed by the same key; only they name a client_id.
      if (hint.hasClaim("client_id") || hint.getAudience() == null) {
        return new Outcome.Refused("id_token_hint");
      }
    }
    List<String> named = hint == null ? List.of() : hint.getAudience();
    String clientId = asked.clientId() != null ? asked.clientId() : first(named);
    if (hint != null && (clientId == null || !named.contains(clientId))) {
      return new Outcome.Refused("client_id");
    }
    RegisteredClient client = clientId == null ? null : clients.findByClientId(clientId);
    if (clientId != null && client == null) {
      return new Outcome.Refused("client_id");
    }
    String redirect = asked.redirect();
    if (redirect != null
        && (client == null || !client.getPostLogoutRedirectUris().contains(redirect))) {
      return new Outcome.Refused("post_logout_redirect_uri");
    }
    String sid = hint == null ? null : hint.getClaimAsString("sid");
    String target = redirect == null ? null : withState(redirect, asked.state());
    return new Outcome.Understood(new LogoutRequest(client, sid, target));
  }

  private static @Nullable String first(List<String> values) {
    return values.size() == 1 ? values.getFirst() : null;
  }

  private static String withState(String uri, @Nullable String state) {
    return state == null
        ? uri
        : uri
            + (uri.indexOf('?') < 0 ? '?' : '&')
            + "state="
            + UriUtils.encode(state, StandardCharsets.UTF_8);
  }
}
