package org.xinfu.idp.logout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.idp.token.HeaderAlgorithm;

/**
 * Makes logout tokens (Back-Channel Logout 1.0 §2.4): {@code typ} logout+jwt, never a nonce, two
 * minutes of life. Each attempt has a token of its own: a service that took one and whose answer
 * was lost takes the next one as well, instead of refusing a {@code jti} that it knows.
 */
public final class LogoutToken {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Duration LIFE = Duration.ofMinutes(2);

  private final String issuer;
  private final Part part;
  private final Subjects subjects;
  private final Clock clock;

  /** What signs, and the clients that say under what. */
  public record Part(JwtEncoder encoder, RegisteredClientRepository clients) {}

  public LogoutToken(String issuer, Part part, Subjects subjects, Clock clock) {
    this.issuer = issuer;
    this.part = part;
    this.subjects = subjects;
    this.clock = clock;
  }

  /** The signed token in compact form. */
  String of(Deliveries.Delivery delivery) {
    Whom whom = new Whom(delivery.account(), delivery.sid());
    return of(delivery.clientId(), whom, right -> {});
  }

  /** Whose login ends: an account, and the claim {@code sid}. */
  public record Whom(String account, String sid) {}

  /** The same for the self-test, which {@code change} makes wrong. */
  public String of(String clientId, Whom whom, Consumer<JwtClaimsSet.Builder> change) {
    Instant now = clock.instant();
    JwtClaimsSet.Builder claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .subject(subjects.of(clientId, whom.account()))
            .audience(List.of(clientId))
            .issuedAt(now)
            .expiresAt(now.plus(LIFE))
            .id(UUID.randomUUID().toString())
            .claim("events", Map.of(EVENT, Map.of()))
            .claim("sid", whom.sid());
    change.accept(claims);
    JwsHeader header = HeaderAlgorithm.header(algorithm(clientId)).type("logout+jwt").build();
    return part.encoder().encode(JwtEncoderParameters.from(header, claims.build())).getTokenValue();
  }

  /** §2.6: that of the client's ID tokens. */
  private TokenAlgorithm algorithm(String clientId) {
    RegisteredClient client = part.clients().findByClientId(clientId);
    return client == null ? TokenAlgorithm.ES256 : ClientFacts.algorithms(client).idToken();
  }
}
