package org.xinfu.kit.pg;

/**
 * The database or the blob store cannot be reached or cannot be trusted; retrying later may help.
 */
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(String message) {
    super(message);
  }

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
