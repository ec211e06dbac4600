package org.xinfu.kit.idempotency;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.trust.Bytes;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The kept answers, table {@code idempotency}; every call runs in the caller's transaction. */
final class AnswerStore {
  private static final TypeReference<Map<String, List<String>>> HEADERS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  AnswerStore(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Takes the key until the transaction ends; false when another transaction holds it. */
  boolean lock(CallKey key) {
    String name = key.client() + "\n" + key.route() + "\n" + key.key();
    return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 7301))")
        .param(name)
        .query(Boolean.class)
        .single();
  }

  Optional<StoredAnswer> find(CallKey key) {
    return jdbc.sql(
            """
            SELECT body_sha256, status, headers::text, body FROM idempotency
            WHERE client = ? AND route = ? AND key = ?
            """)
        .params(key.client(), key.route(), key.key())
        .query(
            (row, n) ->
                new StoredAnswer(
                    row.getString(1),
                    row.getInt(2),
                    json.readValue(row.getString(3), HEADERS),
                    Bytes.of(row.getBytes(4))))
        .optional();
  }

  void keep(CallKey key, StoredAnswer answer) {
    jdbc.sql(
            """
            INSERT INTO idempotency (client, route, key, body_sha256, status, headers, body, at)
            VALUES (?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(key.client(), key.route(), key.key(), answer.bodySha256(), answer.status())
        .param(json.writeValueAsString(answer.headers()))
        .param(answer.body().toArray())
        .param(Timestamp.from(clock.instant()))
        .update();
  }

  /** Forgets answers older than {@code age}; how many. */
  int forget(Duration age) {
    return jdbc.sql("DELETE FROM idempotency WHERE at < ?")
        .param(Timestamp.from(clock.instant().minus(age)))
        .update();
  }
}
