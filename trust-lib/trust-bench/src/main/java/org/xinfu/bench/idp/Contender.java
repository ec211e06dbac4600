package org.xinfu.bench.idp;

import java.util.List;

/** An identity provider that is running and can be asked for both kinds of work. */
interface Contender extends AutoCloseable {
  /** So many works of each kind: what was done, or what a database keeps of it. */
  record Works(long logins, long exchanges, long machineTokens) {}

  String name();

  /** What its own database keeps a record of, each kind by itself. */
  Works kept() throws Exception;

  /** A token for a service that shows its secret (RFC 6749 §4.4), ES256. */
  void machineToken() throws Exception;

  /**
   * A whole login with a fresh browser: authorization request with PKCE, page, password, code,
   * tokens.
   */
  void login() throws Exception;

  /** Roots of the trees of processes that share in its answers. */
  List<Long> processes();

  @Override
  void close();
}
