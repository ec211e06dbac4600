package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.login.Attempts.Before;
import org.xinfu.idp.login.Attempts.Count;
import org.xinfu.idp.login.Attempts.Counter;
import org.xinfu.idp.login.Attempts.Service;
import org.xinfu.idp.login.Attempts.Who;
import org.xinfu.kit.sql.NamedSql;
import org.xinfu.kit.sql.NamedValues;

/**
 * Attempts to log in, in PostgreSQL: who is meant, which devices they know, and what failed before,
 * by the hash of what is counted and shared by all replicas. With it is read what an answer to the
 * login stands on, so that nothing is asked once the password is checked.
 */
public final class JdbcAttempts {
  /**
   * One row, or one for each counter that has failures. By OFFSET the server looks for who is meant
   * once, not wherever it is said who that is; and it would read all devices there are into a hash
   * for EXISTS, by a plan made when they were few.
   */
  private static final NamedSql BEFORE = before(JdbcAccountStore.NAMED);

  private static final NamedSql BEFORE_OF = before("SELECT id FROM account WHERE id = :login");

  private static NamedSql before(String meant) {
    return NamedSql.of(
        "SELECT "
            + JdbcSubjects.COLUMNS
            + """
          , known.own, counted.counter, counted.failures, counted.last_at AS failed_at,
            (SELECT edition FROM client WHERE id = :client) AS client_edition,
            (SELECT spent_until FROM client_login_failure
              WHERE client_id = :client) AS spent_until
          FROM (SELECT id, coalesce(id, :login) AS who FROM (SELECT (
          """
            + meant
            + """
          ) AS id OFFSET 0) meant) v
          """
            + JdbcSubjects.JOINED
            + """
           CROSS JOIN LATERAL (SELECT (SELECT true FROM known_device
              WHERE account_id = v.who AND device_hash = :deviceHash) IS TRUE AS own) known
            LEFT JOIN LATERAL (SELECT c.counter, f.failures, f.last_at
              FROM (VALUES
          """
            + counters()
            + """
              ) c (counter, text)
              JOIN login_failure f
                ON f.key = encode(sha256(convert_to(c.text, 'UTF8')), 'hex')) counted ON true
          """);
  }

  private final JdbcClient jdbc;
  private final JdbcSubjects subjects;
  private final BlindIndex index;

  public JdbcAttempts(JdbcClient jdbc, JdbcSubjects subjects, BlindIndex index) {
    this.jdbc = jdbc;
    this.subjects = subjects;
    this.index = index;
  }

  /**
   * What was read.
   *
   * @param subject as {@link JdbcSubjects} says it of the account; empty where there is none
   * @param edition of the client; null when there is none of that name
   */
  public record Read(Before before, Optional<JdbcSubjects.Known> subject, @Nullable Long edition) {}

  /**
   * Reads all that is known before an attempt.
   *
   * @param client whose request waits for the login; any other name when none does
   */
  public Read read(String loginName, Origin from, String client) {
    NamedValues asked =
        BEFORE.values().param("contact", JdbcAccountStore.contact(index, loginName));
    return read(asked.param("login", loginName), from, client);
  }

  /** The same of the account of that id. */
  public Read readOf(String accountId, Origin from, String client) {
    return read(BEFORE_OF.values().param("login", accountId), from, client);
  }

  private Read read(NamedValues asked, Origin from, String client) {
    Map<Counter, Count> counts = new EnumMap<>(Counter.class);
    RowMapper<Read> mapper =
        (row, number) -> {
          String counter = row.getString("counter");
          if (counter != null) {
            counts.put(Counter.valueOf(counter), count(row));
          }
          return read(row, number, client, counts);
        };
    List<Read> rows =
        subjects
            .now(asked)
            .param("device", from.device())
            .param("deviceHash", from.device().isEmpty() ? "" : TokenHash.of(from.device()))
            .param("prefix", from.prefix())
            .param("client", client)
            .query(jdbc, mapper)
            .list();
    return rows.getFirst();
  }

  private static Read read(ResultSet row, int number, String client, Map<Counter, Count> counts)
      throws SQLException {
    boolean nobody = row.getString("id") == null;
    Optional<Accounts.Credential> known =
        nobody ? Optional.empty() : Optional.of(JdbcAccountStore.credential(row, number));
    Optional<JdbcSubjects.Known> subject =
        nobody ? Optional.empty() : Optional.of(JdbcSubjects.known(row, number));
    long read = row.getLong("client_edition");
    Long edition = row.wasNull() ? null : read;
    Optional<Service> towards =
        edition == null
            ? Optional.empty()
            : Optional.of(new Service(client, spentUntil(row.getTimestamp("spent_until"))));
    return new Read(new Before(known, row.getBoolean("own"), counts, towards), subject, edition);
  }

  private static @Nullable Instant spentUntil(@Nullable Timestamp read) {
    return read == null ? null : read.toInstant();
  }

  private static Count count(ResultSet row) throws SQLException {
    return new Count(row.getInt("failures"), row.getTimestamp("failed_at").toInstant());
  }

  /** Counts one that failed. */
  public void failed(Counter counter, Who who, Instant at) {
    jdbc.sql(
            """
            INSERT INTO login_failure (key, failures, last_at) VALUES (?, 1, ?)
            ON CONFLICT (key) DO UPDATE
            SET failures = login_failure.failures + 1, last_at = excluded.last_at
            """)
        .params(List.of(TokenHash.of(text(counter, who)), Timestamp.from(at)))
        .update();
  }

  /** Forgets what was counted. */
  public void forget(Counter counter, Who who) {
    jdbc.sql("DELETE FROM login_failure WHERE key = ?")
        .param(TokenHash.of(text(counter, who)))
        .update();
  }

  private static String text(Counter counter, Who who) {
    return text(counter, who.name(), who.from().device(), who.from().prefix());
  }

  /** Each counter's name and {@link #text} in SQL. */
  private static String counters() {
    return Arrays.stream(Counter.values())
        .map(
            it -> "('%s', '%s')".formatted(it, text(it, in("v.who"), in(":device"), in(":prefix"))))
        .collect(Collectors.joining(", "));
  }

  private static String in(String value) {
    return "' || " + value + " || '";
  }

  /** What is counted, by whose hash it is counted. */
  private static String text(Counter counter, String name, String device, String prefix) {
    return switch (counter) {
      case DEVICE -> "pair " + name + " " + device;
      case NETWORK -> "pair " + name + " " + prefix;
      case ACCOUNT -> "account " + name;
      case ADDRESS -> "address " + prefix;
    };
  }
}
