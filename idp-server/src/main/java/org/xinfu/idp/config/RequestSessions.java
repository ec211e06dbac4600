package org.xinfu.idp.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.xinfu.idp.domain.SignOut.Cause;
import org.xinfu.idp.login.LoginPage;
import org.xinfu.idp.store.JdbcSessionStore;
import org.xinfu.idp.store.SealedSessions;

/**
 * The filter asks whether the session that the cookie names is there when it has just written one:
 * it is if it is the one that was written. A request has no other. A session in the place of one
 * that others ended says why that was. While nobody is logged in it rests with the browser, if it
 * may ({@link SealedSessions}); what came from there gets another id with its row, so that what the
 * browser kept opens nothing any more.
 */
record RequestSessions(JdbcSessionStore store, SealedSessions sealed, SealedCookie cookie)
    implements SessionRepository<MapSession> {
  private static final String HERE = "session-here";
  private static final String WRITTEN = "session";
  private static final String ENDED = "ended";
  private static final String DELETED = "session-deleted";

  /** The session of this request, which may differ from what is written of it. */
  record Here(RequestSessions sessions, MapSession session) {
    /** Whose login it is now is whose request this is. */
    void arrived() {
      sessions.store().arrived(session);
    }

    /** Writes it. */
    void settle() {
      sessions.save(session);
    }

    /** Writes it and what is granted to its login at once; false when neither is written. */
    boolean settle(OAuth2Authorization grant) {
      return sessions.save(session, grant);
    }

    /** Whether another login took the place of the one that was in it. */
    boolean replaced() {
      return sessions.store().ended(session.getId()).filter(Cause::passedOn).isPresent();
    }

    /** What makes it again as little written as it is now. */
    Runnable undo() {
      Object written = WithinRequest.kept(WRITTEN);
      Runnable row = sessions.store().unwrite(session);
      return () -> {
        row.run();
        WithinRequest.keep(WRITTEN, written);
      };
    }
  }

  /** Empty where there is none, or no request. */
  static Optional<Here> here() {
    return WithinRequest.kept(HERE) instanceof Here here ? Optional.of(here) : Optional.empty();
  }

  @Override
  public MapSession createSession() {
    MapSession session = store.createSession();
    if (WithinRequest.kept(ENDED) instanceof String cause) {
      session.setAttribute(LoginPage.ENDED, cause);
    }
    return here(session);
  }

  @Override
  public void save(MapSession session) {
    boolean fresh = !store.stored(session);
    if (fresh && cookie.late() && session.equals(WithinRequest.kept(WRITTEN))) {
      return; // the browser has been told
    }
    Optional<SealedSessions.Sealed> resting = fresh ? sealed.seal(session) : Optional.empty();
    if (resting.isPresent()) {
      resting
          .filter(rests -> !rests.text().isEmpty())
          .ifPresent(rests -> cookie.give(rests.text()));
    } else {
      leaveBrowser(session);
      if (fresh) {
        cookie.take();
      }
      store.save(session);
    }
    WithinRequest.keep(WRITTEN, session);
  }

  /** As {@link JdbcSessionStore#save(MapSession, OAuth2Authorization)}. */
  private boolean save(MapSession session, OAuth2Authorization grant) {
    leaveBrowser(session);
    boolean written = store.save(session, grant);
    if (written) {
      cookie.take();
      WithinRequest.keep(WRITTEN, session);
    }
    return written;
  }

  private void leaveBrowser(MapSession session) {
    if (sealed.taken(session).filter(session.getId()::equals).isPresent()) {
      session.changeSessionId();
    }
  }

  @Override
  public @Nullable MapSession findById(String id) {
    if (WithinRequest.kept(WRITTEN) instanceof MapSession written) {
      return written.getId().equals(id) ? written : null;
    }
    boolean deleted = id.equals(WithinRequest.kept(DELETED)); // the request shows it still
    MapSession resting = deleted ? null : resting(id);
    MapSession found = resting == null ? store.findById(id) : resting;
    if (found == null) {
      Optional<String> told = store.ended(id).filter(cause -> !Cause.passedOn(cause));
      WithinRequest.keep(ENDED, told.orElse(null));
      return null;
    }
    return here(found);
  }

  @Override
  public void deleteById(String id) {
    boolean rested = here().filter(here -> !store.stored(here.session())).isPresent();
    WithinRequest.keep(WRITTEN, null);
    WithinRequest.keep(HERE, null);
    WithinRequest.keep(DELETED, id);
    cookie.take();
    if (!rested) {
      store.deleteById(id);
    }
  }

  private @Nullable MapSession resting(String id) {
    for (String text : cookie.shown()) {
      MapSession fresh = store.createSession();
      if (sealed.open(id, text, fresh)) {
        return fresh;
      }
    }
    return null;
  }

  private MapSession here(MapSession session) {
    WithinRequest.keep(HERE, new Here(this, session));
    return session;
  }
}
