package org.xinfu.trust.chain;

import java.util.Arrays;
import java.util.Optional;

/** Why a certificate was revoked, CRLReason of RFC 5280 §5.3.1. */
public enum RevocationCause {
  UNSPECIFIED(0),
  KEY_COMPROMISE(1),
  CA_COMPROMISE(2),
  AFFILIATION_CHANGED(3),
  SUPERSEDED(4),
  CESSATION_OF_OPERATION(5),
  CERTIFICATE_HOLD(6),
  PRIVILEGE_WITHDRAWN(9),
  AA_COMPROMISE(10);

  private final int number;

  RevocationCause(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** Whether someone else may hold the key, so that no claimed time can be believed. */
  public boolean keyInOtherHands() {
    return this == KEY_COMPROMISE || this == CA_COMPROMISE || this == AA_COMPROMISE;
  }

  static Optional<RevocationCause> ofNumber(int number) {
    return Arrays.stream(values()).filter(c -> c.number == number).findFirst();
  }
}
