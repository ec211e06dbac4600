package org.xinfu.idp.closure;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The port to accounts that are closing or closed. */
public interface Closures {
  /** Notes the wish; false when the account is closing already. */
  boolean ask(String accountId, Instant now, Instant due);

  /** Takes the wish back; false when there is none, or the account is closed. */
  boolean withdraw(String accountId);

  /** When the account will be closed; empty when it is not closing. */
  Optional<Instant> due(String accountId);

  /** Accounts whose time has come, oldest first. */
  List<String> due(Instant now, int most);

  /**
   * Closes the account: its logins, grants and consents end, the services that it reached are told,
   * what it logs in with and what says who its holder is are gone. The account's id stays, so that
   * audit rows keep their subject. One transaction; false when it is not due, closed already, or
   * suspended: what is looked into does not go away.
   *
   * @param verifier of a password that nobody knows
   */
  boolean close(String accountId, String verifier, Instant now);

  /**
   * Takes away what still names holders of accounts that were closed after {@code since}: written
   * by requests that were under way, or left by a replica of before, which knew of fewer such
   * things.
   */
  void sweep(Instant since);
}
