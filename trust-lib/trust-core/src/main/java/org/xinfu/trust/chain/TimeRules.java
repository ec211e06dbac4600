package org.xinfu.trust.chain;

import java.time.Instant;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;

/** Validity periods against the best signature time (RFC 5280 §6.1.3 a 2, GM/T 0031 §6.2.3 d). */
final class TimeRules {
  private static final String ID = "certificate-validity";
  private static final String CLAUSE = "GM/T 0031 6.2.3 d";

  private TimeRules() {}

  static void check(Certificate certificate, ChainQuery query, Report.Builder checks) {
    boolean expiredNow = query.policy().at().isAfter(certificate.notAfter());
    boolean unknownTime = query.timeSource() == TimeSource.NONE;
    // What is proven is not before its latest moment: a clock that is behind refutes nothing.
    Instant begin = query.timeProven() ? query.provenBy().orElseThrow() : query.at();
    if (begin.isBefore(certificate.notBefore())) {
      checks.fail(
          ID,
          CLAUSE,
          Reason.CERTIFICATE_NOT_YET_VALID,
          certificate + " begins " + certificate.notBefore());
    } else if (query.at().isAfter(certificate.notAfter()) && !unknownTime) {
      checks.fail(
          ID, CLAUSE, Reason.CERTIFICATE_EXPIRED, certificate + " ended " + certificate.notAfter());
    } else if (!expiredNow
        || query.provenBy().filter(by -> !by.isAfter(certificate.notAfter())).isPresent()) {
      checks.pass(ID, CLAUSE, certificate.toString());
    } else {
      onlyClaimed(query, checks, ID, certificate + " has expired since");
    }
  }

  /** The certificate no longer counts, and nobody but the signer says that it was in time. */
  static void onlyClaimed(ChainQuery query, Report.Builder checks, String id, String detail) {
    if (query.claimCounts()) {
      checks.warn(id, CLAUSE, Reason.TIME_NOT_PROVEN, detail);
    } else {
      checks.unknown(id, "ETSI EN 319 102-1 5.6.2.4", Reason.NO_PROOF_OF_EXISTENCE, detail);
    }
  }
}
