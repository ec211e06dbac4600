package org.xinfu.idp.token;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.trust.key.VerificationKey;
import org.xinfu.trust.spring.IssuerTokens;
import org.xinfu.trust.spring.Sm2JwtDecoder;

/**
 * The keys of both algorithms and the two JWK sets: one that every library reads, and one with the
 * SM2 keys too. A library that does not know {@code crv} SM2 may refuse a whole set for it, in
 * spite of RFC 7517 §5, so that {@code jwks_uri} names the first (decision 0013).
 */
public final class OwnKeys {
  private final KeyRing es256;
  private final KeyRing sm2;

  public OwnKeys(KeyRing es256, KeyRing sm2) {
    this.es256 = es256;
    this.sm2 = sm2;
  }

  /** The key that signs under {@code algorithm} now. */
  SigningKey current(TokenAlgorithm algorithm) {
    return ring(algorithm).current();
  }

  /** What {@code jwks_uri} answers. */
  public JWKSet standard() {
    List<JWK> keys = new ArrayList<>();
    for (SigningKey key : es256.published()) {
      try {
        keys.add(ECKey.parse(key.published()));
      } catch (ParseException e) {
        throw new IllegalStateException("our own key is no JWK", e);
      }
    }
    return new JWKSet(keys);
  }

  /** The same and the SM2 keys, as members of JWKs. */
  List<Map<String, Object>> all() {
    List<Map<String, Object>> keys = new ArrayList<>();
    es256.published().forEach(key -> keys.add(key.published()));
    sm2.published().forEach(key -> keys.add(key.published()));
    return keys;
  }

  /**
   * Verifies what we signed, each algorithm by its own keys; {@code rules} judge the claims.
   * Refused are other values of {@code typ} than JWT.
   */
  public JwtDecoder decoder(OAuth2TokenValidator<Jwt> rules) {
    NimbusJwtDecoder standard =
        NimbusJwtDecoder.withJwkSource((selector, context) -> selector.select(standard()))
            .jwsAlgorithm(SignatureAlgorithm.ES256)
            .build();
    standard.setJwtValidator(rules);
    return IssuerTokens.byAlgorithm(
        Map.of(
            TokenAlgorithm.ES256.word(),
            standard,
            TokenAlgorithm.SM2_SM3.word(),
            new Sm2JwtDecoder(this::sm2Key, Set.of(), rules)));
  }

  private Optional<VerificationKey> sm2Key(String kid) {
    return sm2.published(kid).map(SigningKey::verificationKey);
  }

  private KeyRing ring(TokenAlgorithm algorithm) {
    return switch (algorithm) {
      case ES256 -> es256;
      case SM2_SM3 -> sm2;
    };
  }
}
