package org.xinfu.idp.domain;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * What somebody changes of what their account opens with, done while the login stands by which they
 * do it. A recovery, an undoing and another password end logins and take away what was there: a
 * thief's request that was under way must not bring it back behind them.
 */
public record OwnChanges(IdpAudit audit, StandingLogin login) {
  /** What came of it. */
  public enum Came {
    DONE,
    /** The work did nothing; what is to be written of that is the caller's. */
    NOTHING,
    /** The login has ended; the book says so. */
    LOGIN_OVER
  }

  /** Does an act and records it as {@link IdpAudit#with} does. */
  public Came with(String account, String act, String outcome, BooleanSupplier work) {
    AtomicBoolean over = new AtomicBoolean();
    boolean done =
        audit.with(
            account,
            act,
            outcome,
            () -> {
              over.set(!login.of(account));
              return !over.get() && work.getAsBoolean();
            });
    if (over.get()) {
      audit.record(null, account, act, "login-over");
      return Came.LOGIN_OVER;
    }
    return done ? Came.DONE : Came.NOTHING;
  }
}
