package org.xinfu.idp.authorize;

import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** {@code id_token_hint}: an ID token of ours for this client; it may have expired. */
public final class IdTokenHints {
  private final JwtDecoder decoder;

  /** The decoder checks our signature and issuer, and no times. */
  public IdTokenHints(JwtDecoder decoder) {
    this.decoder = decoder;
  }

  /** Whom the hint names; empty when it is no ID token of ours for the client. */
  Optional<String> subject(String hint, String clientId) {
    try {
      Jwt token = decoder.decode(hint);
      // Access tokens are signed by the same key; an ID token names its client as azp.
      boolean ours =
          token.getAudience() != null
              && token.getAudience().contains(clientId)
              && clientId.equals(token.getClaimAsString("azp"));
      return ours ? Optional.ofNullable(token.getSubject()) : Optional.empty();
    } catch (JwtException notOurs) {
      return Optional.empty();
    }
  }
}
