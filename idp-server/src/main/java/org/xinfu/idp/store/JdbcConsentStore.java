package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.kit.audit.Audit;

/**
 * What a person agreed that a client may do, and until when, in PostgreSQL. What they agree to or
 * take back is one statement with its row in the audit book.
 */
public final class JdbcConsentStore implements OAuth2AuthorizationConsentService {
  private static final String SCOPE = "SCOPE_";

  private static final Audit.Deed GIVEN =
      Audit.Deed.of(
          """
          INSERT INTO consent (client_id, principal, acting_for, authorities, granted_at,
            expires_at, purpose)
          SELECT c.id, :principal, :acting, :authorities, :now::timestamptz,
            :now::timestamptz + make_interval(days => r.consent_days), r.purpose_zh
          FROM client c LEFT JOIN client_registration r ON r.client_id = c.id WHERE c.id = :client
          ON CONFLICT (client_id, principal, acting_for) DO UPDATE SET authorities = excluded.authorities,
            granted_at = excluded.granted_at, expires_at = excluded.expires_at,
            purpose = excluded.purpose
          """);

  private static final Audit.Deed TAKEN_BACK =
      Audit.Deed.of(
          """
          DELETE FROM consent
          WHERE client_id = :client AND principal = :principal AND acting_for = :acting
          """);

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Visit visit;
  private final JdbcAudit audit;

  public JdbcConsentStore(JdbcClient jdbc, Clock clock, Visit visit, JdbcAudit audit) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.visit = visit;
    this.audit = audit;
  }

  @Override
  public void save(OAuth2AuthorizationConsent consent) {
    String authorities =
        consent.getAuthorities().stream()
            .map(GrantedAuthority::getAuthority)
            .filter(authority -> authority.startsWith(SCOPE))
            .sorted()
            .collect(Collectors.joining(" "));
    String acting = acting();
    audit.record(
        entry(consent, "consent-given", Map.of("scopes", authorities.replace(SCOPE, ""))),
        GIVEN,
        values ->
            values
                .param("client", consent.getRegisteredClientId())
                .param("principal", consent.getPrincipalName())
                .param("acting", acting)
                .param("authorities", authorities)
                .at("now", clock.instant()));
  }

  @Override
  public void remove(OAuth2AuthorizationConsent consent) {
    String acting = acting();
    audit.record(
        entry(consent, "consent-withdrawn", Map.of()),
        TAKEN_BACK,
        values ->
            values
                .param("client", consent.getRegisteredClientId())
                .param("principal", consent.getPrincipalName())
                .param("acting", acting));
  }

  private static JdbcAudit.Entry entry(
      OAuth2AuthorizationConsent consent, String act, Map<String, String> details) {
    return new JdbcAudit.Entry(
        consent.getRegisteredClientId(),
        consent.getPrincipalName(),
        new IdpAudit.Fact(act, "done", details));
  }

  @Override
  public @Nullable OAuth2AuthorizationConsent findById(String clientId, String principal) {
    return line(clientId, principal, acting())
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

  /** Scopes that somebody lets a client have today, as {@code Agreed.Agreements} asks. */
  public Set<String> inForce(String clientId, String accountId, String actingFor) {
    return line(clientId, accountId, actingFor)
        .map(line -> Set.of(line.replace(SCOPE, "").split(" ")))
        .orElse(Set.of());
  }

  /** Agreed to, not over, and to the purpose that the client has today. */
  private Optional<String> line(String clientId, String principal, String actingFor) {
    return jdbc.sql(
            """
            SELECT s.authorities FROM consent s
            LEFT JOIN client_registration r ON r.client_id = s.client_id
            WHERE s.client_id = ? AND s.principal = ? AND s.acting_for = ?
              AND (s.expires_at IS NULL OR s.expires_at > ?)
              AND s.purpose IS NOT DISTINCT FROM r.purpose_zh
            """)
        .params(List.of(clientId, principal, actingFor, Timestamp.from(clock.instant())))
        .query(String.class)
        .optional();
  }

  /** What somebody agrees to for an entity is agreed for that entity alone. */
  private String acting() {
    return visit.acting().map(Acting::entityId).orElse("");
  }
}
