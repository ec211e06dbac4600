package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.sql.NamedSql;
import org.xinfu.kit.sql.NamedValues;

/** The SQL of {@code oauth2_grant}. */
final class GrantTable {
  /** The tokens of a grant, and over which version they are written. */
  private static final String ISSUED =
      """
        access_hash = :accessHash, access_check = :accessCheck, access_issued_at = :accessIssued,
        access_expires_at = :accessExpires, access_invalidated = :accessInvalidated,
        access_scopes = :accessScopes, refresh_hash = :refreshHash,
        refresh_check = :refreshCheck, refresh_issued_at = :refreshIssued, refresh_expires_at = :refreshExpires,
        refresh_invalidated = :refreshInvalidated, id_token_hash = :idTokenHash,
        id_token_check = :idTokenCheck, id_token_issued_at = :idTokenIssued, id_token_expires_at = :idTokenExpires,
        id_token_claims = :idTokenClaims::jsonb, keep_until = :keepUntil
      WHERE id = :id AND version = :version
      """;

  /** Columns of {@code g} that say what was asked for, and its code. */
  static final String ASKED =
      """
      g.id AS grant_id, g.version, g.client_id, g.principal, g.grant_type, g.scopes,
        g.authenticated_at, g.request, g.state_hash, g.code_hash, g.code_issued_at,
        g.code_expires_at, g.code_invalidated, g.sid
      """;

  private static final String UPDATE =
      """
      UPDATE oauth2_grant SET version = version + 1,
        principal = :principal, grant_type = :grantType, scopes = :scopes,
        authenticated_at = :authenticatedAt, request = :request::jsonb, state_hash = :stateHash,
        code_hash = :codeHash, code_issued_at = :codeIssued, code_expires_at = :codeExpires,
        code_invalidated = :codeInvalidated, sid = :sid,
      """
          + ISSUED;

  private static final String COLUMNS =
      """
      INSERT INTO oauth2_grant (id, version, client_id, principal, grant_type, scopes,
        authenticated_at, request, state_hash, code_hash, code_issued_at, code_expires_at,
        code_invalidated, access_hash, access_check, access_issued_at, access_expires_at,
        access_invalidated, access_scopes, refresh_hash, refresh_check, refresh_issued_at,
        refresh_expires_at, refresh_invalidated, id_token_hash, id_token_check, id_token_issued_at, id_token_expires_at, id_token_claims, sid, keep_until)
      """;

  private static final String VALUES =
      """
      :id, 1, :clientId, :principal, :grantType, :scopes, :authenticatedAt::timestamptz,
        :request::jsonb, :stateHash, :codeHash, :codeIssued::timestamptz,
        :codeExpires::timestamptz, :codeInvalidated::boolean,
        :accessHash, :accessCheck, :accessIssued::timestamptz, :accessExpires::timestamptz,
        :accessInvalidated::boolean, :accessScopes,
        :refreshHash, :refreshCheck, :refreshIssued::timestamptz, :refreshExpires::timestamptz,
        :refreshInvalidated::boolean, :idTokenHash, :idTokenCheck, :idTokenIssued::timestamptz,
        :idTokenExpires::timestamptz, :idTokenClaims::jsonb, :sid, :keepUntil::timestamptz
      """;

  private static final String INSERT = COLUMNS + "VALUES (" + VALUES + ")";

  /** Of a grant that has its code and nothing else yet. */
  private static final String WITH_CODE =
      """
      INSERT INTO oauth2_grant (id, version, client_id, principal, grant_type, scopes,
        authenticated_at, request, code_hash, code_issued_at, code_expires_at, code_invalidated,
        sid, keep_until)
      SELECT :id, 1, :clientId, :principal, :grantType, :scopes, :authenticatedAt::timestamptz,
        :request::jsonb, :codeHash, :codeIssued::timestamptz, :codeExpires::timestamptz,
        :codeInvalidated::boolean, :sid, :keepUntil::timestamptz FROM
      """;

  /** Notes that the login reached the service as well; writes nothing when the login is over. */
  private static final NamedSql INSERT_REACHED =
      NamedSql.of(
          "WITH reached AS (" + SignOutTable.REACHED + " RETURNING 1) " + codeFrom("reached"));

  private static final NamedSql INSERTED = NamedSql.of(INSERT);

  /** Leaves what was asked for alone: it is the larger part of the row. */
  private static final String SPEND =
      "UPDATE oauth2_grant SET version = version + 1, code_invalidated = true,\n" + ISSUED;

  private static final Audit.Deed SPENT = Audit.Deed.of(SPEND);
  private static final Audit.Deed SPENT_UNREAD =
      Audit.Deed.of(SPEND + " AND " + FreshGrants.STANDS);
  private static final Audit.Deed CALLED_BACK = Audit.Deed.of(INSERT + " ON CONFLICT DO NOTHING");
  private static final Audit.Deed REFUSED =
      Audit.Deed.of("DELETE FROM oauth2_grant WHERE id = :id");
  private static final Audit.Deed UPDATED = Audit.Deed.of(UPDATE);
  private static final NamedSql OVERWRITTEN = NamedSql.of(UPDATE);

  private final JdbcClient jdbc;
  private final JdbcAudit audit;

  GrantTable(JdbcClient jdbc, JdbcAudit audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  void insert(GrantRow row, Instant keepUntil) {
    fresh(INSERTED.values(), row, keepUntil).update(jdbc);
  }

  /**
   * Keeps that a token was called back whose grant was in no row, and what the audit book says of
   * it; the second time writes nothing.
   */
  void callBack(GrantRow row, Instant keepUntil, IdpAudit.Fact fact) {
    audit.record(entry(row, fact), CALLED_BACK, values -> fresh(values, row, keepUntil));
  }

  /** The same of a grant with a code, made in a login; false when the login has ended meanwhile. */
  boolean insertReached(GrantRow row, Instant now) {
    return reaching(INSERT_REACHED.values(), row, now).update(jdbc) == 1;
  }

  /** SQL that writes a grant with a code for each row of what is given, never input. */
  static String codeFrom(String rows) {
    return WITH_CODE + rows;
  }

  /** Binds what {@link #codeFrom} and {@link SignOutTable#reached} ask for. */
  static NamedValues reaching(NamedValues values, GrantRow row, Instant now) {
    if (row.code() == null || row.stateHash() != null || row.access() != null) {
      throw new IllegalArgumentException("a grant that reaches a service has its code alone");
    }
    values.param("id", row.id()).param("clientId", row.clientId());
    return asked(values, row).at("keepUntil", lastUse(row, now)).at("now", now);
  }

  /** Writes over the version that was loaded; false when somebody else was faster. */
  boolean update(GrantRow row, Instant keepUntil) {
    return loaded(OVERWRITTEN.values(), row, keepUntil).update(jdbc) == 1;
  }

  /** The same, and what the audit book says of it. */
  boolean update(GrantRow row, Instant keepUntil, IdpAudit.Fact fact) {
    return audit.record(entry(row, fact), UPDATED, values -> loaded(values, row, keepUntil));
  }

  /** Writes the tokens that the row's code was spent for, over the version that was loaded. */
  boolean spend(GrantRow row, IdpAudit.Fact fact) {
    return audit.record(entry(row, fact), SPENT, values -> spent(values, row));
  }

  /**
   * The same while {@link FreshGrants#STANDS}.
   *
   * @param basis binds what that asks for beside the principal
   */
  boolean spend(GrantRow row, IdpAudit.Fact fact, UnaryOperator<NamedValues> basis) {
    return audit.record(
        entry(row, fact),
        SPENT_UNREAD,
        values -> spent(basis.apply(values.param("principal", row.principal())), row));
  }

  private static NamedValues spent(NamedValues values, GrantRow row) {
    Instant keepUntil = lastUse(row, Instant.MIN);
    return issued(values.param("id", row.id()).param("version", row.version()), row, keepUntil);
  }

  private static JdbcAudit.Entry entry(GrantRow row, IdpAudit.Fact fact) {
    return new JdbcAudit.Entry(row.clientId(), row.principal(), fact);
  }

  private static NamedValues fresh(NamedValues values, GrantRow row, Instant keepUntil) {
    return bind(values.param("id", row.id()).param("clientId", row.clientId()), row, keepUntil);
  }

  private static NamedValues loaded(NamedValues values, GrantRow row, Instant keepUntil) {
    return bind(values.param("id", row.id()).param("version", row.version()), row, keepUntil);
  }

  Optional<GrantRow> byId(String id) {
    return jdbc.sql("SELECT * FROM oauth2_grant WHERE id = ?")
        .param(id)
        .query(GrantTable::row)
        .optional();
  }

  /** The same, and nobody else writes it before this transaction has ended. */
  Optional<GrantRow> lockedById(String id) {
    return jdbc.sql("SELECT * FROM oauth2_grant WHERE id = ? FOR UPDATE")
        .param(id)
        .query(GrantTable::row)
        .optional();
  }

  /**
   * The grant with this hash in one of the columns, each of which has an index of its own. One that
   * somebody was asked to agree to too long ago is none, although it may still be here.
   *
   * @param columns constants of this class's callers, never input
   */
  Optional<GrantRow> byHash(List<String> columns, String hash, Instant now) {
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    return jdbc.sql(
            "SELECT * FROM oauth2_grant WHERE ("
                + anyIs(columns)
                + ") AND (state_hash IS NULL OR keep_until > :now)")
        .param("hash", hash)
        .param("now", Timestamp.from(now))
        .query(GrantTable::row)
        .optional();
  }

  /** The grant of this name, where one of the columns has the hash of the token that named it. */
  Optional<GrantRow> byName(String id, List<String> columns, String hash) {
    return columns.isEmpty()
        ? Optional.empty()
        : jdbc.sql("SELECT * FROM oauth2_grant WHERE id = :id AND (" + anyIs(columns) + ")")
            .param("id", id)
            .param("hash", hash)
            .query(GrantTable::row)
            .optional();
  }

  /** Columns are constants of this package, never input. */
  private static String anyIs(List<String> columns) {
    return columns.stream().map(column -> column + " = :hash").collect(Collectors.joining(" OR "));
  }

  /** Takes away what the person was asked to consent to and refused; the audit book says so. */
  void refuse(OAuth2Authorization grant) {
    IdpAudit.Fact denied = new IdpAudit.Fact("consent-denied", "done", Map.of());
    audit.record(
        new JdbcAudit.Entry(grant.getRegisteredClientId(), grant.getPrincipalName(), denied),
        REFUSED,
        values -> values.param("id", grant.getId()));
  }

  /** Takes the grant away with every token that came of it. */
  boolean delete(String id) {
    return jdbc.sql("DELETE FROM oauth2_grant WHERE id = ?").param(id).update() == 1;
  }

  private static NamedValues bind(NamedValues values, GrantRow row, Instant keepUntil) {
    return issued(asked(values, row), row, keepUntil);
  }

  /** What was asked for, and the code that it was answered with. */
  private static NamedValues asked(NamedValues values, GrantRow row) {
    values
        .param("principal", row.principal())
        .param("grantType", row.grantType())
        .param("scopes", row.scopes())
        .atOrNull("authenticatedAt", row.authenticatedAt())
        .param("request", row.request(), Types.VARCHAR)
        .param("stateHash", row.stateHash(), Types.VARCHAR)
        .param("sid", row.sid(), Types.VARCHAR);
    return found(values, "code", row.code());
  }

  private static NamedValues issued(NamedValues values, GrantRow row, Instant keepUntil) {
    values
        .param("accessScopes", row.accessScopes(), Types.VARCHAR)
        .param("idTokenClaims", row.idTokenClaims(), Types.VARCHAR)
        .at("keepUntil", keepUntil);
    named(values, "access", row.access());
    named(values, "refresh", row.refresh());
    return named(values, "idToken", row.idToken());
  }

  /** A token that may name its grant: then its hash is not where one looks for hashes. */
  private static NamedValues named(
      NamedValues values, String name, GrantRow.@Nullable Token token) {
    String hash = token == null ? null : token.hash();
    boolean named = token != null && token.named();
    return dated(values, name, token)
        .param(name + "Check", named ? hash : null, Types.VARCHAR)
        .param(name + "Hash", named ? null : hash, Types.VARCHAR);
  }

  private static NamedValues found(
      NamedValues values, String name, GrantRow.@Nullable Token token) {
    return dated(values, name, token)
        .param(name + "Hash", token == null ? null : token.hash(), Types.VARCHAR);
  }

  /** An ID token is never called back: there is no place for that. */
  private static NamedValues dated(
      NamedValues values, String name, GrantRow.@Nullable Token token) {
    return values
        .atOrNull(name + "Issued", token == null ? null : token.issuedAt())
        .atOrNull(name + "Expires", token == null ? null : token.expiresAt())
        .param(name + "Invalidated", token == null ? null : token.invalidated(), Types.BOOLEAN);
  }

  /** What {@link #ASKED} has. */
  static GrantRow asked(ResultSet row) throws SQLException {
    return row(row, row.getString("grant_id"), GrantRow.Issued.NOTHING);
  }

  static GrantRow row(ResultSet row, int number) throws SQLException {
    GrantRow.Issued issued =
        new GrantRow.Issued(
            token(row, "access"),
            row.getString("access_scopes"),
            token(row, "refresh"),
            token(row, "id_token"),
            row.getString("id_token_claims"));
    return row(row, row.getString("id"), issued);
  }

  private static GrantRow row(ResultSet row, String id, GrantRow.Issued issued)
      throws SQLException {
    return new GrantRow(
        id,
        row.getLong("version"),
        row.getString("client_id"),
        row.getString("principal"),
        row.getString("grant_type"),
        row.getString("scopes"),
        instant(row, "authenticated_at"),
        row.getString("request"),
        row.getString("state_hash"),
        token(row, "code"),
        issued.access(),
        issued.accessScopes(),
        issued.refresh(),
        issued.idToken(),
        issued.idTokenClaims(),
        row.getString("sid"));
  }

  private static GrantRow.@Nullable Token token(ResultSet row, String name) throws SQLException {
    String found = row.getString(name + "_hash");
    boolean named = found == null && !name.equals("code");
    String hash = named ? row.getString(name + "_check") : found;
    Instant issued = instant(row, name + "_issued_at");
    Instant expires = instant(row, name + "_expires_at");
    if (hash == null || issued == null || expires == null) {
      return null;
    }
    boolean invalidated = !name.equals("id_token") && row.getBoolean(name + "_invalidated");
    return new GrantRow.Token(hash, named, issued, expires, invalidated);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  /** The latest end of any token of the row; the grant is of no use after it. */
  static Instant lastUse(GrantRow row, Instant otherwise) {
    Instant last = Instant.MIN;
    for (GrantRow.Token token : tokens(row)) {
      last = token.expiresAt().isAfter(last) ? token.expiresAt() : last;
    }
    return last.equals(Instant.MIN) ? otherwise : last;
  }

  private static List<GrantRow.Token> tokens(GrantRow row) {
    List<GrantRow.Token> tokens = new ArrayList<>();
    add(tokens, row.code());
    add(tokens, row.access());
    add(tokens, row.refresh());
    add(tokens, row.idToken());
    return tokens;
  }

  private static void add(List<GrantRow.Token> tokens, GrantRow.@Nullable Token token) {
    if (token != null) {
      tokens.add(token);
    }
  }
}
