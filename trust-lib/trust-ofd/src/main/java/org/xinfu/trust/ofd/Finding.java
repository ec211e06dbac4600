package org.xinfu.trust.ofd;

import org.xinfu.trust.Reason;

/**
 * Why a package or one of its files cannot be read: thrown inside this package, never out of it.
 */
final class Finding extends Exception {
  private static final long serialVersionUID = 1;
  private final Reason reason;

  Finding(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
