package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.login.LoginFailures;

/**
 * Counted login failures in PostgreSQL, by the hash of their key; shared by all replicas. Known
 * devices are read beside them, since they say which of the counters bind.
 */
public final class JdbcLoginFailures implements LoginFailures {
  /** A row for each key that has failures; one without a key where none has. */
  private static final String PAST =
      """
      SELECT d.own, f.key, f.failures, f.last_at
      FROM (SELECT EXISTS (SELECT 1 FROM known_device
          WHERE account_id = :account AND device_hash = :device) AS own) d
        LEFT JOIN login_failure f ON f.key IN (:keys)
      """;

  private final JdbcClient jdbc;

  public JdbcLoginFailures(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Past of(String account, String device, List<String> keys) {
    Map<String, String> names = new HashMap<>();
    keys.forEach(key -> names.put(TokenHash.of(key), key));
    Map<String, Count> counts = new HashMap<>();
    List<Boolean> own =
        jdbc.sql(PAST)
            .param("account", account)
            .param("device", device.isEmpty() ? "" : TokenHash.of(device))
            .param("keys", names.keySet())
            .query(
                (row, number) -> {
                  String key = row.getString("key");
                  if (key != null) {
                    counts.put(Objects.requireNonNull(names.get(key)), count(row));
                  }
                  return row.getBoolean("own");
                })
            .list();
    return new Past(own.getFirst(), counts);
  }

  private static Count count(ResultSet row) throws SQLException {
    return new Count(row.getInt("failures"), row.getTimestamp("last_at").toInstant());
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
