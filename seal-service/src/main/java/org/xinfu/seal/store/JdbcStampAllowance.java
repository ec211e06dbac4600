package org.xinfu.seal.store;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.xinfu.seal.tsa.StampAllowance;

/** One row for each network that asked of late, in PostgreSQL. */
@Repository
class JdbcStampAllowance implements StampAllowance {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final JdbcClient jdbc;

  JdbcStampAllowance(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean take(String network, int perMinute, Instant now) {
    OffsetDateTime moment = Moments.of(now);
    forget(moment);
    return jdbc.sql(
                """
                INSERT INTO stamp_allowance AS kept (network, until, used)
                SELECT :network, :until, 1 WHERE :most > 0
                ON CONFLICT (network) DO UPDATE SET
                  used = CASE WHEN kept.until <= :now THEN 1 ELSE kept.used + 1 END,
                  until = CASE WHEN kept.until <= :now THEN excluded.until ELSE kept.until END
                WHERE kept.until <= :now OR kept.used < :most
                """)
            .param("network", network)
            .param("until", Moments.of(now.plus(MINUTE)))
            .param("now", moment)
            .param("most", perMinute)
            .update()
        == 1;
  }

  /** A few at a time, and none that another call holds. */
  private void forget(OffsetDateTime now) {
    jdbc.sql(
            """
            DELETE FROM stamp_allowance WHERE network IN (
              SELECT network FROM stamp_allowance WHERE until <= ? LIMIT 10 FOR UPDATE SKIP LOCKED)
            """)
        .param(now)
        .update();
  }
}
