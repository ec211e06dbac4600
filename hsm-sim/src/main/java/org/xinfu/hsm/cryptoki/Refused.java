package org.xinfu.hsm.cryptoki;

/** The device says no to a call; the value is the CKR_… that the caller gets. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long rv;

  public Refused(long rv) {
    super("CKR 0x" + Long.toHexString(rv), null, false, false);
    this.rv = rv;
  }

  public long rv() {
    return rv;
  }
}
