package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.authorize.PushedRequests;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Pushed requests in PostgreSQL: of two simultaneous uses on any replicas one finds the row. */
public final class JdbcPushedRequests implements PushedRequests {
  private final JdbcClient jdbc;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.builder().build();

  public JdbcPushedRequests(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void push(String uri, String clientId, Map<String, String> parameters, Instant expiresAt) {
    jdbc.sql(
            "INSERT INTO pushed_request (uri_hash, client_id, parameters, expires_at)"
                + " VALUES (?, ?, ?::jsonb, ?)")
        .params(
            List.of(
                TokenHash.of(uri),
                clientId,
                json.writeValueAsString(parameters),
                Timestamp.from(expiresAt)))
        .update();
  }

  @Override
  public Optional<Map<String, String>> take(String uri, String clientId) {
    return jdbc.sql(
            "DELETE FROM pushed_request WHERE uri_hash = ? AND client_id = ?"
                + " RETURNING parameters, expires_at > ? AS alive")
        .params(List.of(TokenHash.of(uri), clientId, Timestamp.from(clock.instant())))
        .query((row, number) -> row.getBoolean("alive") ? row.getString("parameters") : "")
        .optional()
        .filter(text -> !text.isEmpty())
        .map(text -> json.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {}));
  }
}
