package org.xinfu.idp.store;

import java.net.URI;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.client.RemoteKeys;

/** Fetched keys in PostgreSQL, for all replicas. */
public final class JdbcRemoteKeys implements RemoteKeys {
  private final JdbcClient jdbc;

  public JdbcRemoteKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Registers the address; what was fetched from another one goes. */
  static void put(JdbcClient jdbc, String clientId, @Nullable String uri) {
    jdbc.sql("DELETE FROM client_remote_keys WHERE client_id = :id AND uri IS DISTINCT FROM :uri")
        .param("id", clientId)
        .param("uri", uri)
        .update();
    if (uri != null) {
      jdbc.sql(
              "INSERT INTO client_remote_keys (client_id, uri) VALUES (?, ?) ON CONFLICT DO NOTHING")
          .params(List.of(clientId, uri))
          .update();
    }
  }

  @Override
  public Optional<Kept> of(String clientId) {
    return jdbc.sql("SELECT uri, jwks, fetched_at FROM client_remote_keys WHERE client_id = ?")
        .param(clientId)
        .query(
            (row, number) -> {
              Timestamp at = row.getTimestamp(3);
              return new Kept(
                  URI.create(row.getString(1)),
                  row.getString(2),
                  at == null ? null : at.toInstant());
            })
        .optional();
  }

  @Override
  public boolean mayFetch(String clientId, Instant since, Instant now) {
    return jdbc.sql(
                """
                UPDATE client_remote_keys SET asked_at = ?
                WHERE client_id = ? AND (asked_at IS NULL OR asked_at < ?)
                """)
            .params(List.of(Timestamp.from(now), clientId, Timestamp.from(since)))
            .update()
        == 1;
  }

  @Override
  public void keep(String clientId, String jwks, Instant at) {
    jdbc.sql("UPDATE client_remote_keys SET jwks = ?::jsonb, fetched_at = ? WHERE client_id = ?")
        .params(List.of(jwks, Timestamp.from(at), clientId))
        .update();
  }
}
