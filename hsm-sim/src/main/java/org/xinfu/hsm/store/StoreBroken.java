package org.xinfu.hsm.store;

/** The store cannot be read or written; nothing that was acknowledged before is touched by it. */
public final class StoreBroken extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreBroken(String what, Throwable cause) {
    super(what, cause);
  }
}
