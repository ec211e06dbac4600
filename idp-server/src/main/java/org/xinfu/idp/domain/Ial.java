package org.xinfu.idp.domain;

/** Identity assurance level, NIST SP 800-63A §2; the order is the order of strength. */
public enum Ial {
  IAL1,
  IAL2,
  IAL3
}
