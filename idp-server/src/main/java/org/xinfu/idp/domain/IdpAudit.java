package org.xinfu.idp.domain;

import org.jspecify.annotations.Nullable;

/** The port to the audit book: one row per act, never a secret, a token or a citizen id number. */
public interface IdpAudit {
  /**
   * Records an act.
   *
   * @param client the client that asked; null on the login page
   * @param subject the account or client that the act is about
   * @param act short kebab name, such as {@code login}
   * @param outcome short kebab name, such as {@code done} or the reason of a refusal
   */
  void record(@Nullable String client, String subject, String act, String outcome);
}
