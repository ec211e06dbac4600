package org.xinfu.idp.selftest;

import java.util.Locale;

/**
 * What came of a check.
 *
 * @param detail what was seen, in English: addresses, statuses, names; never a token or a cookie.
 *     For {@link Outcome#NOT_POSSIBLE} the key of the reason
 */
public record Finding(Check check, Outcome outcome, String detail) {
  /** Passed, failed, or nothing could be seen. */
  public enum Outcome {
    PASSED,
    FAILED,
    NOT_POSSIBLE
  }

  static Finding passed(Check check, String seen) {
    return new Finding(check, Outcome.PASSED, seen);
  }

  static Finding failed(Check check, String seen) {
    return new Finding(check, Outcome.FAILED, seen);
  }

  static Finding impossible(Check check, Why why) {
    return new Finding(check, Outcome.NOT_POSSIBLE, why.key());
  }

  static Finding of(Check check, boolean passed, String seen) {
    return passed ? passed(check, seen) : failed(check, seen);
  }

  /** Why nothing could be seen. */
  enum Why {
    /** Wrong answers are for clients in trial alone. */
    NO_TRIAL,
    /** {@code initiate_login_uri} or {@code logged_in_uri} is not registered. */
    NO_START,
    /** The page is open to everybody, or no right login works: a refusal would prove nothing. */
    NO_LOGIN,
    /** No key is registered. */
    NO_KEYS,
    /** {@code backchannel_logout_uri} is not registered. */
    NO_LOGOUT,
    /** No redirect URI, or it is on the machine of whoever signs in. */
    NO_REDIRECT,
    /** The request came by RFC 9126 or as an object, and its parameters are not in sight. */
    PUSHED,
    /** Without a login in sight nobody sees what the token ended. */
    UNSEEN,
    /** The run was cut short. */
    INTERRUPTED;

    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
