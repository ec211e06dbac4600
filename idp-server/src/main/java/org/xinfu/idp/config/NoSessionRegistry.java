package org.xinfu.idp.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.xinfu.idp.store.JdbcSessionStore;

/**
 * The framework keeps a book of logins of its own, in one process. Ours are rows ({@link
 * JdbcSessionStore}), and the grant knows in which login and when a code was asked for ({@code
 * sid}, {@code auth_time}): its book stays empty, and the database is not asked on its behalf.
 */
final class NoSessionRegistry implements SessionRegistry {
  @Override
  public List<Object> getAllPrincipals() {
    return List.of();
  }

  /** It would take the login that was used last for the one in which a code was asked for. */
  @Override
  public List<SessionInformation> getAllSessions(Object principal, boolean includeExpired) {
    return List.of();
  }

  @Override
  public @Nullable SessionInformation getSessionInformation(String sessionId) {
    return null;
  }

  @Override
  public void registerNewSession(String sessionId, Object principal) {}

  @Override
  public void refreshLastRequest(String sessionId) {}

  @Override
  public void removeSessionInformation(String sessionId) {}
}
