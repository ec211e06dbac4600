package org.xinfu.trust.spring;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.VerificationKey;

/**
 * Verifies JWTs under one algorithm whose value is r ‖ s in 64 octets over the JWS signing input.
 * The suite is the key's: a key of another kind is none here.
 */
final class KeyedJwtDecoder implements JwtDecoder {
  private static final int WIDTH = 32;
  private static final int MOST_CHARACTERS = 64 << 10;

  /** An {@code alg} and the suite that it names. */
  record Algorithm(String name, SignatureAlgorithm suite) {}

  private final Algorithm algorithm;
  private final Function<String, Optional<VerificationKey>> keys;
  private final Set<String> types;
  private final OAuth2TokenValidator<Jwt> rules;

  /**
   * A decoder.
   *
   * @param keys the issuer's keys by {@code kid}
   * @param types values of {@code typ} in lower case beside {@code jwt} and none
   * @param rules what the claims must hold to
   */
  KeyedJwtDecoder(
      Algorithm algorithm,
      Function<String, Optional<VerificationKey>> keys,
      Set<String> types,
      OAuth2TokenValidator<Jwt> rules) {
    this.algorithm = algorithm;
    this.keys = keys;
    this.types = Set.copyOf(types);
    this.rules = rules;
  }

  /**
   * The token.
   *
   * @throws BadJwtException when it is malformed, or nobody whom we know signed it
   * @throws JwtValidationException when it breaks a rule
   */
  @Override
  public Jwt decode(String token) {
    if (token.length() > MOST_CHARACTERS) {
      throw new BadJwtException("too long");
    }
    try {
      SignedJWT signed = SignedJWT.parse(token);
      if (!holds(signed)) {
        throw new BadJwtException("not signed by a key of the issuer under " + algorithm.name());
      }
      return checked(jwt(token, signed));
    } catch (ParseException noJwt) {
      throw new BadJwtException("malformed", noJwt);
    }
  }

  private boolean holds(SignedJWT signed) {
    JWSHeader header = signed.getHeader();
    String kid = header.getKeyID();
    if (!algorithm.name().equals(header.getAlgorithm().getName())
        || kid == null
        || header.getCriticalParams() != null
        || !fits(header.getType())) {
      return false;
    }
    Bytes value = Bytes.of(signed.getSignature().decode());
    return keys.apply(kid)
        .filter(key -> key.algorithm() == algorithm.suite())
        .flatMap(
            key ->
                EcSignature.parseRaw(value, WIDTH)
                    .filter(pair -> key.verify(Bytes.of(signed.getSigningInput()), pair.der())))
        .isPresent();
  }

  private boolean fits(JOSEObjectType type) {
    String typ = type == null ? "jwt" : type.getType().toLowerCase(Locale.ROOT);
    return typ.equals("jwt") || types.contains(typ);
  }

  private static Jwt jwt(String token, SignedJWT signed) throws ParseException {
    Map<String, Object> claims =
        MappedJwtClaimSetConverter.withDefaults(Map.of())
            .convert(new LinkedHashMap<>(signed.getJWTClaimsSet().getClaims()));
    if (claims == null || claims.isEmpty()) {
      throw new BadJwtException("no claims");
    }
    try {
      return Jwt.withTokenValue(token)
          .headers(all -> all.putAll(signed.getHeader().toJSONObject()))
          .claims(all -> all.putAll(claims))
          .build();
    } catch (IllegalArgumentException ambiguous) {
      // An end before the beginning.
      throw new BadJwtException("malformed", ambiguous);
    }
  }

  private Jwt checked(Jwt jwt) {
    OAuth2TokenValidatorResult result = rules.validate(jwt);
    if (result.hasErrors()) {
      throw new JwtValidationException("the token breaks a rule", result.getErrors());
    }
    return jwt;
  }
}
