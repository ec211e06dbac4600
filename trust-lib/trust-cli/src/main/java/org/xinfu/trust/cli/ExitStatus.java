package org.xinfu.trust.cli;

import java.util.List;
import org.xinfu.trust.Conclusion;

/** Exit statuses of the contract; the names after sysexits.h where it has one. */
final class ExitStatus {
  static final int VALID = 0;
  static final int INVALID = 1;
  static final int INDETERMINATE = 2;
  static final int NO_SIGNATURE = 3;
  static final int USAGE = 64;
  static final int UNREADABLE = 66;
  static final int UNAVAILABLE = 69;
  static final int SOFTWARE = 70;
  static final int CANNOT_CREATE = 73;

  /** Worst first. */
  private static final List<Integer> ORDER =
      List.of(UNREADABLE, INVALID, INDETERMINATE, NO_SIGNATURE, VALID);

  private ExitStatus() {}

  static int of(Conclusion conclusion) {
    return switch (conclusion) {
      case VALID -> VALID;
      case INVALID -> INVALID;
      case INDETERMINATE -> INDETERMINATE;
      case NO_SIGNATURE -> NO_SIGNATURE;
    };
  }

  static int worse(int a, int b) {
    return rank(a) <= rank(b) ? a : b;
  }

  /** From 0, the worst. */
  static int rank(int status) {
    return ORDER.indexOf(status);
  }
}
