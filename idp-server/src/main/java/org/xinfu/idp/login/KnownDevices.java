package org.xinfu.idp.login;

import java.time.Instant;

/** The port to the browsers that somebody has logged in with before. */
public interface KnownDevices {
  /**
   * Session attribute, in memory only: a {@link Login} that is noted when the session is written.
   */
  String OWED = "xinfu.login.owed";

  /** Notes the login in the audit book; from now on the device is known. Both or neither. */
  void loggedIn(Login login);

  /**
   * A login with a password.
   *
   * @param device may be empty: then there is none to know
   */
  record Login(String accountId, String device, Instant at) {}
}
