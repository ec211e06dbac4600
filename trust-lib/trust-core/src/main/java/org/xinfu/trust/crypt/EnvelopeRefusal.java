package org.xinfu.trust.crypt;

/**
 * Why an envelope was not opened. The first three are seen before any key is used; everything that
 * a key finds out is {@link #NOT_OPENED}, so that answers tell an attacker nothing.
 */
public enum EnvelopeRefusal {
  /** Not an envelope, or damaged in its structure. */
  MALFORMED,
  /** An algorithm that is not accepted, RSAES-PKCS1-v1_5 and short GCM tags among them. */
  ALGORITHM_NOT_ALLOWED,
  /** No recipient is the one who wants to open. */
  NOT_FOR_THIS_KEY,
  /** The key did not fit, or something was altered. */
  NOT_OPENED
}
