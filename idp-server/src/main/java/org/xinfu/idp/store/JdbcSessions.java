package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.account.Sessions;

/** Somebody's sessions, for their own eyes. */
public final class JdbcSessions implements Sessions {
  private final JdbcClient jdbc;
  private final Clock clock;

  public JdbcSessions(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<Session> of(String accountId, String currentSessionId) {
    return jdbc.sql(
            """
            SELECT created_at, last_access_at, id_hash = ? AS current FROM login_session
            WHERE principal = ? AND expires_at > ? ORDER BY last_access_at DESC LIMIT 50
            """)
        .params(List.of(TokenHash.of(currentSessionId), accountId, Timestamp.from(clock.instant())))
        .query(
            (row, number) ->
                new Session(
                    row.getTimestamp(1).toInstant(),
                    row.getTimestamp(2).toInstant(),
                    row.getBoolean(3)))
        .list();
  }

  @Override
  public int endOthers(String accountId, String currentSessionId) {
    return jdbc.sql("DELETE FROM login_session WHERE principal = ? AND id_hash <> ?")
        .params(List.of(accountId, TokenHash.of(currentSessionId)))
        .update();
  }
}
