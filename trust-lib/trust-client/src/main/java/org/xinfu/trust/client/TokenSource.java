package org.xinfu.trust.client;

/** Gives the bearer token of a call. */
@FunctionalInterface
public interface TokenSource {
  /**
   * A token that is valid for at least the next seconds.
   *
   * @throws ProblemException when the identity provider refuses
   * @throws ServiceUnreachable when it does not answer
   */
  String token();

  /** Calls without a token: verification and status are open to everyone. */
  static TokenSource none() {
    return () -> "";
  }
}
