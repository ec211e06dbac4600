package org.xinfu.idp.store;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.Kiosk;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.login.LoginGeneration;
import org.xinfu.trust.Bytes;

/**
 * Browser sessions in PostgreSQL, found by the SHA-256 of the cookie's value: they outlive the
 * process, and the database does not hold what a cookie would have to say.
 *
 * <p>Attributes ({@link SessionCodec}) hold no token, only the login and the request that the login
 * interrupted.
 */
public final class JdbcSessionStore implements SessionRepository<MapSession> {
  /** A session ends this long after its start however busy it is. */
  private static final Duration LONGEST = Duration.ofHours(12);

  private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";

  /** In memory only: the {@link Row} as it rests, unless the session is new. */
  private static final String ROW = "xinfu.row";

  /**
   * A request that changes nothing is written a minute after the last at the earliest, or a tenth
   * of the idle time where that is less. A login that idles ends earlier by as much, never later.
   */
  private static final Duration UNWRITTEN = Duration.ofMinutes(1);

  private static final int IDLE_SHARE = 10;

  /** {@link BrowserLogin} of the session. */
  private static final String LOGIN = "xinfu.login";

  /**
   * In memory only, until the login is stored: the {@link Entrant} as which its account has to
   * stand then.
   */
  private static final String DUE = "xinfu.due";

  /** Nothing unless the account stands as it did, and it does not change before this is written. */
  private static final String STANDING =
      """
      FROM (SELECT 1 FROM account WHERE id = :principal AND active
        AND login_generation = :generation FOR SHARE) standing
      """;

  private static final String INSERT_LOGIN =
      """
      INSERT INTO login_session (id_hash, principal, created_at, last_access_at, idle_seconds,
        expires_at, attributes, sid, device, address_prefix, signed_in_at)
      SELECT :id, :principal, :created::timestamptz, :access::timestamptz, :idle,
        :expires::timestamptz, :attributes, :sid, :device, :prefix, :signedIn::timestamptz
      """
          + STANDING;

  private static final String INSERT =
      """
      INSERT INTO login_session (id_hash, principal, created_at, last_access_at, idle_seconds,
        expires_at, attributes, sid, device, address_prefix, signed_in_at)
      VALUES (:id, :principal, :created, :access, :idle, :expires, :attributes, :sid, :device,
        :prefix, :signedIn)
      """;

  private static final String UPDATE =
      """
      UPDATE login_session SET id_hash = :id, principal = :principal, last_access_at = :access,
        expires_at = :expires, attributes = :attributes, sid = :sid, device = :device,
        address_prefix = :prefix, signed_in_at = :signedIn
      """;

  private static final String ITS_ROW = "WHERE id_hash = :row";

  private final JdbcClient jdbc;
  private final JdbcGrantStore.Part part;
  private final SignOut signOut;
  private final Duration idle;
  private final SessionCodec codec = new SessionCodec();
  private final SecureRandom random = new SecureRandom();

  public JdbcSessionStore(
      JdbcClient jdbc, JdbcGrantStore.Part part, SignOut signOut, Duration idle) {
    this.jdbc = jdbc;
    this.part = part;
    this.signOut = signOut;
    this.idle = idle;
  }

  @Override
  public MapSession createSession() {
    MapSession session = new MapSession(this::newId);
    session.setMaxInactiveInterval(idle);
    return session;
  }

  /**
   * Writes the session. One that was ended meanwhile stays ended: a request that was under way then
   * does not bring it back.
   */
  @Override
  public void save(MapSession session) {
    BrowserLogin login = login(session);
    Row row = session.getAttribute(ROW);
    Row now = new Row(TokenHash.of(session.getId()), write(session), session.getLastAccessedTime());
    if (row != null && row.covers(now, unwritten(session))) {
      return;
    }
    Entrant due = session.getAttribute(DUE);
    JdbcClient.StatementSpec statement =
        row == null
            ? jdbc.sql(due == null ? INSERT : INSERT_LOGIN)
                .param("created", Timestamp.from(session.getCreationTime()))
                .param("idle", session.getMaxInactiveInterval().toSeconds())
            : jdbc.sql(UPDATE + (due == null ? "" : STANDING) + ITS_ROW).param("row", row.idHash());
    if (due != null) {
      statement.param("generation", due.generation());
    }
    int written =
        statement
            .param("id", now.idHash())
            .param("principal", login == null ? null : login.principal(), Types.VARCHAR)
            .param("access", Timestamp.from(now.access()))
            .param("expires", Timestamp.from(expiry(session)))
            .param("attributes", now.attributes().toArray())
            .param("sid", login == null ? null : login.sid(), Types.VARCHAR)
            .param("device", login == null ? null : login.device(), Types.VARCHAR)
            .param("prefix", login == null ? null : login.addressPrefix(), Types.VARCHAR)
            .param(
                "signedIn", login == null ? null : Timestamp.from(login.since()), Types.TIMESTAMP)
            .update();
    session.setAttribute(ROW, now);
    session.removeAttribute(DUE);
    if (due != null && written == 0) {
      part.audit().record(null, due.accountId(), "login", "overtaken");
      part.visit().belongsTo(null);
    } else if (row == null && login != null && login.acting() != null) {
      note(login, login.acting());
    }
  }

  /** Whether the session has a row. */
  public boolean stored(MapSession session) {
    return session.getAttribute(ROW) != null;
  }

  /** What makes the session again as much stored as it is now, when a later write is taken back. */
  public Runnable unwrite(MapSession session) {
    Row row = session.getAttribute(ROW);
    Entrant due = session.getAttribute(DUE);
    return () -> {
      session.setAttribute(ROW, row);
      session.setAttribute(DUE, due);
    };
  }

  /**
   * Makes whoever has logged in in the session the one whose request this is; writes no session.
   */
  public void arrived(MapSession session) {
    login(session);
  }

  /** By this row whoever ends a mandate finds the logins that act under it. */
  private void note(BrowserLogin login, Acting acting) {
    jdbc.sql(
            """
            INSERT INTO acting_session (sid, person_id, entity_id, mandate_id, since)
            VALUES (:sid, :person, :entity, :mandate, :since)
            """)
        .param("sid", login.sid())
        .param("person", acting.personId())
        .param("entity", acting.entityId())
        .param("mandate", acting.mandateId())
        .param("since", Timestamp.from(login.since()))
        .update();
  }

  /**
   * The login of the session; a fresh one when somebody else, or somebody at last, logged in, or
   * when they act for somebody else from now on.
   */
  private @Nullable BrowserLogin login(MapSession session) {
    BrowserLogin known = session.getAttribute(LOGIN);
    String principal = principal(session);
    Acting acting = acting(session, principal);
    Entrant due = principal == null ? null : due(session);
    if (known != null) {
      boolean same = known.principal().equals(principal);
      if (same && Objects.equals(known.acting(), acting)) {
        return known;
      }
      if (same) {
        due = standing(known.principal()); // before it is found to be there still
      }
      SignOut.Cause cause = same ? SignOut.Cause.ACTING_CHANGED : SignOut.Cause.REPLACED;
      boolean ended = signOut.login(known.sid(), cause);
      if (ended || !same) {
        session.removeAttribute(ROW); // one that was ended meanwhile stays ended
      }
    }
    BrowserLogin fresh = principal == null ? null : login(principal, acting);
    session.setAttribute(LOGIN, fresh);
    session.setAttribute(DUE, due);
    part.visit().belongsTo(fresh == null ? null : fresh.sid());
    part.visit().actsFor(acting);
    return fresh;
  }

  /** For whom the person acts; what somebody else chose in this browser before is forgotten. */
  private static @Nullable Acting acting(MapSession session, @Nullable String principal) {
    Acting acting = session.getAttribute(Acting.KEPT);
    if (acting != null && !acting.personId().equals(principal)) {
      session.removeAttribute(Acting.KEPT);
      return null;
    }
    return acting;
  }

  /** As whom the login said that it began. */
  private static Entrant due(MapSession session) {
    SecurityContext context = Objects.requireNonNull(session.getAttribute(CONTEXT));
    return LoginGeneration.of(Objects.requireNonNull(context.getAuthentication()));
  }

  private Entrant standing(String principal) {
    return jdbc.sql("SELECT login_generation FROM account WHERE id = ?")
        .param(principal)
        .query((row, number) -> new Entrant(principal, row.getInt(1)))
        .single();
  }

  private BrowserLogin login(String principal, @Nullable Acting acting) {
    Visit.Visitor visitor = part.visit().visitor();
    return new BrowserLogin(
        newId().substring(0, 22),
        principal,
        visitor.device(),
        visitor.addressPrefix(),
        part.clock().instant(),
        acting);
  }

  @Override
  public @Nullable MapSession findById(String id) {
    return jdbc.sql("SELECT * FROM login_session WHERE id_hash = ? AND expires_at > ?")
        .params(List.of(TokenHash.of(id), Timestamp.from(part.clock().instant())))
        .query((row, number) -> session(id, row))
        .optional()
        .orElse(null);
  }

  /** Why the login of a session that is no more was ended by others; empty when it was not. */
  public Optional<String> ended(String id) {
    return jdbc.sql("SELECT cause FROM ended_login WHERE id_hash = ? AND expires_at > ?")
        .params(List.of(TokenHash.of(id), Timestamp.from(part.clock().instant())))
        .query(String.class)
        .optional();
  }

  /** A login that is taken back here is told to every service that it reached. */
  @Override
  public void deleteById(String id) {
    String hash = TokenHash.of(id);
    jdbc.sql("SELECT sid FROM login_session WHERE id_hash = ? AND sid IS NOT NULL")
        .param(hash)
        .query(String.class)
        .optional()
        .ifPresent(sid -> signOut.login(sid, SignOut.Cause.LOGOUT));
    jdbc.sql("DELETE FROM login_session WHERE id_hash = ?").param(hash).update();
  }

  private Instant expiry(MapSession session) {
    Instant byIdling = session.getLastAccessedTime().plus(session.getMaxInactiveInterval());
    Duration longest =
        session.getAttribute(Kiosk.KEPT) instanceof Kiosk kiosk
            ? Duration.ofSeconds(kiosk.longestSeconds())
            : LONGEST;
    Instant byAge = session.getCreationTime().plus(longest);
    return byIdling.isBefore(byAge) ? byIdling : byAge;
  }

  private MapSession session(String id, ResultSet row) throws SQLException {
    MapSession session = new MapSession(id);
    session.setSessionIdGenerator(this::newId);
    session.setCreationTime(row.getTimestamp("created_at").toInstant());
    session.setLastAccessedTime(row.getTimestamp("last_access_at").toInstant());
    session.setMaxInactiveInterval(Duration.ofSeconds(row.getInt("idle_seconds")));
    byte[] attributes = row.getBytes("attributes");
    codec.read(attributes).forEach(session::setAttribute);
    session.setAttribute(
        ROW,
        new Row(row.getString("id_hash"), Bytes.of(attributes), session.getLastAccessedTime()));
    part.visit().belongsTo(row.getString("sid"));
    part.visit().actsFor(session.getAttribute(Acting.KEPT));
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

  private static Duration unwritten(MapSession session) {
    Duration share = session.getMaxInactiveInterval().dividedBy(IDLE_SHARE);
    return share.compareTo(UNWRITTEN) < 0 ? share : UNWRITTEN;
  }

  private Bytes write(MapSession session) {
    Map<String, Object> attributes = new HashMap<>();
    for (String name : session.getAttributeNames()) {
      attributes.put(name, session.getAttribute(name));
    }
    attributes.remove(ROW);
    attributes.remove(DUE);
    return Bytes.of(codec.write(attributes));
  }

  /** What the database holds of a session that can change. */
  private record Row(String idHash, Bytes attributes, Instant access) {
    /** Whether the other differs by nothing but a little time. */
    boolean covers(Row other, Duration time) {
      return idHash.equals(other.idHash())
          && attributes.equals(other.attributes())
          && other.access().isBefore(access.plus(time));
    }
  }
}
