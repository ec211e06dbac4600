package org.xinfu.trust.spring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Reads logout tokens (OpenID Connect Back-Channel Logout §2.6). Spring's own reader knows RS256
 * alone; the identity provider signs with ES256 or SM2-SM3. A token that comes twice ends nothing
 * more, so that the provider may ask again when an answer was lost.
 */
final class LogoutTokens {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final LoginSettings login;
  private final EndedLogins ends;
  private final Clock clock;
  private final JwtDecoder decoder;

  LogoutTokens(LoginSettings login, EndedLogins ends, Clock clock) {
    this.login = login;
    this.ends = ends;
    this.clock = clock;
    this.decoder =
        IssuerTokens.decoder(
            login.provider(clock),
            List.of(login.tokenAlgorithm()),
            Set.of("logout+jwt"),
            this::rules);
  }

  /** Remembers what the token ends; false when it is not to be believed. */
  boolean accept(String token) {
    try {
      Jwt logout = decoder.decode(token);
      Instant at = logout.getIssuedAt();
      if (at != null) {
        ends.ended(logout.getClaimAsString("sid"), logout.getSubject(), at);
      }
      return at != null;
    } catch (JwtException unbelievable) {
      return false;
    }
  }

  private OAuth2TokenValidatorResult rules(Jwt token) {
    Instant now = clock.instant();
    Instant issued = token.getIssuedAt();
    Instant end = token.getExpiresAt();
    boolean holds =
        login.issuer().equals(token.getClaimAsString("iss"))
            && token.getAudience() != null
            && token.getAudience().contains(login.clientId())
            && issued != null
            && issued.isBefore(now.plus(SKEW))
            && end != null
            && end.isAfter(now.minus(SKEW))
            && token.getId() != null
            && (token.getSubject() != null || token.hasClaim("sid"))
            && !token.hasClaim("nonce")
            && token.getClaim("events") instanceof Map<?, ?> events
            && events.containsKey(EVENT);
    return holds
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_request"));
  }
}
