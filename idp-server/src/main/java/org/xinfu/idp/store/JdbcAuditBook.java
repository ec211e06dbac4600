package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.console.AuditBook;

/** The audit book in PostgreSQL, read only. */
public final class JdbcAuditBook implements AuditBook {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  private final JdbcClient jdbc;

  public JdbcAuditBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Row> find(Search search, int most) {
    return jdbc.sql(
            """
            SELECT id, at, actor, coalesce(client, '') AS client,
              coalesce(request_id, '') AS request, act, subject, outcome, details::text AS details
            FROM audit
            WHERE id < :before
              AND (:from::timestamptz IS NULL OR at >= :from)
              AND (:to::timestamptz IS NULL OR at < :to)
              AND (:actor = '' OR actor = :actor) AND (:subject = '' OR subject = :subject)
              AND (:act = '' OR act = :act) AND (:outcome = '' OR outcome = :outcome)
              AND (:client = '' OR client = :client)
            ORDER BY id DESC LIMIT :most
            """)
        .param("before", search.before())
        .param("from", time(search.from()), Types.TIMESTAMP)
        .param("to", time(search.to()), Types.TIMESTAMP)
        .param("actor", search.actor())
        .param("subject", search.subject())
        .param("act", search.act())
        .param("outcome", search.outcome())
        .param("client", search.client())
        .param("most", most)
        .query(
            (row, number) ->
                new Row(
                    row.getLong("id"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("actor"),
                    row.getString("client"),
                    row.getString("request"),
                    row.getString("act"),
                    row.getString("subject"),
                    row.getString("outcome"),
                    row.getString("details")))
        .list();
  }

  @Override
  public List<Day> days(LocalDate from) {
    return jdbc.sql(
            """
            SELECT (at AT TIME ZONE 'Asia/Shanghai')::date AS day,
              count(*) FILTER (WHERE act = 'login' AND outcome IN ('done', 'ukey', 'qr')) AS logins,
              count(*) FILTER (WHERE act = 'login' AND outcome NOT IN ('done', 'ukey', 'qr'))
                AS refused,
              count(*) FILTER (WHERE act = 'login-ended') AS ended,
              count(*) FILTER (WHERE act = 'token-issued') AS tokens
            FROM audit WHERE at >= ? GROUP BY 1 ORDER BY 1 DESC
            """)
        .param(Timestamp.from(from.atStartOfDay(CHINA).toInstant()))
        .query(
            (row, number) ->
                new Day(
                    row.getObject("day", LocalDate.class),
                    row.getLong("logins"),
                    row.getLong("refused"),
                    row.getLong("ended"),
                    row.getLong("tokens")))
        .list();
  }

  @Override
  public List<Service> services(LocalDate from) {
    return jdbc.sql(
            """
            SELECT c.name AS service, c.name_en AS service_en,
              coalesce(t.delivered, 0) AS delivered, coalesce(t.failed, 0) AS failed,
              coalesce(t.dead, 0) AS dead, coalesce(w.waiting, 0) AS waiting
            FROM client c JOIN client_registration r ON r.client_id = c.id
            LEFT JOIN (SELECT client_id, sum(delivered) AS delivered, sum(failed) AS failed,
                sum(dead) AS dead FROM logout_tally WHERE day >= ? GROUP BY 1) t
              ON t.client_id = c.id
            LEFT JOIN (SELECT client_id, count(*) AS waiting FROM logout_delivery
                WHERE state = 'WAITING' GROUP BY 1) w ON w.client_id = c.id
            WHERE r.backchannel_logout_uri IS NOT NULL OR t.client_id IS NOT NULL
            ORDER BY coalesce(t.dead, 0) DESC, c.name LIMIT 500
            """)
        .param(java.sql.Date.valueOf(from))
        .query(
            (row, number) ->
                new Service(
                    ClientColumns.service(row),
                    row.getLong("delivered"),
                    row.getLong("failed"),
                    row.getLong("dead"),
                    row.getLong("waiting")))
        .list();
  }

  @Override
  public long liveLogins(Instant now) {
    return Objects.requireNonNull(
        jdbc.sql("SELECT count(*) FROM login_session WHERE sid IS NOT NULL AND expires_at > ?")
            .param(Timestamp.from(now))
            .query(Long.class)
            .single());
  }

  private static @Nullable Timestamp time(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }
}
