package org.xinfu.idp.domain;

import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * The port that ends logins. One transaction takes the login, its grants and the services that it
 * reached, queues their logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.5) and writes the
 * audit row: a crash leaves all of it or nothing.
 */
public interface SignOut {
  /** Ends one login; false when there is none. */
  boolean login(String sid, Cause cause);

  /** Ends one login of this account; false when it is not theirs or has ended. */
  boolean own(String account, String sid, Cause cause);

  /** Ends every login of the account but one; says how many ended. */
  int others(String account, String keptSid, Cause cause);

  /** Ends every login of the account in the transaction of {@code change}, if it changed one. */
  boolean with(String account, Cause cause, BooleanSupplier change);

  /** Why a login ended. */
  enum Cause {
    /** The person, or a service on their behalf, logged out in this browser. */
    LOGOUT,
    /** Somebody left a kiosk. */
    KIOSK_LEFT,
    /** The person ended it from the list of their logins. */
    ENDED_BY_OWNER,
    /** Somebody else logged in in the same browser. */
    REPLACED,
    /** A spent refresh token or code was shown again. */
    TOKEN_REUSED,
    /** The account was suspended. */
    ACCOUNT_SUSPENDED,
    /** The post in the department is over, or is in another department now. */
    POST_ENDED,
    /** What the account is in its department was changed. */
    POST_CHANGED,
    /** What the account may do was changed. */
    ROLES_CHANGED,
    /** An administrator gave the account another password. */
    PASSWORD_RESET,
    /** The holder closed the account. */
    ACCOUNT_CLOSED,
    /** The holder proved again who they are, since their factors were lost. */
    ACCOUNT_RECOVERED,
    /** The holder said by the link of a notice that somebody else changed the account. */
    CHANGES_UNDONE,
    /** The person withdrew their consent to the service. */
    CONSENT_WITHDRAWN,
    /** The person acts for somebody else now, or for themselves again. */
    ACTING_CHANGED,
    /** The mandate that the login acted under does not stand any more. */
    MANDATE_ENDED,
    /** The database was put back to an earlier moment. */
    DATABASE_RESTORED;

    /** Whether the person is told at their next visit: others did it, and the account goes on. */
    public boolean told() {
      return this == MANDATE_ENDED
          || this == POST_ENDED
          || this == POST_CHANGED
          || this == ROLES_CHANGED;
    }

    /** Kebab-case, as audit rows have it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the code is of one where the browser goes on with another login. */
    public static boolean passedOn(String code) {
      return code.equals(REPLACED.code()) || code.equals(ACTING_CHANGED.code());
    }
  }
}
