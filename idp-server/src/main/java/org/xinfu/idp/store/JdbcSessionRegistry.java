package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;

/**
 * Who is logged in where, read from the stored sessions, on any replica and after a restart.
 * Session ids appear here only as their hashes.
 */
public final class JdbcSessionRegistry implements SessionRegistry {
  private static final String LIVE =
      "SELECT id_hash, principal, last_access_at FROM login_session"
          + " WHERE principal IS NOT NULL AND expires_at > ?";

  private final JdbcClient jdbc;
  private final Clock clock;

  public JdbcSessionRegistry(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<Object> getAllPrincipals() {
    return jdbc.sql(LIVE)
        .param(Timestamp.from(clock.instant()))
        .query((row, number) -> (Object) row.getString("principal"))
        .list();
  }

  /**
   * None: the framework would take the login that was used last for the one in which a code was
   * asked for. The grant knows which it was and when ({@code sid}, {@code auth_time}).
   */
  @Override
  public List<SessionInformation> getAllSessions(Object principal, boolean includeExpired) {
    return List.of();
  }

  @Override
  public @Nullable SessionInformation getSessionInformation(String sessionId) {
    return jdbc.sql(LIVE + " AND id_hash = ?")
        .params(List.of(Timestamp.from(clock.instant()), TokenHash.of(sessionId)))
        .query((row, number) -> session(row))
        .optional()
        .orElse(null);
  }

  /** The session store has written the row already. */
  @Override
  public void registerNewSession(String sessionId, Object principal) {}

  @Override
  public void refreshLastRequest(String sessionId) {}

  @Override
  public void removeSessionInformation(String sessionId) {}

  private static SessionInformation session(java.sql.ResultSet row) throws java.sql.SQLException {
    return new SessionInformation(
        row.getString("principal"),
        row.getString("id_hash"),
        Date.from(row.getTimestamp("last_access_at").toInstant()));
  }
}
