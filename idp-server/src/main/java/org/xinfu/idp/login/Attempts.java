package org.xinfu.idp.login;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  /** Counts one that failed against what fails on the way to the service. */
  void failed(Service towards, Instant at);

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
   * @param towards the service whose request waits for the login; empty when none does
   */
  record Before(
      Optional<Accounts.Credential> known,
      boolean own,
      Map<Counter, Count> counts,
      Optional<Service> towards) {}

  /**
   * The service that an attempt is on the way to.
   *
   * @param spentUntil while so many logins on the way to it have failed that brakes are tight; null
   *     where they never did
   */
  record Service(String client, @Nullable Instant spentUntil) {
    /** Whether brakes are tight at that moment. */
    boolean spent(Instant at) {
      return spentUntil != null && at.isBefore(spentUntil);
    }
  }

  /** How often in a row, and when last. */
  record Count(int failures, Instant lastAt) {}
}
