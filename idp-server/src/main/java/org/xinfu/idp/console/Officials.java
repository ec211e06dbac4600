package org.xinfu.idp.console;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Role;

/** The port to the accounts of departments' members. */
public interface Officials {
  /**
   * Members in the order of their login names.
   *
   * @param division prefix of their department's division; empty: all
   * @param after login name of the last one before the page
   */
  List<Account> list(String division, String after, int most);

  /** Whether anybody holds one of the three powers of the whole installation. */
  boolean anyPower();

  /** The division that a city administrator looks after. */
  Optional<String> division(String accountId);

  /** Adds a member whose password an administrator knows; false when the login name is taken. */
  boolean add(Account account, String verifier);

  /**
   * Replaces the login name that the member was read with; false when they are called otherwise
   * meanwhile, or somebody has the other.
   *
   * @throws org.springframework.dao.DuplicateKeyException when somebody takes the other at the same
   *     time; what is done with it is taken back
   */
  boolean call(Account member, String loginName);

  /**
   * Replaces the roles of a member and ends their logins, so that no session or token keeps what
   * was taken. False when there is no such member, the roles exclude each other, or a power would
   * go to an account whose password somebody else knows.
   *
   * @param division with {@link Role#CITY_ADMIN} alone
   */
  boolean setRoles(String accountId, Set<Role> roles, @Nullable String division);

  /** Replaces the password by one that is told once, and ends the member's logins. */
  boolean resetPassword(String accountId, String verifier);
}
