package org.xinfu.kit;

/** Carries a {@link Refusal} out of a transaction, which it rolls back, to the door. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public Refused(Refusal refusal) {
    super(refusal.code(), null, false, false); // a decision, not an accident: no stack trace
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
