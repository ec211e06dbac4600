package org.xinfu.idp.logout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.xinfu.idp.domain.Subjects;

/**
 * Makes logout tokens (Back-Channel Logout 1.0 §2.4): {@code typ} logout+jwt, never a nonce, two
 * minutes of life. Each attempt has a token of its own: a service that took one and whose answer
 * was lost takes the next one as well, instead of refusing a {@code jti} that it knows.
 */
public final class LogoutToken {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Duration LIFE = Duration.ofMinutes(2);

  private final String issuer;
  private final JwtEncoder encoder;
  private final Subjects subjects;
  private final Clock clock;

  public LogoutToken(String issuer, JwtEncoder encoder, Subjects subjects, Clock clock) {
    this.issuer = issuer;
    this.encoder = encoder;
    this.subjects = subjects;
    this.clock = clock;
  }

  /** The signed token in compact form. */
  String of(Deliveries.Delivery delivery) {
    Instant now = clock.instant();
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .subject(subjects.of(delivery.clientId(), delivery.account()))
            .audience(List.of(delivery.clientId()))
            .issuedAt(now)
            .expiresAt(now.plus(LIFE))
            .id(UUID.randomUUID().toString())
            .claim("events", Map.of(EVENT, Map.of()))
            .claim("sid", delivery.sid())
            .build();
    JwsHeader header = JwsHeader.with(SignatureAlgorithm.ES256).type("logout+jwt").build();
    return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
  }
}
