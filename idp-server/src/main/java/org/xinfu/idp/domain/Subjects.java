package org.xinfu.idp.domain;

/** The port to what a client calls a person: the claim {@code sub}. */
public interface Subjects {
  /**
   * The account's own id for a client of public subjects; for a client of pairwise ones (OpenID
   * Connect Core §8.1) an identifier that is the same in its sector, always, and in no other.
   */
  String of(String clientId, String accountId);
}
