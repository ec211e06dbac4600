package org.xinfu.idp.domain;

/** The port to whether the login that a request came with has not ended meanwhile. */
public interface StandingLogin {
  /**
   * Whether it is still one of the account's. Asked within the transaction of a change: the account
   * is locked until its end, so that what ends logins was before, and is seen, or comes after, and
   * sees the change.
   */
  boolean of(String accountId);
}
