package org.xinfu.idp.client;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.door.OrderlyForms;

/**
 * Checks {@code private_key_jwt} assertions (RFC 7523 §3, OpenID Connect Core §9) with the client's
 * keys: no URL is fetched on a stranger's word.
 */
public final class AssertionDecoders implements JwtDecoderFactory<RegisteredClient> {
  /** An assertion that lives longer than this is refused. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** What this server is called: RFC 7523 §3 (3), RFC 9126 §2. */
  private final Set<String> names;

  private final AssertionLog used;
  private final ClientKeys keys;
  private final Clock clock;

  public AssertionDecoders(String issuer, AssertionLog used, ClientKeys keys, Clock clock) {
    this.names =
        Stream.concat(Stream.of(""), OrderlyForms.FOR_CLIENTS.stream())
            .map(path -> issuer + path)
            .collect(Collectors.toUnmodifiableSet());
    this.used = used;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public JwtDecoder createDecoder(RegisteredClient client) {
    JWKSource<SecurityContext> known = keys.of(client);
    if (known == null) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSource(known).jwsAlgorithm(SignatureAlgorithm.ES256).build();
    JwtTimestampValidator times = new JwtTimestampValidator(Duration.ofSeconds(30));
    times.setClock(clock);
    decoder.setJwtValidator(
        assertion -> {
          OAuth2TokenValidatorResult inTime = times.validate(assertion);
          return inTime.hasErrors() ? inTime : claims(client.getClientId(), assertion);
        });
    return decoder;
  }

  private OAuth2TokenValidatorResult claims(String clientId, Jwt assertion) {
    Instant expires = assertion.getExpiresAt();
    String jti = assertion.getId();
    if (!clientId.equals(assertion.getClaimAsString("iss"))
        || !clientId.equals(assertion.getSubject())) {
      return refused("iss and sub name the client");
    }
    if (!addressed(assertion.getAudience())) {
      return refused("aud names this server");
    }
    if (expires == null || expires.isAfter(clock.instant().plus(LONGEST))) {
      return refused("exp is near");
    }
    if (jti == null || !used.firstUse(clientId, jti, expires.plusSeconds(60))) {
      return refused("jti is new");
    }
    return OAuth2TokenValidatorResult.success();
  }

  private boolean addressed(@Nullable List<String> audience) {
    return audience != null && !Collections.disjoint(audience, names);
  }

  private static OAuth2TokenValidatorResult refused(String rule) {
    return OAuth2TokenValidatorResult.failure(
        new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, "not so: " + rule, null));
  }
}
