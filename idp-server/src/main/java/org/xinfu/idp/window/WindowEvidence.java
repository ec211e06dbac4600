package org.xinfu.idp.window;

import java.time.Instant;
import java.util.Map;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.xinfu.idp.domain.window.WindowAct;

/** Signs who was at which window, by whose word, and who acted; no document number is in it. */
record WindowEvidence(JwtEncoder encoder, String issuer) {
  /**
   * By whose word the citizen was there.
   *
   * @param source the readers' name, or {@code phone}
   * @param reference the source's own number of it
   */
  record Word(String source, String reference, Instant at) {}

  /** A compact JWS. */
  String sign(WindowAct act, String personId, Word word) {
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .subject(personId)
            .id(act.id())
            .issuedAt(word.at())
            .expiresAt(act.expires())
            .claim("use", "window-presence")
            .claim("act", Map.of("sub", act.clerk().accountId(), "department", act.clerk().org()))
            .claim("client_id", act.clerk().clientId())
            .claim("window", act.where().window())
            .claim("matter", act.where().matter())
            .claim("method", act.method().name())
            .claim("source", word.source())
            .claim("reference", word.reference())
            .build();
    return encoder.encode(JwtEncoderParameters.from(claims)).getTokenValue();
  }
}
