package org.xinfu.idp.domain;

/** The port to how well it is known who somebody is. */
public interface IdentityLevels {
  /** The level that evidence still in force gives the account now; IAL1 without any. */
  Ial of(String accountId);
}
