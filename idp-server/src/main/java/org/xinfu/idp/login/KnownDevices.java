package org.xinfu.idp.login;

import java.time.Instant;

/** The port to the browsers that somebody has logged in with before. */
public interface KnownDevices {
  /**
   * Notes the login in the audit book; from now on the device is known. Both or neither.
   *
   * @param device may be empty: then there is none to know
   */
  void loggedIn(String accountId, String device, Instant at);
}
