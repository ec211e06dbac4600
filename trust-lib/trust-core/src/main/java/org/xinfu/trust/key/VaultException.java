package org.xinfu.trust.key;

/** The device or the way to it failed; nothing was signed. Retrying later may help. */
public final class VaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public VaultException(String message) {
    super(message);
  }

  public VaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
