package org.xinfu.idp.account;

import java.time.Instant;
import java.util.List;

/** The port to somebody's logins in browsers. */
public interface Sessions {
  /** Live sessions of the account, newest use first. */
  List<Session> of(String accountId, String currentSessionId);

  /** Ends all sessions of the account but this one; says how many ended. */
  int endOthers(String accountId, String currentSessionId);

  /** One login. */
  record Session(Instant since, Instant lastUse, boolean current) {}
}
