package org.xinfu.idp.authorize;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Request objects (RFC 9101): signed with ES256 or RS256 by a key registered with the client, and
 * for us. Unsigned ones, other algorithms and other keys are refused (§10.1, §10.2).
 */
final class RequestObjects {
  /** By {@code alg}. */
  static final List<String> ALGORITHMS = List.of("ES256", "RS256");

  /** An object that lives longer than this is refused, unless its hash is registered. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Duration SKEW = Duration.ofSeconds(30);

  /** Of the token itself, not of the request (RFC 9101 §4). */
  private static final Set<String> OF_THE_TOKEN =
      Set.of("iss", "aud", "sub", "exp", "nbf", "iat", "jti");

  private static final Set<JWSAlgorithm> READ =
      ALGORITHMS.stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());

  private final String issuer;
  private final Clock clock;

  RequestObjects(String issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  /** What ends an object. */
  enum Term {
    /** {@code exp}, within the hour. */
    SHORT,
    /**
     * Its hash is registered (OpenID Connect Core §6.2), so that it is this file until the
     * registration is changed; {@code exp}, which RFC 9101 does not ask for, counts where it is.
     */
    REGISTERED
  }

  /** The parameters in the object; empty when it is not to be believed. */
  Optional<Parameters> read(
      String object, String clientId, JWKSource<SecurityContext> keys, Term term) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            new JOSEObjectType("oauth-authz-req+jwt"), JOSEObjectType.JWT, null));
    processor.setJWTClaimsSetVerifier((claims, context) -> check(claims, clientId, term));
    try {
      processor.setJWSKeySelector(new JWSVerificationKeySelector<>(READ, keys));
      return Optional.of(parameters(processor.process(SignedJWT.parse(object), null)));
    } catch (ParseException | BadJOSEException | JOSEException unbelievable) {
      return Optional.empty();
    }
  }

  private void check(JWTClaimsSet claims, String clientId, Term term) throws BadJWTException {
    require(clientId.equals(claims.getIssuer()), "iss names the client");
    require(clientId.equals(claims.getClaim("client_id")), "client_id is the client");
    require(claims.getAudience().contains(issuer), "aud names this server");
    // Else it could serve as a client assertion elsewhere (RFC 9101 §10.8).
    require(!clientId.equals(claims.getSubject()), "sub is not the client");
    require(claims.getClaim("request") == null, "no request within (§4)");
    require(claims.getClaim("request_uri") == null, "no request_uri within (§4)");
    Instant now = clock.instant();
    Date ends = claims.getExpirationTime();
    require(ends == null || now.isBefore(ends.toInstant()), "exp is to come");
    if (term == Term.SHORT) {
      require(ends != null && ends.toInstant().isBefore(now.plus(LONGEST)), "exp is near");
    }
    Date begins = claims.getNotBeforeTime();
    require(begins == null || !begins.toInstant().isAfter(now.plus(SKEW)), "nbf is past");
  }

  private static void require(boolean holds, String rule) throws BadJWTException {
    if (!holds) {
      throw new BadJWTException("not so: " + rule);
    }
  }

  private static Parameters parameters(JWTClaimsSet claims) {
    LinkedHashMap<String, String> values = new LinkedHashMap<>();
    claims
        .getClaims()
        .forEach(
            (name, value) -> {
              String text = OF_THE_TOKEN.contains(name) ? null : text(value);
              if (text != null && !text.isEmpty()) {
                values.put(name, text);
              }
            });
    return Parameters.of(values);
  }

  /** Strings as they are, numbers and JSON by their text (RFC 9101 §4). */
  @SuppressWarnings("unchecked")
  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> json -> JSONObjectUtils.toJSONString((Map<String, ?>) json);
      case List<?> several -> String.join(" ", several.stream().map(String::valueOf).toList());
      default -> value.toString();
    };
  }
}
