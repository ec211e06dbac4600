package org.xinfu.idp.factor;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.mandate.Acting;

/**
 * Somebody who has shown one factor and is not logged in yet, or not strongly enough.
 *
 * @param who as they were before they showed the first
 * @param shown {@link Assurance#text()}
 * @param stepUp whether they are logged in already
 * @param wanted the level that is aimed at; null when any factor will do
 * @param acting for whom they act once they are logged in; null where nothing says so
 */
record PendingLogin(
    Entrant who, String shown, boolean stepUp, @Nullable Aal wanted, @Nullable Acting acting)
    implements Serializable {
  static final String KEPT = "xinfu.login.pending";

  /**
   * What an older release wrote has other parts, and is not read (Java Object Serialization §1.13).
   */
  PendingLogin {
    Objects.requireNonNull(who);
  }

  String accountId() {
    return who.accountId();
  }

  Assurance assurance() {
    return Assurance.parse(shown);
  }

  /** Whether showing this now would do. */
  boolean helps(Factor factor, Instant now) {
    return wanted == null || assurance().with(factor, now).level().compareTo(wanted) >= 0;
  }
}
