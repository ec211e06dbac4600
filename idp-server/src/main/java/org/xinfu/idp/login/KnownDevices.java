package org.xinfu.idp.login;

import java.time.Instant;
import org.xinfu.idp.domain.Entrant;

/** The port to the browsers that somebody has logged in with before. */
public interface KnownDevices {
  /**
   * Session attribute, in memory only: a {@link Login} that is noted when the session is written.
   */
  String OWED = "xinfu.login.owed";

  /**
   * Notes the login in the audit book; from now on the device is known. Both or neither.
   *
   * @return false when the device's account does not stand as it did: then the book says that the
   *     login was overtaken
   */
  boolean loggedIn(Login login);

  /**
   * A login with a password.
   *
   * @param who as the account was before the password was checked
   * @param device may be empty: then there is none to know
   */
  record Login(Entrant who, String device, Instant at) {
    public String accountId() {
      return who.accountId();
    }
  }
}
