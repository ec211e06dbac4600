package org.xinfu.trust.cli;

/** A document that was not signed, and why; its message is for people. */
final class NotSigned extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotSigned(String message) {
    super(message);
  }

  NotSigned(IllegalArgumentException impossible) {
    super(impossible.getMessage(), impossible);
  }
}
