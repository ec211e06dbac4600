package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Ial;
import org.xinfu.kit.sql.NamedSql;
import org.xinfu.kit.sql.NamedValues;

/** All that an answer about somebody stands on, in one statement. */
public final class JdbcSubjects {
  /**
   * What is known of {@code v.id} beside its account; {@code :inOutage :now}. For EXISTS and IN the
   * server would read the whole of a table that was small when it planned into a hash, to ask it
   * once.
   */
  private static final String FACTS =
      " (SELECT true FROM sandbox_subject x WHERE x.id = v.id) IS TRUE AS fictitious,"
          + guarded("v.id")
          + " AS guarded, ("
          + JdbcIdentityLevels.LEVEL
          + " WHERE account_id = v.id AND expires_at > :now AND revoked_at IS NULL) AS known_level";

  /** Columns about {@code v.id}. */
  static final String COLUMNS = "s.*," + FACTS;

  /** What {@code v} is joined with. */
  static final String JOINED =
      " LEFT JOIN LATERAL (" + JdbcAccountStore.SELECT + " WHERE a.id = v.id) s ON true";

  private static final NamedSql BY_ID =
      NamedSql.of("SELECT " + COLUMNS + " FROM (VALUES (:id::text)) v (id)" + JOINED);

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Ial inOutage;

  /** Takes the most that a platform's word is worth while it does not answer. */
  public JdbcSubjects(JdbcClient jdbc, Clock clock, Ial inOutage) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.inOutage = inOutage;
  }

  /**
   * What is known of an id.
   *
   * @param account empty when it is none's, as a legal entity's is
   * @param fictitious whether it is on the sandbox's side of the line ({@link JdbcSandbox})
   * @param guarded whether a password alone does not log the account in
   * @param level as {@link JdbcIdentityLevels} says
   * @param edition of the account: another whenever any of this is changed; 0 where there is none
   */
  public record Known(
      Optional<Account> account, boolean fictitious, boolean guarded, Ial level, long edition) {}

  /** What is known now. */
  public Known known(String id) {
    return now(BY_ID.values()).param("id", id).query(jdbc, JdbcSubjects::known).single();
  }

  /** Binds what {@link #COLUMNS} ask beside the id. */
  NamedValues now(NamedValues values) {
    return moment(values.param("inOutage", inOutage.name()));
  }

  /** Binds {@code :now}. */
  NamedValues moment(NamedValues values) {
    return values.at("now", clock.instant());
  }

  /** Whether a password alone does not log the account of this column in. */
  static String guarded(String id) {
    return " (SELECT true FROM authenticator t WHERE t.account_id = "
        + id
        + " AND t.kind <> 'CERTIFICATE' LIMIT 1) IS TRUE";
  }

  static Known known(ResultSet row, int number) throws SQLException {
    return new Known(
        row.getString("id") == null
            ? Optional.empty()
            : Optional.of(JdbcAccountStore.account(row, number)),
        row.getBoolean("fictitious"),
        row.getBoolean("guarded"),
        Ial.valueOf(row.getString("known_level")),
        row.getLong("edition"));
  }
}
