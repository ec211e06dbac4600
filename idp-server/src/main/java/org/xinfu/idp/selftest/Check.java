package org.xinfu.idp.selftest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.xinfu.idp.domain.WrongAnswer;

/** What the self-test looks at, in this order; each with the clause that asks for it. */
public enum Check {
  REDIRECT_HTTPS("RFC 9700 §2.1"),
  REDIRECT_REACHABLE("RFC 6749 §3.1.2"),
  KEYS_USABLE("RFC 7523 §3; RFC 7591 §2"),
  PAGE_CLOSED("OpenID Connect Core §4"),
  REQUEST_STATE("RFC 6749 §10.12"),
  REQUEST_NONCE("OpenID Connect Core §3.1.2.1; RFC 9700 §4.5.3.2"),
  REQUEST_ADDRESS("CAS protocol 3.0 §2.1.1; RFC 6749 §3.1.2.3"),
  LOGIN("OpenID Connect Core §3.1"),
  STATE("RFC 6749 §10.12"),
  STATE_MISSING("RFC 6749 §10.12"),
  ISSUER("RFC 9207 §2.4"),
  NONCE("OpenID Connect Core §3.1.3.7 (11)"),
  NONCE_MISSING("OpenID Connect Core §3.1.3.7 (11)"),
  SIGNATURE("OpenID Connect Core §3.1.3.7 (6)"),
  ALG_NONE("OpenID Connect Core §3.1.3.7 (7)"),
  AUDIENCE("OpenID Connect Core §3.1.3.7 (3)"),
  TOKEN_ISSUER("OpenID Connect Core §3.1.3.7 (2)"),
  EXPIRED("OpenID Connect Core §3.1.3.7 (9)"),
  TICKET_UNKNOWN("CAS protocol 3.0 §2.5; RFC 6749 §4.1.2"),
  TICKET_SPENT("CAS protocol 3.0 §3.1.1; RFC 6749 §4.1.2"),
  LOGOUT_SIGNATURE("Back-Channel Logout §2.6 (2)"),
  LOGOUT_ALG_NONE("Back-Channel Logout §2.6 (3)"),
  LOGOUT_AUDIENCE("Back-Channel Logout §2.6 (4)"),
  LOGOUT_NONCE("Back-Channel Logout §2.6 (7)"),
  LOGOUT("Back-Channel Logout §2.5, §2.8"),
  LOGOUT_REPLAY("Back-Channel Logout §2.6 (8)"),
  CAS_LOGOUT_OTHER("CAS protocol 3.0 §2.3.3"),
  CAS_LOGOUT("CAS protocol 3.0 §2.3.3");

  private final String clause;

  Check(String clause) {
    this.clause = clause;
  }

  String clause() {
    return clause;
  }

  /** Whether it looks at what a service is told of logins' ends. */
  boolean ofLogout() {
    return compareTo(LOGOUT_SIGNATURE) >= 0;
  }

  /** The stable name, in kebab case. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The check of a wrong answer, which has its name. */
  static Check of(WrongAnswer wrong) {
    return valueOf(wrong.name());
  }

  /** The wrong answers, in the order of their checks. */
  static List<WrongAnswer> wrongs() {
    return Arrays.stream(WrongAnswer.values()).filter(one -> one != WrongAnswer.NONE).toList();
  }
}
