package org.xinfu.idp.store;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.session.MapSession;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.store.SessionTable.Due;

/** Whose login a session is, and for whom they act in it: a login ends where either changes. */
final class SessionLogins {
  /** {@link BrowserLogin} of the session. */
  static final String LOGIN = "xinfu.login";

  /** In memory only, until the login is stored: the {@link Due}. */
  static final String DUE = "xinfu.due";

  private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";

  private final JdbcClient jdbc;
  private final JdbcGrantStore.Part part;
  private final SignOut signOut;
  private final Supplier<String> ids;

  /** {@code ids} gives values that nobody guesses. */
  SessionLogins(JdbcClient jdbc, JdbcGrantStore.Part part, SignOut signOut, Supplier<String> ids) {
    this.jdbc = jdbc;
    this.part = part;
    this.signOut = signOut;
    this.ids = ids;
  }

  /**
   * The login of the session; a fresh one when somebody else, or somebody at last, logged in, or
   * when they act for somebody else from now on.
   */
  @Nullable BrowserLogin of(MapSession session) {
    BrowserLogin known = session.getAttribute(LOGIN);
    String principal = principal(session);
    Acting acting = acting(session, principal);
    Due due = principal == null ? null : due(session);
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
        session.removeAttribute(JdbcSessionStore.ROW); // one that was ended meanwhile stays ended
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

  private static Due due(MapSession session) {
    SecurityContext context = Objects.requireNonNull(session.getAttribute(CONTEXT));
    return Due.of(Objects.requireNonNull(context.getAuthentication()));
  }

  private Due standing(String principal) {
    return jdbc.sql("SELECT login_generation FROM account WHERE id = ?")
        .param(principal)
        .query((row, number) -> new Due(new Entrant(principal, row.getInt(1)), false))
        .single();
  }

  private BrowserLogin login(String principal, @Nullable Acting acting) {
    Visit.Visitor visitor = part.visit().visitor();
    return new BrowserLogin(
        ids.get().substring(0, 22),
        principal,
        visitor.device(),
        visitor.addressPrefix(),
        part.clock().instant(),
        acting);
  }

  private static @Nullable String principal(MapSession session) {
    return session.getAttribute(CONTEXT) instanceof SecurityContext context
            && context.getAuthentication() != null
        ? context.getAuthentication().getName()
        : null;
  }
}
