package org.xinfu.idp.login;

import java.time.Instant;

/** The port to the browsers that somebody has logged in with before. */
public interface KnownDevices {
  /** Whether the account has logged in with this device; never for an empty name. */
  boolean knows(String accountId, String device);

  /** From now on it is known. */
  void remember(String accountId, String device, Instant at);
}
