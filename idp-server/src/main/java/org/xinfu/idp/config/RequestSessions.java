package org.xinfu.idp.config;

import org.jspecify.annotations.Nullable;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.xinfu.idp.login.LoginPage;
import org.xinfu.idp.store.JdbcSessionStore;

/**
 * The filter asks whether the session that the cookie names is there when it has just written one:
 * it is if it is the one that was written. A request has no other. A session in the place of one
 * that others ended says why that was.
 */
record RequestSessions(JdbcSessionStore store) implements SessionRepository<MapSession> {
  private static final String WRITTEN = "session";
  private static final String ENDED = "ended";

  @Override
  public MapSession createSession() {
    MapSession session = store.createSession();
    if (WithinRequest.kept(ENDED) instanceof String cause) {
      session.setAttribute(LoginPage.ENDED, cause);
    }
    return session;
  }

  @Override
  public void save(MapSession session) {
    store.save(session);
    WithinRequest.keep(WRITTEN, session);
  }

  @Override
  public @Nullable MapSession findById(String id) {
    if (WithinRequest.kept(WRITTEN) instanceof MapSession written) {
      return written.getId().equals(id) ? written : null;
    }
    MapSession found = store.findById(id);
    if (found == null) {
      WithinRequest.keep(ENDED, store.ended(id).orElse(null));
    }
    return found;
  }

  @Override
  public void deleteById(String id) {
    WithinRequest.keep(WRITTEN, null);
    store.deleteById(id);
  }
}
