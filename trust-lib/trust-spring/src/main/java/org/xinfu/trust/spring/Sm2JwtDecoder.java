package org.xinfu.trust.spring;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.VerificationKey;

/**
 * Verifies JWTs under {@value #ALGORITHM} (decision 0010): SM2 with SM3 over the JWS signing input,
 * the value as r ‖ s in 64 octets. The suite is the key's: a key of another kind is none here.
 */
public final class Sm2JwtDecoder implements JwtDecoder {
  /** Its {@code alg}. */
  public static final String ALGORITHM = "SM2-SM3";

  private final KeyedJwtDecoder decoder;

  /**
   * A decoder.
   *
   * @param keys the issuer's keys by {@code kid}
   * @param types values of {@code typ} in lower case beside {@code jwt} and none
   * @param rules what the claims must hold to
   */
  public Sm2JwtDecoder(
      Function<String, Optional<VerificationKey>> keys,
      Set<String> types,
      OAuth2TokenValidator<Jwt> rules) {
    decoder =
        new KeyedJwtDecoder(
            new KeyedJwtDecoder.Algorithm(ALGORITHM, SignatureAlgorithm.SM2_SM3),
            keys,
            types,
            rules);
  }

  /**
   * The token.
   *
   * @throws BadJwtException when it is malformed, or nobody whom we know signed it
   * @throws JwtValidationException when it breaks a rule
   */
  @Override
  public Jwt decode(String token) {
    return decoder.decode(token);
  }
}
