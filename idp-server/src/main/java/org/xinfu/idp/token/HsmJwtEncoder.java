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
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/** Writes JWTs signed by the HSM. The algorithm is the key's, whatever the caller would like. */
public final class HsmJwtEncoder implements JwtEncoder {
  private final KeyRing keys;

  public HsmJwtEncoder(KeyRing keys) {
    this.keys = keys;
  }

  @Override
  public Jwt encode(JwtEncoderParameters parameters) {
    JwtClaimsSet claims = parameters.getClaims();
    SigningKey key = keys.current();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(type(parameters))
            .keyID(key.published().getKeyID())
            .build();
    String signed =
        header.toBase64URL() + "." + Base64URL.encode(nimbus(claims.getClaims()).toString());
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return new Jwt(
        signed + "." + Base64URL.encode(signature),
        claims.getIssuedAt(),
        claims.getExpiresAt(),
        header.toJSONObject(),
        claims.getClaims());
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
