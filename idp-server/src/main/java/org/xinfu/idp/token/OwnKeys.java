package org.xinfu.idp.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.trust.key.VerificationKey;
import org.xinfu.trust.spring.IssuerTokens;
import org.xinfu.trust.spring.Sm2JwtDecoder;

/**
 * The keys of all algorithms and the two JWK sets: one that every library reads, and one with the
 * SM2 keys too. A library that does not know {@code crv} SM2 may refuse a whole set for it, in
 * spite of RFC 7517 §5, so that {@code jwks_uri} names the first (decision 0013).
 */
public final class OwnKeys {
  private final KeyRing es256;
  private final KeyRing rs256;
  private final KeyRing sm2;

  public OwnKeys(KeyRing es256, KeyRing rs256, KeyRing sm2) {
    this.es256 = es256;
    this.rs256 = rs256;
    this.sm2 = sm2;
  }

  /** The key that signs under {@code algorithm} now. */
  SigningKey current(TokenAlgorithm algorithm) {
    return ring(algorithm).current();
  }

  /** What {@code jwks_uri} answers. */
  public JWKSet standard() {
    List<JWK> keys = new ArrayList<>(set(es256.published()).getKeys());
    keys.addAll(set(rs256.published()).getKeys());
    return new JWKSet(keys);
  }

  private static JWKSet set(List<SigningKey> some) {
    List<JWK> keys = new ArrayList<>();
    for (SigningKey key : some) {
      try {
        keys.add(JWK.parse(key.published()));
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
    rs256.published().forEach(key -> keys.add(key.published()));
    sm2.published().forEach(key -> keys.add(key.published()));
    return keys;
  }

  /**
   * Verifies what we signed, each algorithm by its own keys; {@code rules} judge the claims.
   * Refused are other values of {@code typ} than JWT.
   */
  public JwtDecoder decoder(OAuth2TokenValidator<Jwt> rules) {
    return IssuerTokens.byAlgorithm(
        Map.of(
            TokenAlgorithm.ES256.word(),
            decoder(es256, SignatureAlgorithm.ES256, rules),
            TokenAlgorithm.RS256.word(),
            decoder(rs256, SignatureAlgorithm.RS256, rules),
            TokenAlgorithm.SM2_SM3.word(),
            new Sm2JwtDecoder(this::sm2Key, Set.of(), rules)));
  }

  /**
   * Verifies what is kept as evidence: by every ES256 key that is on the list, published or not,
   * whatever this server's name was then, and whenever. Tokens are never judged by it.
   *
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  public JwtDecoder evidence() {
    return decoder(
        set(es256.listed()),
        SignatureAlgorithm.ES256,
        seal -> OAuth2TokenValidatorResult.success());
  }

  private static JwtDecoder decoder(
      KeyRing ring, SignatureAlgorithm algorithm, OAuth2TokenValidator<Jwt> rules) {
    AtomicReference<Reading> last = new AtomicReference<>();
    return token -> {
      // Outside of the decoder, to which keys that cannot be read are a token that is not good;
      // and once, or the decoder's own reading could be the one that fails.
      List<SigningKey> keys = ring.published();
      Reading known = last.get();
      if (known == null || !known.keys().equals(keys)) {
        known = new Reading(keys, decoder(set(keys), algorithm, rules));
        last.set(known);
      }
      return known.decoder().decode(token);
    };
  }

  private static JwtDecoder decoder(
      JWKSet keys, SignatureAlgorithm algorithm, OAuth2TokenValidator<Jwt> rules) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSource((selector, context) -> selector.select(keys))
            .jwsAlgorithm(algorithm)
            .build();
    decoder.setJwtValidator(rules);
    return decoder;
  }

  /** Keys, and what verifies by them alone. */
  private record Reading(List<SigningKey> keys, JwtDecoder decoder) {}

  private Optional<VerificationKey> sm2Key(String kid) {
    return sm2.published(kid).map(SigningKey::verificationKey);
  }

  private KeyRing ring(TokenAlgorithm algorithm) {
    return switch (algorithm) {
      case ES256 -> es256;
      case RS256 -> rs256;
      case SM2_SM3 -> sm2;
    };
  }
}
