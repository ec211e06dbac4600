package org.xinfu.idp.domain;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port to stored accounts. */
public interface Accounts {
  /** By {@code sub}. */
  Optional<Account> byId(String id);

  /**
   * By what was typed on the login page, letter case ignored. Whoever has verified that number or
   * mailbox comes before an account of such a login name, which older rules let departments give.
   */
  Optional<Credential> byLoginName(String loginName);

  /** By the login name itself, whoever's number or mailbox it may be. */
  Optional<Account> named(String loginName);

  /** The citizen id number (GB 11643) of a natural person; empty for members. */
  Optional<String> citizenId(String accountId);

  /** Adds the account; false when the login name is taken. */
  boolean add(Account account, String passwordHash, @Nullable String citizenId);

  /** Replaces the password's verifier; false when there is no such account. */
  boolean setPassword(String accountId, String passwordHash);

  /** Replaces the verifier by a better one of the same password; false when it has changed. */
  boolean renewPassword(String accountId, String before, String after);

  /**
   * Suspends or resumes; false when there is no such account. One that is frozen stays closed, and
   * is suspended or not once it is thawed.
   */
  boolean setActive(String accountId, boolean active);

  /**
   * Closes the account, suspended or not, until somebody has reviewed what it was frozen for; false
   * when it is frozen, or there is none.
   */
  boolean freeze(String accountId, Instant at);

  /**
   * An account with the verifier of its password.
   *
   * @param passwordHash in its string form, scheme and parameters included
   */
  record Credential(Account account, String passwordHash) {}
}
