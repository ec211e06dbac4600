package org.xinfu.idp.store;

import java.sql.Types;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.session.MapSession;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.login.FactorAuthorities;
import org.xinfu.idp.login.LoginGeneration;
import org.xinfu.kit.sql.NamedSql;
import org.xinfu.kit.sql.NamedValues;
import org.xinfu.trust.Bytes;

/** The SQL that writes {@code login_session}. */
final class SessionTable {
  /**
   * Nothing unless the account stands as it did, and it does not change before this is written; nor
   * where a password was shown {@code :alone} and is not enough any more.
   */
  static final String STANDING =
      """
      SELECT id FROM account WHERE id = :principal AND active
        AND login_generation = :generation AND NOT (:alone AND"""
          + JdbcSubjects.guarded("account.id")
          + ") FOR SHARE";

  private static final String IF_STANDING = "FROM (" + STANDING + ") standing ";

  /** Of a login that begins, for each row of what follows. */
  static final String INSERT_LOGIN_FROM =
      """
      INSERT INTO login_session (id_hash, principal, created_at, last_access_at, idle_seconds,
        expires_at, attributes, sid, device, address_prefix, signed_in_at)
      SELECT :idHash, :principal, :created::timestamptz, :access::timestamptz, :idle,
        :expires::timestamptz, :attributes, :sid, :device, :prefix, :signedIn::timestamptz FROM
      """;

  private static final NamedSql INSERT_LOGIN =
      NamedSql.of(INSERT_LOGIN_FROM + "(" + STANDING + ") standing");

  /**
   * The same of a login that acts for an entity, which it begins to while its mandate stands: who
   * ends that, or the entity, waits for this, and finds the login by its mandate.
   */
  private static final String ACTING_STANDING =
      """
      SELECT standing.id FROM (
      """
          + STANDING
          + """
      ) standing JOIN mandate m ON m.id = :mandate AND m.person_id = standing.id
        JOIN legal_entity e ON e.id = m.entity_id
      WHERE m.revoked_at IS NULL AND m.suspended_at IS NULL AND e.status = 'ACTIVE'
      FOR SHARE OF m, e
      """;

  private static final String NOTED =
      """
       RETURNING sid)
      INSERT INTO acting_session (sid, person_id, entity_id, mandate_id, since)
      SELECT sid, :principal, :entity, :mandate, :signedIn::timestamptz FROM begun
      """;

  private static final NamedSql INSERT_ACTING =
      NamedSql.of(
          "WITH begun AS (" + INSERT_LOGIN_FROM + "(" + ACTING_STANDING + ") standing" + NOTED);

  private static final NamedSql INSERT =
      NamedSql.of(
          """
      INSERT INTO login_session (id_hash, principal, created_at, last_access_at, idle_seconds,
        expires_at, attributes, sid, device, address_prefix, signed_in_at)
      VALUES (:idHash, :principal, :created, :access, :idle, :expires, :attributes, :sid, :device,
        :prefix, :signedIn)
      """);

  private static final String SET =
      """
      UPDATE login_session SET id_hash = :idHash, principal = :principal, last_access_at = :access,
        expires_at = :expires, attributes = :attributes, sid = :sid, device = :device,
        address_prefix = :prefix, signed_in_at = :signedIn
      """;

  private static final String ITS_ROW = "WHERE id_hash = :row";

  private static final NamedSql UPDATE = NamedSql.of(SET + ITS_ROW);
  private static final NamedSql UPDATE_LOGIN = NamedSql.of(SET + IF_STANDING + ITS_ROW);
  private static final NamedSql UPDATE_ACTING =
      NamedSql.of(
          "WITH begun AS (" + SET + "FROM (" + ACTING_STANDING + ") standing " + ITS_ROW + NOTED);

  private final JdbcClient jdbc;

  SessionTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * As what an account has to stand when a login to it is kept.
   *
   * @param alone whether nothing but a password was shown
   */
  record Due(Entrant who, boolean alone) {
    /** As the login says that it began. */
    static Due of(Authentication login) {
      Set<Factor> shown = FactorAuthorities.assurance(login).done().keySet();
      return new Due(LoginGeneration.of(login), shown.equals(Set.of(Factor.PASSWORD)));
    }
  }

  /**
   * What a row says.
   *
   * @param due null when the account need not stand
   */
  record Values(
      MapSession session,
      String idHash,
      Bytes attributes,
      Instant expires,
      @Nullable BrowserLogin login,
      @Nullable Due due) {
    /** Whether it is a login that begins to act for somebody else. */
    boolean acts() {
      return due != null && login != null && login.acting() != null;
    }

    NamedValues bind(NamedValues values) {
      Acting acting = login == null ? null : login.acting();
      return values
          .param("entity", acting == null ? null : acting.entityId(), Types.VARCHAR)
          .param("mandate", acting == null ? null : acting.mandateId(), Types.VARCHAR)
          .param("idHash", idHash)
          .param("principal", login == null ? null : login.principal(), Types.VARCHAR)
          .param("generation", due == null ? null : due.who().generation(), Types.INTEGER)
          .param("alone", due != null && due.alone())
          .at("created", session.getCreationTime())
          .at("access", session.getLastAccessedTime())
          .param("idle", session.getMaxInactiveInterval().toSeconds())
          .at("expires", expires)
          .param("attributes", attributes.toArray())
          .param("sid", login == null ? null : login.sid(), Types.VARCHAR)
          .param("device", login == null ? null : login.device(), Types.VARCHAR)
          .param("prefix", login == null ? null : login.addressPrefix(), Types.VARCHAR)
          .atOrNull("signedIn", login == null ? null : login.since());
    }
  }

  /**
   * Writes the row, over the one of this hash if any; false when that is gone, the account does not
   * stand as it did, or the mandate under which the login begins to act stands no more.
   */
  boolean write(Values values, @Nullable String over) {
    boolean stands = values.due() != null;
    NamedValues statement =
        over == null
            ? (stands ? (values.acts() ? INSERT_ACTING : INSERT_LOGIN) : INSERT).values()
            : (stands ? (values.acts() ? UPDATE_ACTING : UPDATE_LOGIN) : UPDATE)
                .values()
                .param("row", over);
    return values.bind(statement).update(jdbc) > 0;
  }
}
