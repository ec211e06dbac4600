package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.logout.Deliveries;

/** The queue of logout tokens in PostgreSQL, with a tally per service and day. */
public final class JdbcDeliveries implements Deliveries {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public JdbcDeliveries(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public List<Delivery> claim(Wish wish, Instant now, Duration lease) {
    return jdbc.sql(
            """
            WITH RECURSIVE waiting (client_id) AS (
              SELECT min(client_id) FROM logout_delivery WHERE state = 'WAITING'
              UNION ALL
              SELECT (SELECT min(l.client_id) FROM logout_delivery l
                WHERE l.state = 'WAITING' AND l.client_id > c.client_id)
              FROM waiting c WHERE c.client_id IS NOT NULL),
            due AS (
              SELECT w.id, w.address
              FROM waiting c LEFT JOIN client_registration a USING (client_id)
                CROSS JOIN LATERAL (
                  SELECT l.id, l.next_at, coalesce(l.uri, a.backchannel_logout_uri) AS address
                  FROM logout_delivery l
                  WHERE l.client_id = c.client_id AND l.state = 'WAITING' AND l.next_at <= :now
                    AND coalesce(l.uri, a.backchannel_logout_uri) IS NOT NULL
                  ORDER BY l.next_at
                  LIMIT CASE WHEN c.client_id = ANY (:failing) THEN :few ELSE :most END
                  FOR UPDATE OF l SKIP LOCKED) w
              WHERE c.client_id <> ALL (:busy)
              ORDER BY w.next_at LIMIT :most)
            UPDATE logout_delivery d SET attempts = attempts + 1, next_at = :until
            FROM due WHERE d.id = due.id
            RETURNING d.id, d.client_id, d.principal, d.sid, due.address, d.session_index, d.attempts
            """)
        .param("until", Timestamp.from(now.plus(lease)))
        .param("now", Timestamp.from(now))
        .param("most", wish.most())
        .param("few", wish.few())
        .param("failing", wish.failing().toArray(String[]::new))
        .param("busy", wish.busy().toArray(String[]::new))
        .query(JdbcDeliveries::delivery)
        .list();
  }

  @Override
  public void delivered(Delivery delivery, Instant now) {
    transaction.executeWithoutResult(
        tx -> {
          if (end(delivery, "DELIVERED", null, now)) {
            tally(delivery, "delivered", now);
          }
        });
  }

  @Override
  public void failed(Delivery delivery, String error, Instant next) {
    transaction.executeWithoutResult(
        tx -> {
          boolean ours =
              jdbc.sql(
                          """
                          UPDATE logout_delivery SET next_at = ?, last_error = ?
                          WHERE id = ? AND state = 'WAITING' AND attempts = ?
                          """)
                      .params(
                          List.of(Timestamp.from(next), error, delivery.id(), delivery.attempt()))
                      .update()
                  == 1;
          if (ours) {
            tally(delivery, "failed", next);
          }
        });
  }

  @Override
  public void dead(Delivery delivery, String error, Instant now) {
    transaction.executeWithoutResult(
        tx -> {
          if (end(delivery, "DEAD", error, now)) {
            tally(delivery, "dead", now);
          }
        });
  }

  /**
   * What was taken was taken, whoever has it leased by now; it is given up only by who tried last.
   */
  private boolean end(Delivery delivery, String state, @Nullable String error, Instant now) {
    return jdbc.sql(
                """
                UPDATE logout_delivery SET state = :state, ended_at = :now, last_error = :error
                WHERE id = :id AND state = 'WAITING' AND (attempts = :attempt OR :error IS NULL)
                """)
            .param("attempt", delivery.attempt())
            .param("state", state)
            .param("now", Timestamp.from(now))
            .param("error", error, Types.VARCHAR)
            .param("id", delivery.id())
            .update()
        == 1;
  }

  /** {@code column} is one of this class's constants, never input. */
  private void tally(Delivery delivery, String column, Instant at) {
    jdbc.sql(
            """
            INSERT INTO logout_tally AS t (client_id, day, %1$s)
            VALUES (?, (?::timestamptz AT TIME ZONE 'Asia/Shanghai')::date, 1)
            ON CONFLICT (client_id, day) DO UPDATE SET %1$s = t.%1$s + 1
            """
                .formatted(column))
        .params(List.of(delivery.clientId(), Timestamp.from(at)))
        .update();
  }

  private static Delivery delivery(ResultSet row, int number) throws SQLException {
    return new Delivery(
        row.getLong("id"),
        row.getString("client_id"),
        row.getString("principal"),
        row.getString("sid"),
        row.getString("address"),
        row.getString("session_index"),
        row.getInt("attempts"));
  }
}
