package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;

/** What a person agreed that a client may do, and until when, in PostgreSQL. */
public final class JdbcConsentStore implements OAuth2AuthorizationConsentService {
  private final JdbcClient jdbc;
  private final Clock clock;

  public JdbcConsentStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void save(OAuth2AuthorizationConsent consent) {
    jdbc.sql(
            """
            INSERT INTO consent (client_id, principal, authorities, granted_at, expires_at, purpose)
            SELECT c.id, :principal, :authorities, :now::timestamptz,
              :now::timestamptz + make_interval(days => r.consent_days), r.purpose_zh
            FROM client c LEFT JOIN client_registration r ON r.client_id = c.id WHERE c.id = :client
            ON CONFLICT (client_id, principal) DO UPDATE SET authorities = excluded.authorities,
              granted_at = excluded.granted_at, expires_at = excluded.expires_at,
              purpose = excluded.purpose
            """)
        .param("client", consent.getRegisteredClientId())
        .param("principal", consent.getPrincipalName())
        .param(
            "authorities",
            consent.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .sorted()
                .collect(Collectors.joining(" ")))
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }

  @Override
  public void remove(OAuth2AuthorizationConsent consent) {
    jdbc.sql("DELETE FROM consent WHERE client_id = ? AND principal = ?")
        .params(List.of(consent.getRegisteredClientId(), consent.getPrincipalName()))
        .update();
  }

  @Override
  public @Nullable OAuth2AuthorizationConsent findById(String clientId, String principal) {
    return jdbc.sql(
            "SELECT authorities FROM consent WHERE client_id = ? AND principal = ?"
                + " AND (expires_at IS NULL OR expires_at > ?)")
        .params(List.of(clientId, principal, Timestamp.from(clock.instant())))
        .query(String.class)
        .optional()
        .map(
            line ->
                OAuth2AuthorizationConsent.withId(clientId, principal)
                    .authorities(
                        authorities ->
                            Arrays.stream(line.split(" "))
                                .map(SimpleGrantedAuthority::new)
                                .forEach(authorities::add))
                    .build())
        .orElse(null);
  }
}
