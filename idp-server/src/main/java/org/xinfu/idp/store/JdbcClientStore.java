package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.ClientAlgorithms;

/**
 * Registered clients in PostgreSQL. What is the same for every client is not stored but said here:
 * refresh tokens are always rotated. The framework's own settings say ES256; what tokens are signed
 * under instead is in {@link ClientFacts}.
 */
public final class JdbcClientStore implements RegisteredClientRepository {
  private static final String SELECT =
      """
      SELECT c.*, r.consent_days, r.sandbox, r.subject_type, r.sector, %s,
        k.client_id IS NOT NULL AS remote_keys,
        EXISTS (SELECT 1 FROM client_use u WHERE u.client_id = c.id AND u.used_at = 'kiosk') AS kiosk
      FROM client c LEFT JOIN client_registration r ON r.client_id = c.id
        LEFT JOIN client_request_policy q ON q.client_id = c.id
        LEFT JOIN client_remote_keys k ON k.client_id = c.id
      WHERE c.id = ?
      """
          .formatted(JdbcRequestPolicies.COLUMNS);

  /** A second; whoever asks the database within it is told the same, nearly always. */
  private static final Duration LATELY = Duration.ofSeconds(1);

  private final JdbcClient jdbc;
  private final Clock clock;

  /** As many as there are registrations. */
  private final Map<String, Seen> made = new ConcurrentHashMap<>();

  /**
   * A reading, and when the database last said that it stands.
   *
   * @param at the earliest moment that is possible
   */
  private record Seen(ClientReading reading, Instant at) {}

  public JdbcClientStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void save(RegisteredClient client) {
    jdbc.sql(
            """
            INSERT INTO client (id, name, name_en, org, secret_hash, jwks, auth_methods, grant_types,
              redirect_uris, post_logout_uris, scopes, access_seconds, refresh_seconds, created_at)
            VALUES (:id, :name, :english, :org, :secret, :jwks::jsonb, :methods, :grants, :redirects,
              :logouts, :scopes, :access, :refresh, :now)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name,
              name_en = excluded.name_en, org = excluded.org,
              secret_hash = excluded.secret_hash, jwks = excluded.jwks,
              auth_methods = excluded.auth_methods, grant_types = excluded.grant_types,
              redirect_uris = excluded.redirect_uris,
              post_logout_uris = excluded.post_logout_uris, scopes = excluded.scopes,
              access_seconds = excluded.access_seconds, refresh_seconds = excluded.refresh_seconds
            """)
        .param("id", client.getClientId())
        .param("name", client.getClientName())
        .param("english", ClientFacts.name(client).english())
        .param("org", ClientFacts.org(client))
        .param("secret", client.getClientSecret())
        .param("jwks", ClientFacts.jwks(client))
        .param(
            "methods",
            line(
                client.getClientAuthenticationMethods().stream()
                    .map(ClientAuthenticationMethod::getValue)
                    .toList()))
        .param(
            "grants",
            line(
                client.getAuthorizationGrantTypes().stream()
                    .map(AuthorizationGrantType::getValue)
                    .toList()))
        .param("redirects", line(client.getRedirectUris()))
        .param("logouts", line(client.getPostLogoutRedirectUris()))
        .param("scopes", line(client.getScopes()))
        .param("access", client.getTokenSettings().getAccessTokenTimeToLive().toSeconds())
        .param("refresh", client.getTokenSettings().getRefreshTokenTimeToLive().toSeconds())
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }

  @Override
  public @Nullable RegisteredClient findById(String id) {
    return read(id).map(ClientReading::client).orElse(null);
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String clientId) {
    return findById(clientId);
  }

  /** All that requests of a client have to know of it, as it is now, in one statement. */
  public Optional<ClientReading> read(String id) {
    Instant now = clock.instant();
    Seen known = made.get(id);
    return known != null && stands(id, known.reading())
        ? Optional.of(seen(known.reading(), now))
        : readAll(id, now);
  }

  /**
   * All that requests have to know of it that nothing is granted to: as it is now or was a moment
   * ago. A request that is answered so is answered as if it had come that much earlier.
   */
  public Optional<ClientReading> readLately(String id) {
    Seen known = made.get(id);
    Instant now = clock.instant();
    return known != null && now.isBefore(known.at().plus(LATELY)) && !now.isBefore(known.at())
        ? Optional.of(known.reading())
        : read(id);
  }

  /** What was read last, without asking whether it still stands. */
  public Optional<ClientReading> remembered(String id) {
    return Optional.ofNullable(made.get(id)).map(Seen::reading);
  }

  private Optional<ClientReading> readAll(String id, Instant now) {
    Optional<ClientReading> read =
        jdbc.sql(SELECT).param(id).query((row, number) -> made(row)).optional();
    read.ifPresentOrElse(fresh -> seen(fresh, now), () -> made.remove(id));
    return read;
  }

  private ClientReading seen(ClientReading reading, Instant at) {
    made.put(reading.client().getClientId(), new Seen(reading, at));
    return reading;
  }

  /** Every change of what is registered of a client gives its row another edition. */
  private boolean stands(String id, ClientReading known) {
    return jdbc.sql("SELECT edition FROM client WHERE id = ?")
        .param(id)
        .query(Long.class)
        .optional()
        .filter(edition -> edition == known.edition())
        .isPresent();
  }

  private static ClientReading made(ResultSet row) throws SQLException {
    return new ClientReading(
        client(row),
        JdbcRequestPolicies.policy(row),
        row.getBoolean("sandbox"),
        "pairwise".equals(row.getString("subject_type")) ? row.getString("sector") : null,
        row.getBoolean("kiosk"),
        row.getLong("edition"));
  }

  private static RegisteredClient client(ResultSet row) throws SQLException {
    String id = row.getString("id");
    RegisteredClient.Builder client =
        RegisteredClient.withId(id)
            .clientId(id)
            .clientName(row.getString("name"))
            .clientAuthenticationMethods(
                methods ->
                    words(row, "auth_methods").stream()
                        .map(ClientAuthenticationMethod::valueOf)
                        .forEach(methods::add))
            .authorizationGrantTypes(
                grants ->
                    grants(row).stream().map(AuthorizationGrantType::new).forEach(grants::add))
            .redirectUris(uris -> uris.addAll(words(row, "redirect_uris")))
            .postLogoutRedirectUris(uris -> uris.addAll(words(row, "post_logout_uris")))
            .scopes(scopes -> scopes.addAll(words(row, "scopes")))
            .clientSettings(settings(row))
            .tokenSettings(
                TokenSettings.builder()
                    .accessTokenTimeToLive(Duration.ofSeconds(row.getInt("access_seconds")))
                    .refreshTokenTimeToLive(Duration.ofSeconds(row.getInt("refresh_seconds")))
                    .authorizationCodeTimeToLive(Duration.ofSeconds(60))
                    .reuseRefreshTokens(false)
                    .x509CertificateBoundAccessTokens(row.getBoolean("tls_bound"))
                    .idTokenSignatureAlgorithm(SignatureAlgorithm.ES256)
                    .build());
    String secret = row.getString("secret_hash");
    return secret == null ? client.build() : client.clientSecret(secret).build();
  }

  private static ClientSettings settings(ResultSet row) throws SQLException {
    String org = row.getString("org");
    String jwks = row.getString("jwks");
    String generation = row.getString("generation");
    String english = row.getString("name_en");
    boolean remoteKeys = row.getBoolean("remote_keys");
    boolean keyBound = row.getBoolean("dpop_bound");
    ClientAlgorithms algorithms = ClientColumns.algorithms(row);
    ClientSettings.Builder settings =
        ClientSettings.builder()
            .requireProofKey(row.getBoolean("require_pkce"))
            .requireAuthorizationConsent(row.getInt("consent_days") > 0)
            .settings(all -> all.putAll(ClientFacts.settings(org, jwks)))
            .settings(all -> all.putAll(ClientFacts.english(english)))
            .settings(all -> all.putAll(ClientFacts.settings(remoteKeys)))
            .settings(all -> all.putAll(ClientFacts.keyBound(keyBound)))
            .settings(all -> all.putAll(ClientFacts.generation(generation)))
            .settings(all -> all.putAll(ClientFacts.settings(algorithms)));
    ClientColumns.certificateName(row)
        .ifPresent(name -> settings.settings(all -> all.putAll(ClientFacts.settings(name))));
    if (jwks != null) {
      settings.tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256);
    }
    return settings.build();
  }

  /** The framework wants one; a client that speaks CAS alone has one that no endpoint knows. */
  private static Set<String> grants(ResultSet row) {
    Set<String> grants = words(row, "grant_types");
    return grants.isEmpty() ? Set.of("none") : grants;
  }

  private static String line(Collection<String> words) {
    return words.stream().sorted().collect(Collectors.joining(" "));
  }

  private static Set<String> words(ResultSet row, String column) {
    try {
      String line = row.getString(column);
      return line.isEmpty() ? Set.of() : Set.copyOf(List.of(line.split(" ")));
    } catch (SQLException e) {
      throw new IllegalStateException("no column " + column, e);
    }
  }
}
