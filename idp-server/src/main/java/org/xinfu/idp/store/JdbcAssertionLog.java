package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.client.AssertionLog;

/** Used client assertions in PostgreSQL, shared by all replicas. */
public final class JdbcAssertionLog implements AssertionLog {
  private final JdbcClient jdbc;

  public JdbcAssertionLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean firstUse(String clientId, String jti, Instant expiresAt) {
    return jdbc.sql(
                "INSERT INTO client_assertion (client_id, jti_hash, expires_at) VALUES (?, ?, ?)"
                    + " ON CONFLICT DO NOTHING")
            .params(List.of(clientId, TokenHash.of(jti), Timestamp.from(expiresAt)))
            .update()
        == 1;
  }
}
