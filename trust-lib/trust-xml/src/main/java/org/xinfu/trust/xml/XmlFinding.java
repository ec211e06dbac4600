package org.xinfu.trust.xml;

import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/** Why an examination cannot go on: a hard fact (FAIL) or something not judged (UNKNOWN). */
final class XmlFinding extends Exception {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;
  private final Reason reason;

  private XmlFinding(Outcome outcome, Reason reason, String detail) {
    super(detail, null, false, false);
    this.outcome = outcome;
    this.reason = reason;
  }

  static XmlFinding fail(Reason reason, String detail) {
    return new XmlFinding(Outcome.FAIL, reason, detail);
  }

  static XmlFinding unknown(Reason reason, String detail) {
    return new XmlFinding(Outcome.UNKNOWN, reason, detail);
  }

  Outcome outcome() {
    return outcome;
  }

  Reason reason() {
    return reason;
  }

  /** What was found. */
  String detail() {
    return "" + getMessage();
  }

  void addTo(Report.Builder checks, String id, String clause) {
    if (outcome == Outcome.FAIL) {
      checks.fail(id, clause, reason, detail());
    } else {
      checks.unknown(id, clause, reason, detail());
    }
  }
}
