package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.window.WindowAct;

/**
 * The SQL that ends logins, within the caller's transaction. Rows are always taken in the order
 * login, grant, service: whoever issues a code locks in the same order, so that a code is either
 * seen here or refused there, and nobody waits in a circle.
 */
final class SignOutTable {
  /** A login that is there reaches a service; {@code :sid :clientId :principal :now}. */
  static final String REACHED =
      reached("(SELECT sid FROM login_session WHERE sid = :sid FOR SHARE) alive");

  /** How long a browser that comes back is told why, and a request under way finds it. */
  private static final Duration TOLD = Duration.ofDays(1);

  private final JdbcClient jdbc;

  SignOutTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Which logins end. The columns have the same names in all three tables.
   *
   * @param condition SQL over {@code sid} and {@code principal}, never input
   */
  record Which(String condition, Map<String, String> parameters) {
    static Which login(String sid) {
      return new Which("sid = :sid", Map.of("sid", sid));
    }

    static Which own(String principal, String sid) {
      return new Which(
          "principal = :principal AND sid = :sid", Map.of("principal", principal, "sid", sid));
    }

    static Which others(String principal, String sid) {
      return new Which(
          "principal = :principal AND sid IS DISTINCT FROM :sid",
          Map.of("principal", principal, "sid", sid));
    }

    static Which all(String principal) {
      return new Which("principal = :principal", Map.of("principal", principal));
    }
  }

  /**
   * The SQL by which a login reaches a service.
   *
   * @param alive what gives the login's {@code sid} while it is there, never input
   */
  static String reached(String alive) {
    return reachedFirst(alive)
        + " ON CONFLICT (sid, client_id) DO UPDATE SET last_at = excluded.last_at";
  }

  /**
   * The same where the login cannot have reached it before, and nobody looks whether it did.
   *
   * @param login what gives the {@code sid} of one that is written in the same statement
   */
  static String reachedFirst(String login) {
    return """
    INSERT INTO rp_session (sid, client_id, principal, since, last_at)
    SELECT sid, :clientId, :principal, :now::timestamptz, :now::timestamptz FROM\s"""
        + login;
  }

  /** Ends them; says how many browsers were logged in. */
  int end(Which which, SignOut.Cause cause, Instant now) {
    boolean kept = cause.told() || SignOut.Cause.passedOn(cause.code());
    int ended = kept ? deleteAndTell(which, cause, now) : delete("login_session", which);
    JdbcWindowActs.Ending ending = new JdbcWindowActs.Ending(WindowAct.End.CLERK_GONE, now);
    JdbcWindowActs.end(jdbc, which.condition(), which.parameters(), ending);
    delete("oauth2_grant", which);
    delete("cas_granting_ticket", which);
    delete("app_ticket", which);
    queue(which, cause, now);
    return ended;
  }

  /**
   * Takes the services that the logins reached and queues a logout token for those that want it.
   */
  void queue(Which which, SignOut.Cause cause, Instant now) {
    jdbc.sql(
            """
            WITH gone AS (DELETE FROM rp_session WHERE %s RETURNING sid, client_id, principal)
            INSERT INTO logout_delivery (client_id, sid, principal, cause, created_at, next_at)
            SELECT g.client_id, g.sid, COALESCE(a.entity_id, g.principal), :cause, :now, :now
            FROM gone g JOIN client_registration r USING (client_id)
              LEFT JOIN acting_session a ON a.sid = g.sid
            WHERE r.backchannel_logout_uri IS NOT NULL
            """
                .formatted(which.condition()))
        .params(which.parameters())
        .param("cause", cause.code())
        .param("now", Timestamp.from(now))
        .update();
    queueCas(which, cause, now);
  }

  /** A CAS service is told by the ticket that it took, where it took it. */
  private void queueCas(Which which, SignOut.Cause cause, Instant now) {
    jdbc.sql(
            """
            WITH gone AS (DELETE FROM cas_session WHERE %s RETURNING *)
            INSERT INTO logout_delivery (client_id, sid, principal, cause, created_at, next_at, uri,
              session_index)
            SELECT client_id, sid, principal, :cause, :now, :now, service, handle FROM gone
            """
                .formatted(which.condition()))
        .params(which.parameters())
        .param("cause", cause.code())
        .param("now", Timestamp.from(now))
        .update();
  }

  /** The same for one service alone: the login goes on. */
  void queue(String sid, String clientId, SignOut.Cause cause, Instant now) {
    Which one =
        new Which("sid = :sid AND client_id = :client", Map.of("sid", sid, "client", clientId));
    queue(one, cause, now);
  }

  /** Notes that the login reached the service; false when the login has ended meanwhile. */
  boolean reached(String clientId, String principal, String sid, Instant now) {
    return jdbc.sql(REACHED)
            .param("sid", sid)
            .param("clientId", clientId)
            .param("principal", principal)
            .param("now", Timestamp.from(now))
            .update()
        == 1;
  }

  /** Why the login of the session with this hash ended; empty where nobody is told. */
  Optional<String> cause(String idHash, Instant now) {
    return jdbc.sql("SELECT cause FROM ended_login WHERE id_hash = ? AND expires_at > ?")
        .params(List.of(idHash, Timestamp.from(now)))
        .query(String.class)
        .optional();
  }

  private int deleteAndTell(Which which, SignOut.Cause cause, Instant now) {
    return jdbc.sql(
            """
            WITH gone AS (DELETE FROM login_session WHERE %s RETURNING id_hash)
            INSERT INTO ended_login (id_hash, cause, expires_at) SELECT id_hash, :cause, :until
            FROM gone
            ON CONFLICT (id_hash) DO UPDATE
              SET cause = excluded.cause, expires_at = excluded.expires_at
            """
                .formatted(which.condition()))
        .params(which.parameters())
        .param("cause", cause.code())
        .param("until", Timestamp.from(now.plus(TOLD)))
        .update();
  }

  /** Has the browser told that comes back with a session that was never written. */
  void tell(String idHash, String cause, Instant now) {
    jdbc.sql(
            """
            INSERT INTO ended_login (id_hash, cause, expires_at) VALUES (?, ?, ?)
            ON CONFLICT (id_hash) DO NOTHING
            """)
        .params(List.of(idHash, cause, Timestamp.from(now.plus(TOLD))))
        .update();
  }

  private int delete(String table, Which which) {
    return jdbc.sql("DELETE FROM " + table + " WHERE " + which.condition())
        .params(which.parameters())
        .update();
  }
}
