package org.xinfu.trust.pdf;

/** The octets are not what ISO 32000 says at this place; caught inside this package. */
final class MalformedPdf extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether reading was given up because it became too much work, not because of what it says. */
  private final boolean exhausted;

  MalformedPdf(String message) {
    this(message, false);
  }

  MalformedPdf(String message, boolean exhausted) {
    super(message, null, false, false);
    this.exhausted = exhausted;
  }

  boolean exhausted() {
    return exhausted;
  }
}
