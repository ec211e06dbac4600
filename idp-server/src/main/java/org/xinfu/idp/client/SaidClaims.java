package org.xinfu.idp.client;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.util.Optional;

/** What a JWT says of itself; nothing is verified. */
public final class SaidClaims {
  private SaidClaims() {}

  /** Empty where there is nothing to read: of what is no JWT, and of what is encrypted. */
  public static Optional<JWTClaimsSet> of(String token) {
    try {
      return Optional.ofNullable(JWTParser.parse(token).getJWTClaimsSet());
    } catch (ParseException | IllegalArgumentException noJwt) {
      // The reader says the second of parameters out of their range, such as p2c (RFC 7518
      // §4.8.1.2).
      return Optional.empty();
    }
  }
}
