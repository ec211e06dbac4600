package org.xinfu.idp.domain;

/** The port to which account a 网号 belongs. */
public interface NetIdentities {
  /**
   * Keeps the evidence and makes the account the number's, both or neither. False when the number
   * is another account's, the account has another number, or it is not open any more.
   */
  boolean keep(Proof proof, String number);
}
