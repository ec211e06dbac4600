package org.xinfu.idp.domain;

/** Authenticator assurance level, NIST SP 800-63B §2; the order is the order of strength. */
public enum Aal {
  AAL1,
  AAL2,
  AAL3
}
