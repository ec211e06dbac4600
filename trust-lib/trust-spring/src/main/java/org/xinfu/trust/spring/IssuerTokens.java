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
import java.util.Optional;
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
  private static final String ES256 = "ES256";

  private IssuerTokens() {}

  /**
   * Whose tokens, and who says which keys are his.
   *
   * @param issuer the provider's public URL
   * @param anchors of a trust list; without them his server's word (TLS) is enough
   */
  public record Provider(String issuer, Optional<IssuerAnchors> anchors) {}

  /**
   * A decoder whose keys are fetched when needed, on the word of the provider's server alone.
   *
   * @param issuer the provider's public URL
   * @param algorithms one at least
   * @param types values of {@code typ} in lower case beside {@code jwt} and none
   * @param rules what the claims must hold to
   * @throws IllegalArgumentException when an algorithm is unknown here
   */
  public static JwtDecoder decoder(
      String issuer, List<String> algorithms, Set<String> types, OAuth2TokenValidator<Jwt> rules) {
    return decoder(new Provider(issuer, Optional.empty()), algorithms, types, rules);
  }

  /** The same, of keys for which the provider's anchors vouch where there are any. */
  public static JwtDecoder decoder(
      Provider provider,
      List<String> algorithms,
      Set<String> types,
      OAuth2TokenValidator<Jwt> rules) {
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("token algorithms: at least one");
    }
    Map<String, JwtDecoder> decoders = new LinkedHashMap<>();
    for (String algorithm : algorithms) {
      decoders.put(
          algorithm,
          switch (algorithm) {
            case ES256 ->
                provider.anchors().isPresent()
                    ? vouchedEs256(provider, types, rules)
                    : es256(provider.issuer(), types, rules);
            case Sm2JwtDecoder.ALGORITHM ->
                new Sm2JwtDecoder(keys(provider, "/oauth2/jwks/sm2")::key, types, rules);
            default ->
                throw new IllegalArgumentException("token algorithms: no such one: " + algorithm);
          });
    }
    return byAlgorithm(decoders);
  }

  private static RemoteKeys keys(Provider provider, String path) {
    return new RemoteKeys(
        URI.create(provider.issuer() + path),
        jwk ->
            provider.anchors().isEmpty() || provider.anchors().get().vouch(provider.issuer(), jwk),
        Clock.systemUTC());
  }

  private static JwtDecoder vouchedEs256(
      Provider provider, Set<String> types, OAuth2TokenValidator<Jwt> rules) {
    return new KeyedJwtDecoder(
        new KeyedJwtDecoder.Algorithm(
            ES256, org.xinfu.trust.key.SignatureAlgorithm.ECDSA_P256_SHA256),
        keys(provider, "/oauth2/jwks")::key,
        types,
        rules);
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
    } catch (ParseException | IllegalArgumentException noJwt) {
      // The reader says the second of parameters out of their range, such as p2c (RFC 7518
      // §4.8.1.2).
      throw new BadJwtException("malformed", noJwt);
    }
  }
}
