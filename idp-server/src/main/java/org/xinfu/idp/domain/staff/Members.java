package org.xinfu.idp.domain.staff;

import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.ShownText;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** The port to the accounts that departments make for their people. */
public interface Members {
  /** Adds a member whose password somebody else knows; false when the login name is taken. */
  boolean add(Account account, String verifier);

  /**
   * Replaces a password that somebody else knows by another such, and ends the member's logins;
   * false when there is no such member or they have chosen their own.
   */
  boolean renewPassword(String accountId, String verifier);

  /** Calls them something else; false when there is no such member. */
  boolean rename(String accountId, String name);

  /** Whether somebody new may be called so, in a department with that code (GB 32100). */
  static boolean wellFormed(String login, String name, String org) {
    return loginName(login) && named(name) && UnifiedSocialCreditCode.parse(org).isPresent();
  }

  /**
   * Whether an account may get that login name: nobody's telephone in any spelling, since whoever
   * types theirs, and whoever gives them a mandate by it, would be led to a stranger's account; and
   * none that a registration might make.
   */
  static boolean loginName(String login) {
    return login.matches("[a-z0-9][a-z0-9._-]{2,39}")
        && !login.matches("p[0-9]{10}")
        && Contact.parse(login.replaceAll("[.-]", "")).isEmpty();
  }

  /** Whether that is a name: of one line, since it goes into messages and books. */
  static boolean named(String name) {
    return ShownText.name(name, 100);
  }
}
