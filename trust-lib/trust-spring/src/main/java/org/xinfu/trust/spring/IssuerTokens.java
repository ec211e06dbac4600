package org.xinfu.trust.spring;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies tokens of the identity provider under the algorithms that the application is configured
 * for, {@code ES256} and {@code SM2-SM3}, and under no other. Each has its own keys: a key of the
 * one never verifies a token of the other.
 */
public final class IssuerTokens {
  private IssuerTokens() {}

  /**
   * A decoder whose keys are fetched when needed.
   *
   * @param issuer the provider's public URL
   * @param algorithms one at least
   * @param types values of {@code typ} in lower case beside {@code jwt} and none
   * @param rules what the claims must hold to
   * @throws IllegalArgumentException when an algorithm is unknown here
   */
  public static JwtDecoder decoder(
      String issuer, List<String> algorithms, Set<String> types, OAuth2TokenValidator<Jwt> rules) {
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("token algorithms: at least one");
    }
    Map<String, JwtDecoder> decoders = new LinkedHashMap<>();
    for (String algorithm : algorithms) {
      decoders.put(
          algorithm,
          switch (algorithm) {
            case "ES256" -> es256(issuer, types, rules);
            case Sm2JwtDecoder.ALGORITHM -> {
              URI keys = URI.create(issuer + "/oauth2/jwks/sm2");
              yield new Sm2JwtDecoder(
                  new RemoteSm2Keys(keys, Clock.systemUTC())::key, types, rules);
            }
            default ->
                throw new IllegalArgumentException("token algorithms: no such one: " + algorithm);
          });
    }
    return byAlgorithm(decoders);
  }

  /** Passes each token to the decoder of its {@code alg}, which asks for a key of that suite. */
  public static JwtDecoder byAlgorithm(Map<String, JwtDecoder> decoders) {
    Map<String, JwtDecoder> known = Map.copyOf(decoders);
    return token -> {
      JwtDecoder decoder = known.get(algorithm(token));
      if (decoder == null) {
        throw new BadJwtException("not signed under " + known.keySet());
      }
      return decoder.decode(token);
    };
  }

  private static JwtDecoder es256(
      String issuer, Set<String> types, OAuth2TokenValidator<Jwt> rules) {
    List<JOSEObjectType> all = new ArrayList<>(List.of(JOSEObjectType.JWT));
    types.forEach(type -> all.add(new JOSEObjectType(type)));
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSetUri(issuer + "/oauth2/jwks")
            .jwsAlgorithm(SignatureAlgorithm.ES256)
            .jwtProcessorCustomizer(
                processor ->
                    processor.setJWSTypeVerifier(
                        new DefaultJOSEObjectTypeVerifier<>(typesOrNone(all))))
            .build();
    decoder.setJwtValidator(rules);
    return decoder;
  }

  private static Set<JOSEObjectType> typesOrNone(List<JOSEObjectType> types) {
    Set<JOSEObjectType> all = new java.util.HashSet<>(types);
    all.add(null);
    return all;
  }

  private static String algorithm(String token) {
    try {
      JWT jwt = JWTParser.parse(token);
      return jwt.getHeader().getAlgorithm().getName();
    } catch (ParseException noJwt) {
      throw new BadJwtException("malformed", noJwt);
    }
  }
}
