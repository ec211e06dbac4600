package org.xinfu.idp.factor;

import java.io.Serializable;
import org.xinfu.idp.domain.Assurance;

/**
 * Somebody who has shown one factor and is not logged in yet, or not strongly enough.
 *
 * @param shown {@link Assurance#text()}
 * @param stepUp whether they are logged in already
 */
record PendingLogin(String accountId, String shown, boolean stepUp) implements Serializable {
  static final String KEPT = "xinfu.login.pending";

  Assurance assurance() {
    return Assurance.parse(shown);
  }
}
