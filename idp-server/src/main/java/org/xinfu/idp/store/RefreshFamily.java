package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Refresh tokens that were rotated away ({@code spent_refresh_token}). Seeing one again means that
 * it was stolen (RFC 9700 §4.14.2), with one exception: the answer with its successor may have been
 * lost on the way.
 *
 * <p>The exception is narrow, so that a thief gains nothing by it. It holds only for the direct
 * predecessor of the current token, in two steps. Within the first second a client that has proven
 * itself is given the same successor again: it asks at once, or twice at the same time. From then
 * on and for half a minute it holds once, and gives another successor: the one that nobody
 * acknowledged is spent thereby and has no exception of its own, so that whoever shows it later,
 * owner or thief, ends the family.
 */
final class RefreshFamily {
  private static final Duration FROM = Duration.ofSeconds(1);
  private static final Duration UNTIL = Duration.ofSeconds(30);

  private final JdbcClient jdbc;

  RefreshFamily(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes that a token was rotated away. */
  void spend(String grantId, String spent, String successor, Spending how) {
    jdbc.sql(
            """
            INSERT INTO spent_refresh_token (refresh_hash, grant_id, spent_at, successor_hash,
              retried_at)
            VALUES (:spent, :grant, :at, :successor, :retried)
            """)
        .param("spent", spent)
        .param("grant", grantId)
        .param("at", Timestamp.from(how.at()))
        .param("successor", successor)
        .param("retried", how.retry() ? Timestamp.from(how.at()) : null, java.sql.Types.TIMESTAMP)
        .update();
  }

  /**
   * How a token was rotated away.
   *
   * @param retry whether that was itself the retry for a lost answer
   */
  record Spending(Instant at, boolean retry) {}

  /** The grant whose earlier refresh token this was. */
  Optional<Spent> find(String refreshHash) {
    return jdbc.sql(
            "SELECT g.*, s.spent_at, s.successor_hash, s.retried_at FROM oauth2_grant g"
                + " JOIN spent_refresh_token s ON s.grant_id = g.id WHERE s.refresh_hash = ?")
        .param(refreshHash)
        .query(RefreshFamily::spent)
        .optional();
  }

  /** Whether the token was spent in this second, and its successor is the current token. */
  boolean atOnce(Spent spent, Instant now) {
    GrantRow.Token current = spent.grant().refresh();
    return current != null
        && current.hash().equals(spent.successor())
        && !spent.retried()
        && now.isBefore(spent.at().plus(FROM));
  }

  /** The token of the grant that {@code successor} followed; empty when it followed none. */
  Optional<Spent> before(String grantId, String successor) {
    return jdbc.sql(
            "SELECT g.*, s.spent_at, s.successor_hash, s.retried_at FROM oauth2_grant g"
                + " JOIN spent_refresh_token s ON s.grant_id = g.id"
                + " WHERE g.id = :grant AND s.successor_hash = :hash"
                + " AND coalesce(g.refresh_check, g.refresh_hash) = :hash")
        .param("grant", grantId)
        .param("hash", successor)
        .query(RefreshFamily::spent)
        .optional();
  }

  /** Takes the one retry; false when this is none, or somebody else has just taken it. */
  boolean retry(Spent spent, String refreshHash, Instant now) {
    GrantRow.Token current = spent.grant().refresh();
    boolean lostAnswer =
        current != null
            && current.hash().equals(spent.successor())
            && !spent.retried()
            && !now.isBefore(spent.at().plus(FROM))
            && now.isBefore(spent.at().plus(UNTIL));
    return lostAnswer
        && jdbc.sql(
                    "UPDATE spent_refresh_token SET retried_at = :now"
                        + " WHERE refresh_hash = :hash AND retried_at IS NULL")
                .param("now", Timestamp.from(now))
                .param("hash", refreshHash)
                .update()
            == 1;
  }

  /** A spent token's grant, and what became of the token. */
  record Spent(GrantRow grant, Instant at, @Nullable String successor, boolean retried) {}

  private static Spent spent(ResultSet row, int number) throws SQLException {
    return new Spent(
        GrantTable.row(row, number),
        row.getTimestamp("spent_at").toInstant(),
        row.getString("successor_hash"),
        row.getTimestamp("retried_at") != null);
  }
}
