package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.login.LoginFailures;

/** Counted login failures in PostgreSQL, by the hash of their key; shared by all replicas. */
public final class JdbcLoginFailures implements LoginFailures {
  private final JdbcClient jdbc;

  public JdbcLoginFailures(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<String, Count> of(List<String> keys) {
    Map<String, String> names = new HashMap<>();
    keys.forEach(key -> names.put(TokenHash.of(key), key));
    Map<String, Count> counts = new HashMap<>();
    jdbc.sql("SELECT key, failures, last_at FROM login_failure WHERE key IN (:keys)")
        .param("keys", names.keySet())
        .query(
            row -> {
              counts.put(
                  Objects.requireNonNull(names.get(row.getString(1))),
                  new Count(row.getInt(2), row.getTimestamp(3).toInstant()));
            });
    return counts;
  }

  @Override
  public void add(String key, Instant at) {
    jdbc.sql(
            """
            INSERT INTO login_failure (key, failures, last_at) VALUES (?, 1, ?)
            ON CONFLICT (key) DO UPDATE
            SET failures = login_failure.failures + 1, last_at = excluded.last_at
            """)
        .params(List.of(TokenHash.of(key), Timestamp.from(at)))
        .update();
  }

  @Override
  public void clear(String key) {
    jdbc.sql("DELETE FROM login_failure WHERE key = ?").param(TokenHash.of(key)).update();
  }
}
