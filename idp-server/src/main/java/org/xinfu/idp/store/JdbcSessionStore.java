package org.xinfu.idp.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;

/**
 * Browser sessions in PostgreSQL, found by the SHA-256 of the cookie's value: they outlive the
 * process, and the database does not hold what a cookie would have to say.
 *
 * <p>Attributes are Java-serialised. They are written by this process alone and hold no token, only
 * the login and the request that the login interrupted.
 */
public final class JdbcSessionStore implements SessionRepository<MapSession> {
  /** A session ends this long after its start however busy it is. */
  private static final Duration LONGEST = Duration.ofHours(12);

  private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Duration idle;
  private final SecureRandom random = new SecureRandom();

  public JdbcSessionStore(JdbcClient jdbc, Clock clock, Duration idle) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.idle = idle;
  }

  @Override
  public MapSession createSession() {
    MapSession session = new MapSession(this::newId);
    session.setMaxInactiveInterval(idle);
    return session;
  }

  @Override
  public void save(MapSession session) {
    if (!session.getId().equals(session.getOriginalId())) {
      deleteById(session.getOriginalId());
    }
    jdbc.sql(
            """
            INSERT INTO login_session (id_hash, principal, created_at, last_access_at,
              idle_seconds, expires_at, attributes)
            VALUES (:id, :principal, :created, :access, :idle, :expires, :attributes)
            ON CONFLICT (id_hash) DO UPDATE SET principal = excluded.principal,
              last_access_at = excluded.last_access_at, expires_at = excluded.expires_at,
              attributes = excluded.attributes
            """)
        .param("id", TokenHash.of(session.getId()))
        .param("principal", principal(session))
        .param("created", Timestamp.from(session.getCreationTime()))
        .param("access", Timestamp.from(session.getLastAccessedTime()))
        .param("idle", session.getMaxInactiveInterval().toSeconds())
        .param("expires", Timestamp.from(expiry(session)))
        .param("attributes", write(session))
        .update();
  }

  @Override
  public @Nullable MapSession findById(String id) {
    return jdbc.sql("SELECT * FROM login_session WHERE id_hash = ? AND expires_at > ?")
        .params(List.of(TokenHash.of(id), Timestamp.from(clock.instant())))
        .query((row, number) -> session(id, row))
        .optional()
        .orElse(null);
  }

  @Override
  public void deleteById(String id) {
    jdbc.sql("DELETE FROM login_session WHERE id_hash = ?").param(TokenHash.of(id)).update();
  }

  private java.time.Instant expiry(MapSession session) {
    java.time.Instant byIdling =
        session.getLastAccessedTime().plus(session.getMaxInactiveInterval());
    java.time.Instant byAge = session.getCreationTime().plus(LONGEST);
    return byIdling.isBefore(byAge) ? byIdling : byAge;
  }

  private MapSession session(String id, ResultSet row) throws SQLException {
    MapSession session = new MapSession(id);
    session.setSessionIdGenerator(this::newId);
    session.setCreationTime(row.getTimestamp("created_at").toInstant());
    session.setLastAccessedTime(row.getTimestamp("last_access_at").toInstant());
    session.setMaxInactiveInterval(Duration.ofSeconds(row.getInt("idle_seconds")));
    read(row.getBytes("attributes")).forEach(session::setAttribute);
    return session;
  }

  private String newId() {
    byte[] id = new byte[32];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private static @Nullable String principal(MapSession session) {
    return session.getAttribute(CONTEXT) instanceof SecurityContext context
            && context.getAuthentication() != null
        ? context.getAuthentication().getName()
        : null;
  }

  private static byte[] write(MapSession session) {
    Map<String, Object> attributes = new HashMap<>();
    for (String name : session.getAttributeNames()) {
      attributes.put(name, session.getAttribute(name));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(attributes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A session written by another release may not read back: then the person logs in again. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> read(byte[] octets) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(octets))) {
      return (Map<String, Object>) in.readObject();
    } catch (IOException | ClassNotFoundException otherRelease) {
      return Map.of();
    }
  }
}
