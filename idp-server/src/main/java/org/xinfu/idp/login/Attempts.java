package org.xinfu.idp.login;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Origin;

/** The port to what attempts with a password stand on. */
public interface Attempts {
  /**
   * What is known before an attempt, in one reading.
   *
   * @param loginName in lower case
   */
  Before before(String loginName, Origin from);

  /** The same of the account of that id, whoever is meant by its login name. */
  Before beforeOf(String accountId, Origin from);

  /** Counts one that failed. */
  void failed(Counter counter, Who who, Instant at);

  /** Forgets what was counted, after a success. */
  void forget(Counter counter, Who who);

  /** What failures are counted by. */
  enum Counter {
    /** Account and device. */
    DEVICE,
    /** Account and network. */
    NETWORK,
    ACCOUNT,
    /** The network alone. */
    ADDRESS
  }

  /**
   * Whose attempt it is.
   *
   * @param name account id, so that all names of one account share what is counted; or what was
   *     typed where that is nobody's
   */
  record Who(String name, Origin from) {}

  /**
   * The past of an attempt.
   *
   * @param known empty when nobody has the login name
   * @param own whether the account has logged in with this device before; never without a device
   * @param counts for each counter that has any: failures in a row since the last success
   */
  record Before(Optional<Accounts.Credential> known, boolean own, Map<Counter, Count> counts) {}

  /** How often in a row, and when last. */
  record Count(int failures, Instant lastAt) {}
}
