package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.client.MachineSecretEncoder;
import org.xinfu.idp.config.SecretFile;
import org.xinfu.idp.domain.CertificateName;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.idp.registration.ClientMetadata;
import org.xinfu.idp.registration.Registrations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Registered clients in PostgreSQL, as administrators see them. */
public final class JdbcRegistrations implements Registrations {
  private static final String SELECT =
      """
      SELECT c.*, r.version, r.contacts, r.purpose_zh, r.purpose_en, r.consent_days,
        r.subject_type, r.sector_identifier_uri, r.backchannel_logout_uri, r.sandbox,
        r.initiate_login_uri, r.logged_in_uri,
        ARRAY(SELECT rule FROM cas_service s WHERE s.client_id = c.id ORDER BY rule) AS services,
        ARRAY(SELECT url FROM cas_proxy_callback p WHERE p.client_id = c.id ORDER BY url) AS proxies,
        ARRAY(SELECT used_at FROM client_use u WHERE u.client_id = c.id ORDER BY 1) AS used_at,
        t.redirect_uris AS ticket_uris, t.sm2_point,
        q.default_max_age, q.default_acr, q.least_acr, q.require_pushed, q.require_signed,
        q.request_uris,
        k.uri AS jwks_uri
      FROM client c LEFT JOIN client_registration r ON r.client_id = c.id
        LEFT JOIN ticket_app t ON t.client_id = c.id
        LEFT JOIN client_request_policy q ON q.client_id = c.id
        LEFT JOIN client_remote_keys k ON k.client_id = c.id
      """;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final CasRegistrations cas;
  private final ClientUses uses;
  private final JsonMapper json = JsonMapper.builder().build();

  public JdbcRegistrations(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.cas = new CasRegistrations(jdbc);
    this.uses = new ClientUses(jdbc);
  }

  @Override
  public Optional<Registration> byId(String clientId) {
    return jdbc.sql(SELECT + " WHERE c.id = ?")
        .param(clientId)
        .query(this::registration)
        .optional();
  }

  @Override
  public List<Registration> after(String clientId, int most) {
    return jdbc.sql(SELECT + " WHERE c.id > ? ORDER BY c.id LIMIT ?")
        .params(List.of(clientId, most))
        .query(this::registration)
        .list();
  }

  @Override
  public void add(String clientId, ClientMetadata metadata, @Nullable String sector) {
    client(
            metadata,
            """
            INSERT INTO client (id, name, name_en, org, jwks, auth_methods, grant_types, redirect_uris,
              post_logout_uris, scopes, access_seconds, refresh_seconds, id_token_alg, access_token_alg,
              userinfo_alg, tls_name, tls_bound, dpop_bound, require_pkce, created_at)
            VALUES (:id, :name, :english, :org, :jwks::jsonb, :methods, :grants, :redirects, :logouts,
              :scopes, :access, :refresh, :idToken, :accessToken, :userInfo, :tlsName, :tlsBound,
              :dpopBound, :pkce, :now)
            """)
        .param("id", clientId)
        .param("now", Timestamp.from(clock.instant()))
        .update();
    beyond(clientId, metadata, sector);
  }

  @Override
  public boolean replace(Registration before, ClientMetadata metadata, @Nullable String sector) {
    String id = before.clientId();
    boolean current =
        jdbc.sql("SELECT 1 FROM client WHERE id = ? FOR UPDATE")
                .param(id)
                .query(Integer.class)
                .optional()
                .isPresent()
            && byId(id).map(now -> now.version() == before.version()).orElse(false);
    if (!current) {
      return false;
    }
    client(
            metadata,
            """
            UPDATE client SET name = :name, name_en = :english, org = :org, jwks = :jwks::jsonb,
              auth_methods = :methods, grant_types = :grants, redirect_uris = :redirects,
              post_logout_uris = :logouts, scopes = :scopes, access_seconds = :access,
              refresh_seconds = :refresh, id_token_alg = :idToken,
              access_token_alg = :accessToken, userinfo_alg = :userInfo,
              tls_name = :tlsName, tls_bound = :tlsBound,
              dpop_bound = :dpopBound, require_pkce = :pkce,
              secret_hash = CASE WHEN :methods LIKE 'client_secret%' THEN secret_hash END
            WHERE id = :id
            """)
        .param("id", id)
        .update();
    beyond(id, metadata, sector);
    if (metadata.backchannelLogoutUri() == null) {
      jdbc.sql(
              "DELETE FROM logout_delivery WHERE client_id = ? AND state = 'WAITING'"
                  + " AND uri IS NULL")
          .param(id)
          .update();
    }
    if (narrowed(before.metadata(), metadata)) {
      jdbc.sql("DELETE FROM oauth2_grant WHERE client_id = ?").param(id).update();
      jdbc.sql("UPDATE client SET generation = DEFAULT WHERE id = ?").param(id).update();
    }
    if (repurposed(before.metadata(), metadata)) {
      forgetAgreements(id);
    }
    return true;
  }

  @Override
  public boolean remove(Registration before) {
    return jdbc.sql(
                """
                DELETE FROM client c WHERE c.id = :id AND :version =
                  coalesce((SELECT version FROM client_registration WHERE client_id = c.id), 0)
                """)
            .param("id", before.clientId())
            .param("version", before.version())
            .update()
        == 1;
  }

  @Override
  public String newSecret(String clientId) {
    String secret = SecretFile.random();
    jdbc.sql("UPDATE client SET secret_hash = ? WHERE id = ?")
        .params(List.of(new MachineSecretEncoder().encode(secret), clientId))
        .update();
    return secret;
  }

  /** What was granted under other rules does not live on. */
  private static boolean repurposed(ClientMetadata before, ClientMetadata now) {
    return !Objects.equals(before.purposeZh(), now.purposeZh())
        || !Objects.equals(before.purposeEn(), now.purposeEn());
  }

  /** Nobody agreed to the new purpose, nor to it on a page that shows the one before. */
  private void forgetAgreements(String id) {
    jdbc.sql("DELETE FROM consent WHERE client_id = ?").param(id).update();
    jdbc.sql("DELETE FROM oauth2_grant WHERE client_id = ? AND state_hash IS NOT NULL")
        .param(id)
        .update();
  }

  private static boolean narrowed(ClientMetadata before, ClientMetadata now) {
    return !Objects.equals(before.scope(), now.scope())
        || !before.grantTypes().equals(now.grantTypes())
        || !before.method().equals(now.method())
        || before.pairwise() != now.pairwise();
  }

  private JdbcClient.StatementSpec client(ClientMetadata metadata, String sql) {
    Map<String, Object> jwks = metadata.jwks();
    return jdbc.sql(sql)
        .param("name", metadata.clientName())
        .param("english", metadata.clientNameEn())
        .param("org", metadata.org())
        .param("jwks", jwks == null ? null : json.writeValueAsString(jwks))
        .param("methods", metadata.method())
        .param("grants", line(metadata.grantTypes()))
        .param("redirects", line(metadata.redirectUris()))
        .param("logouts", line(metadata.postLogoutRedirectUris()))
        .param("scopes", Objects.requireNonNullElse(metadata.scope(), "").strip())
        .param("access", Objects.requireNonNullElse(metadata.accessTokenSeconds(), 600))
        .param("refresh", Objects.requireNonNullElse(metadata.refreshTokenSeconds(), 43_200))
        .param("idToken", word(metadata.idTokenSignedResponseAlg()))
        .param("accessToken", word(metadata.accessTokenSignedResponseAlg()))
        .param("userInfo", metadata.userinfoSignedResponseAlg())
        .param(
            "tlsName",
            metadata.certificateNames().stream()
                .findFirst()
                .map(CertificateName::line)
                .orElse(null))
        .param("tlsBound", metadata.bound())
        .param("dpopBound", metadata.keyBound())
        .param("pkce", metadata.challenged());
  }

  private void beyond(String id, ClientMetadata metadata, @Nullable String sector) {
    jdbc.sql(
            """
            INSERT INTO client_registration AS r (client_id, backchannel_logout_uri, subject_type,
              sector, sector_identifier_uri, contacts, purpose_zh, purpose_en, consent_days, sandbox,
              initiate_login_uri, logged_in_uri)
            VALUES (:id, :logout, :subject, :sector, :sectorUri, :contacts, :zh, :en, :days,
              :sandbox, :initiate, :loggedIn)
            ON CONFLICT (client_id) DO UPDATE SET version = r.version + 1,
              backchannel_logout_uri = excluded.backchannel_logout_uri,
              subject_type = excluded.subject_type, sector = excluded.sector,
              sector_identifier_uri = excluded.sector_identifier_uri,
              contacts = excluded.contacts, purpose_zh = excluded.purpose_zh,
              purpose_en = excluded.purpose_en, consent_days = excluded.consent_days,
              initiate_login_uri = excluded.initiate_login_uri,
              logged_in_uri = excluded.logged_in_uri
            """)
        .param("id", id)
        .param("logout", metadata.backchannelLogoutUri())
        .param("subject", Objects.requireNonNullElse(metadata.subjectType(), "public"))
        .param("sector", sector)
        .param("sectorUri", metadata.sectorIdentifierUri())
        .param("contacts", line(metadata.contacts()))
        .param("zh", metadata.purposeZh())
        .param("en", metadata.purposeEn())
        .param("days", metadata.consentDays(), Types.INTEGER)
        .param("sandbox", metadata.inTrial())
        .param("initiate", metadata.initiateLoginUri())
        .param("loggedIn", metadata.loggedInUri())
        .update();
    cas.put(id, metadata.cas());
    TicketRegistrations.put(jdbc, id, metadata.ticket());
    uses.put(id, metadata.usedAt());
    levels(id, metadata);
    JdbcRemoteKeys.put(jdbc, id, metadata.jwksUri());
  }

  private void levels(String id, ClientMetadata metadata) {
    jdbc.sql(
            """
            INSERT INTO client_request_policy AS p (client_id, require_pushed, require_signed,
              signed_userinfo, default_max_age, default_acr, least_acr, request_uris)
            VALUES (:id, :pushed, :signed, :userInfo, :age, :acr, :least, :uris)
            ON CONFLICT (client_id) DO UPDATE SET require_pushed = excluded.require_pushed,
              require_signed = excluded.require_signed, signed_userinfo = excluded.signed_userinfo,
              default_max_age = excluded.default_max_age,
              default_acr = excluded.default_acr, least_acr = excluded.least_acr,
              request_uris = excluded.request_uris
            """)
        .param("id", id)
        .param("pushed", metadata.pushes())
        .param("signed", metadata.signs())
        .param("userInfo", metadata.userinfoSignedResponseAlg() != null)
        .param("age", metadata.defaultMaxAge(), Types.BIGINT)
        .param("acr", line(metadata.defaultAcrValues()))
        .param("least", metadata.minimumAcrValue())
        .param("uris", line(metadata.requestUris()))
        .update();
  }

  private Registration registration(ResultSet row, int number) throws SQLException {
    return new Registration(
        row.getString("id"),
        row.getLong("version"),
        row.getTimestamp("created_at").toInstant().getEpochSecond(),
        row.getString("secret_hash") != null,
        metadata(row));
  }

  private ClientMetadata metadata(ResultSet row) throws SQLException {
    String jwks = row.getString("jwks");
    int days = row.getInt("consent_days");
    return new ClientMetadata(
        row.getString("name"),
        row.getString("name_en"),
        null,
        words(row.getString("redirect_uris")),
        words(row.getString("post_logout_uris")),
        words(row.getString("grant_types")),
        words(row.getString("auth_methods")).stream().findFirst().orElse("none"),
        row.getString("scopes"),
        jwks == null ? null : json.readValue(jwks, new TypeReference<Map<String, Object>>() {}),
        row.getString("jwks_uri"),
        Objects.requireNonNullElse(row.getString("subject_type"), "public"),
        row.getString("sector_identifier_uri"),
        row.getString("backchannel_logout_uri"),
        words(row.getString("contacts")),
        row.getString("org"),
        row.getString("purpose_zh"),
        row.getString("purpose_en"),
        days == 0 ? null : days,
        row.getInt("access_seconds"),
        row.getInt("refresh_seconds"),
        row.getObject("default_max_age", Long.class),
        words(row.getString("default_acr")),
        row.getString("least_acr"),
        row.getBoolean("require_pkce") ? null : false,
        row.getBoolean("require_pushed") ? true : null,
        row.getBoolean("require_signed") ? true : null,
        words(row.getString("request_uris")),
        row.getString("id_token_alg"),
        row.getString("userinfo_alg"),
        row.getString("access_token_alg"),
        ClientColumns.certificateName(row, CertificateName.Kind.SUBJECT_DN),
        ClientColumns.certificateName(row, CertificateName.Kind.SAN_DNS),
        ClientColumns.certificateName(row, CertificateName.Kind.SAN_URI),
        ClientColumns.certificateName(row, CertificateName.Kind.SAN_IP),
        ClientColumns.certificateName(row, CertificateName.Kind.SAN_EMAIL),
        row.getBoolean("tls_bound") ? true : null,
        row.getBoolean("dpop_bound") ? true : null,
        CasRegistrations.read(row),
        TicketRegistrations.read(row),
        ClientUses.read(row),
        row.getBoolean("sandbox") ? true : null,
        row.getString("initiate_login_uri"),
        row.getString("logged_in_uri"));
  }

  private static String word(@Nullable String algorithm) {
    return Objects.requireNonNullElse(algorithm, TokenAlgorithm.ES256.word());
  }

  private static String line(List<String> words) {
    return String.join(" ", words);
  }

  private static List<String> words(@Nullable String line) {
    return line == null || line.isEmpty() ? List.of() : List.of(line.split(" "));
  }
}
