package org.xinfu.idp.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * The port to accounts on which acts that cannot be undone wait, so that whoever took an account
 * over cannot finish before its owner has read the notice.
 */
public interface Holds {
  /** Until when the account is held; empty when it is not. */
  Optional<Instant> until(String accountId, Instant now);

  /** Holds it; an older hold that ends later stays. */
  void hold(String accountId, Instant until, String why);
}
