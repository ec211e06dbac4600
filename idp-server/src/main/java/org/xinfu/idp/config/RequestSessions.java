package org.xinfu.idp.config;

import org.jspecify.annotations.Nullable;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;

/**
 * The filter asks whether the session that the cookie names is there when it has just written one:
 * it is if it is the one that was written. A request has no other.
 */
record RequestSessions(SessionRepository<MapSession> store)
    implements SessionRepository<MapSession> {
  private static final String WRITTEN = "session";

  @Override
  public MapSession createSession() {
    return store.createSession();
  }

  @Override
  public void save(MapSession session) {
    store.save(session);
    WithinRequest.keep(WRITTEN, session);
  }

  @Override
  public @Nullable MapSession findById(String id) {
    return WithinRequest.kept(WRITTEN) instanceof MapSession written
        ? (written.getId().equals(id) ? written : null)
        : store.findById(id);
  }

  @Override
  public void deleteById(String id) {
    WithinRequest.keep(WRITTEN, null);
    store.deleteById(id);
  }
}
