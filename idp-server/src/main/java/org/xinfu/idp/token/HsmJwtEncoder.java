package org.xinfu.idp.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.xinfu.idp.domain.TokenAlgorithm;

/**
 * Writes JWTs signed by the HSM: under what the header asks for by {@link HeaderAlgorithm}, else
 * under ES256. The {@code alg} written is the key's.
 */
public final class HsmJwtEncoder implements JwtEncoder {
  private final OwnKeys keys;

  public HsmJwtEncoder(OwnKeys keys) {
    this.keys = keys;
  }

  @Override
  public Jwt encode(JwtEncoderParameters parameters) {
    JwtClaimsSet claims = parameters.getClaims();
    SigningKey key = keys.current(algorithm(parameters.getJwsHeader()));
    JWSHeader header = header(key.algorithm(), key.id(), type(parameters));
    String signed = compact(key, header.toBase64URL(), nimbus(claims.getClaims()).toString());
    return new Jwt(
        signed,
        claims.getIssuedAt(),
        claims.getExpiresAt(),
        header.toJSONObject(),
        claims.getClaims());
  }

  /** A JWT of these claims, a JSON text, in compact serialization (RFC 7515 §7.1). */
  static String signed(SigningKey key, String claims) {
    return compact(key, key.header(), claims);
  }

  static JWSHeader header(TokenAlgorithm algorithm, String keyId, JOSEObjectType type) {
    return new JWSHeader.Builder(JWSAlgorithm.parse(algorithm.word()))
        .type(type)
        .keyID(keyId)
        .build();
  }

  private static String compact(SigningKey key, Base64URL header, String claims) {
    String signed = header + "." + Base64URL.encode(claims);
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64URL.encode(signature);
  }

  private static TokenAlgorithm algorithm(@Nullable JwsHeader wanted) {
    return wanted != null && wanted.getAlgorithm() instanceof HeaderAlgorithm named
        ? named.algorithm()
        : TokenAlgorithm.ES256;
  }

  /** {@code JWT} unless the caller named another, such as {@code logout+jwt}. */
  private static JOSEObjectType type(JwtEncoderParameters parameters) {
    JwsHeader wanted = parameters.getJwsHeader();
    String type = wanted == null ? null : wanted.getType();
    return type == null ? JOSEObjectType.JWT : new JOSEObjectType(type);
  }

  private static JWTClaimsSet nimbus(Map<String, Object> claims) {
    JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
    claims.forEach(
        (name, value) -> {
          switch (value) {
            case Instant time -> set.claim(name, Date.from(time));
            case URL url -> set.claim(name, url.toString());
            default -> set.claim(name, value);
          }
        });
    return set.build();
  }
}
