package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Holds;

/** Holds in PostgreSQL. */
public final class JdbcHolds implements Holds {
  private final JdbcClient jdbc;

  public JdbcHolds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Instant> until(String accountId, Instant now) {
    return jdbc.sql("SELECT until FROM account_hold WHERE account_id = ? AND until > ?")
        .params(List.of(accountId, Timestamp.from(now)))
        .query((row, number) -> row.getTimestamp(1).toInstant())
        .optional();
  }

  @Override
  public void hold(String accountId, Instant until, String why) {
    jdbc.sql(
            """
            INSERT INTO account_hold AS h (account_id, until, why) VALUES (?, ?, ?)
            ON CONFLICT (account_id) DO UPDATE
              SET until = greatest(h.until, excluded.until), why = excluded.why
            """)
        .params(List.of(accountId, Timestamp.from(until), why))
        .update();
  }
}
