package org.xinfu.trust.key;

import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * What a suite with a key of its length is worth at a moment.
 *
 * @param detail the suite, the key's length and why, in words
 */
public record Standing(Grade grade, String detail) {
  /** From good to worthless. */
  public enum Grade {
    GOOD,
    /** Counts still; whoever reads the report should know. */
    WEAK,
    /** Says nothing: the signature may be intact and is not believed. */
    REFUSED
  }

  /** Whether a signature of this kind counts. */
  public boolean counts() {
    return grade != Grade.REFUSED;
  }

  /** PASS, WARN or UNKNOWN: that an algorithm is too weak is no fact about the document. */
  public void report(Report.Builder checks, String id, String clause) {
    switch (grade) {
      case GOOD -> checks.pass(id, clause, detail);
      case WEAK -> checks.warn(id, clause, Reason.ALGORITHM_NOT_ALLOWED, detail);
      case REFUSED -> checks.unknown(id, clause, Reason.ALGORITHM_NOT_ALLOWED, detail);
    }
  }
}
