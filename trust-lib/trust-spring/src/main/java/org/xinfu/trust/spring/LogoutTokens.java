package org.xinfu.trust.spring;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Reads logout tokens (OpenID Connect Back-Channel Logout §2.6). Spring's own reader knows RS256
 * alone; the identity provider signs with ES256. A token that comes twice ends nothing more, so
 * that the provider may ask again when an answer was lost.
 */
final class LogoutTokens {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final LoginSettings login;
  private final EndedLogins ends;
  private final Clock clock;
  private final NimbusJwtDecoder decoder;

  LogoutTokens(LoginSettings login, EndedLogins ends, Clock clock) {
    this.login = login;
    this.ends = ends;
    this.clock = clock;
    this.decoder =
        NimbusJwtDecoder.withJwkSetUri(login.issuer() + "/oauth2/jwks")
            .jwsAlgorithm(SignatureAlgorithm.ES256)
            .jwtProcessorCustomizer(
                processor ->
                    processor.setJWSTypeVerifier(
                        new DefaultJOSEObjectTypeVerifier<>(
                            new JOSEObjectType("logout+jwt"), JOSEObjectType.JWT)))
            .build();
    decoder.setJwtValidator(this::rules);
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
