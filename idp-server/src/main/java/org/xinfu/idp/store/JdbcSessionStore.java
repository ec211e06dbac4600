package org.xinfu.idp.store;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.xinfu.idp.domain.Kiosk;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.login.KnownDevices;
import org.xinfu.idp.login.LoginPage;
import org.xinfu.idp.store.SessionTable.Due;
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

  /** In memory only: the {@link Row} as it rests, unless the session is new. */
  static final String ROW = "xinfu.row";

  /**
   * A request that changes nothing is written a minute after the last at the earliest, or a tenth
   * of the idle time where that is less. A login that idles ends earlier by as much, never later.
   */
  private static final Duration UNWRITTEN = Duration.ofMinutes(1);

  private static final int IDLE_SHARE = 10;

  private static final Set<String> IN_MEMORY = Set.of(ROW, SessionLogins.DUE, KnownDevices.OWED);

  private final JdbcClient jdbc;
  private final JdbcGrantStore.Part part;
  private final SignOut signOut;
  private final Duration idle;
  private final SessionTable table;
  private final LoginTable logins;
  private final SessionLogins whose;
  private final SignOutTable ends;
  private final KnownDevices devices;
  private final SessionCodec codec = new SessionCodec();
  private final GrantCodec grants = new GrantCodec();
  private final SecureRandom random = new SecureRandom();

  public JdbcSessionStore(
      JdbcClient jdbc, JdbcGrantStore.Part part, SignOut signOut, Duration idle) {
    this.jdbc = jdbc;
    this.part = part;
    this.signOut = signOut;
    this.idle = idle;
    this.table = new SessionTable(jdbc);
    this.logins = new LoginTable(part.audit());
    this.whose = new SessionLogins(jdbc, part, signOut, this::newId);
    this.ends = new SignOutTable(jdbc);
    this.devices = new JdbcKnownDevices(part.audit());
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
    whose.of(session);
    Row now = row(session);
    Optional<LoginTable.Login> begins = beginning(session, now);
    if (begins.isPresent()) {
      begin(begins.get());
      written(session, now);
      return;
    }
    boolean noted = noteLogin(session);
    Row row = session.getAttribute(ROW);
    if (row != null && row.covers(now, unwritten(session))) {
      return;
    }
    Due due = session.getAttribute(SessionLogins.DUE);
    boolean stands = table.write(values(session, now), row == null ? null : row.idHash());
    written(session, now);
    if (due != null && !stands) {
      if (noted) {
        part.audit().record(null, due.who().accountId(), JdbcKnownDevices.OVERTAKEN);
      }
      over(now.idHash());
    }
  }

  /** Where it is over already, only that it is; so the browser is told. */
  private void begin(LoginTable.Login login) {
    if (!logins.begin(login)) {
      part.audit().record(null, login.shown().accountId(), JdbcKnownDevices.OVERTAKEN);
      over(login.session().idHash());
    }
  }

  private void over(String idHash) {
    part.visit().belongsTo(null);
    ends.tell(idHash, LoginPage.OVERTAKEN, part.clock().instant());
  }

  /**
   * Writes a login that begins and a grant that it is given at once, in one statement; false, and
   * nothing is written, when there is more to write or the account does not stand as it did.
   */
  public boolean save(MapSession session, OAuth2Authorization grant) {
    BrowserLogin login = whose.of(session);
    Row now = row(session);
    GrantRow row = grants.toRow(grant).of(login == null ? null : login.sid());
    boolean fresh = row.version() == 0 && row.code() != null;
    boolean written =
        fresh
            && beginning(session, now)
                .filter(begun -> begun.shown().accountId().equals(row.principal()))
                .filter(begun -> logins.begin(begun, row, part.clock().instant()))
                .isPresent();
    if (written) {
      written(session, now);
    }
    return written;
  }

  /** The session's login if a password has just begun it, and nothing of it is written yet. */
  private Optional<LoginTable.Login> beginning(MapSession session, Row now) {
    KnownDevices.Login owed = session.getAttribute(KnownDevices.OWED);
    BrowserLogin login = session.getAttribute(SessionLogins.LOGIN);
    boolean begins =
        login != null
            && login.acting() == null
            && session.getAttribute(SessionLogins.DUE) != null
            && session.getAttribute(ROW) == null;
    return Optional.ofNullable(owed)
        .filter(shown -> begins && shown.accountId().equals(login.principal()))
        .filter(shown -> !shown.device().isEmpty())
        .map(shown -> new LoginTable.Login(shown, values(session, now)));
  }

  private SessionTable.Values values(MapSession session, Row now) {
    return new SessionTable.Values(
        session,
        now.idHash(),
        now.attributes(),
        expiry(session),
        session.getAttribute(SessionLogins.LOGIN),
        session.getAttribute(SessionLogins.DUE));
  }

  private static void written(MapSession session, Row now) {
    session.setAttribute(ROW, now);
    session.removeAttribute(SessionLogins.DUE);
    session.removeAttribute(KnownDevices.OWED);
  }

  /**
   * What a password has come to is in the book before anything that follows from it; false when
   * that is that it was overtaken.
   */
  private boolean noteLogin(MapSession session) {
    KnownDevices.Login owed = session.getAttribute(KnownDevices.OWED);
    boolean noted = owed == null || devices.loggedIn(owed);
    session.removeAttribute(KnownDevices.OWED);
    return noted;
  }

  /** Whether the session has a row. */
  public boolean stored(MapSession session) {
    return session.getAttribute(ROW) != null;
  }

  /** What makes the session again as much stored as it is now, when a later write is taken back. */
  public Runnable unwrite(MapSession session) {
    Row row = session.getAttribute(ROW);
    Due due = session.getAttribute(SessionLogins.DUE);
    KnownDevices.Login owed = session.getAttribute(KnownDevices.OWED);
    return () -> {
      session.setAttribute(ROW, row);
      session.setAttribute(SessionLogins.DUE, due);
      session.setAttribute(KnownDevices.OWED, owed);
    };
  }

  /**
   * Makes whoever has logged in in the session the one whose request this is; writes no session.
   */
  public void arrived(MapSession session) {
    whose.of(session);
  }

  @Override
  public @Nullable MapSession findById(String id) {
    return jdbc.sql("SELECT * FROM login_session WHERE id_hash = ? AND expires_at > ?")
        .params(List.of(TokenHash.of(id), Timestamp.from(part.clock().instant())))
        .query((row, number) -> session(id, row))
        .optional()
        .orElse(null);
  }

  /**
   * Why the login of a session that is no more was ended by others, or gave way to another in its
   * browser; else empty.
   */
  public Optional<String> ended(String id) {
    return ends.cause(TokenHash.of(id), part.clock().instant());
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

  private static Duration unwritten(MapSession session) {
    Duration share = session.getMaxInactiveInterval().dividedBy(IDLE_SHARE);
    return share.compareTo(UNWRITTEN) < 0 ? share : UNWRITTEN;
  }

  private Row row(MapSession session) {
    Map<String, Object> attributes = new HashMap<>();
    for (String name : session.getAttributeNames()) {
      if (!IN_MEMORY.contains(name)) {
        attributes.put(name, session.getAttribute(name));
      }
    }
    Bytes octets = Bytes.of(codec.write(attributes));
    return new Row(TokenHash.of(session.getId()), octets, session.getLastAccessedTime());
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
