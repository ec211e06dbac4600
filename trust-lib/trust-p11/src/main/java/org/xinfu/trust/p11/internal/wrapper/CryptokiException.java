package org.xinfu.trust.p11.internal.wrapper;

/** A C_… function returned something else than CKR_OK. */
public final class CryptokiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long rv;

  public CryptokiException(String function, long rv, Throwable cause) {
    super(function + " returned 0x" + Long.toHexString(rv), cause);
    this.rv = rv;
  }

  /** The CKR_… value. */
  public long rv() {
    return rv;
  }
}
