package org.xinfu.trust.ofd;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * SignatureDateTime (GB/T 33190-2016 table 67), which readers show, against the time in the
 * signature value, which is the one that counts. The report names the latter alone; that another
 * one is shown is told here.
 *
 * @param claimed by the signature value; empty when it claims none
 * @param proven by a time-stamp or log receipt on the value, after which nothing was signed
 */
record TimesTold(Optional<Instant> claimed, Optional<Instant> proven) {
  private static final String ID = "signature-date-time";
  private static final String CLAUSE = "GB/T 33190 18.2.1";

  /** Between the writing of Signature.xml and the signing of it. */
  private static final Duration APART = Duration.ofMinutes(5);

  /** China's zone, written as UTC or read as such. */
  private static final Duration ZONE = Duration.ofHours(8);

  /** Longer than any mistake of zones and any queue of a signing service. */
  private static final Duration DAY = Duration.ofDays(1);

  /** Holds what is written in Signature.xml against what is known. */
  void check(String written, boolean strict, Report.Builder checks) {
    if (written.isEmpty() || (claimed.isEmpty() && proven.isEmpty())) {
      return; // the element may be left out, and a time that is nowhere contradicts none
    }
    Optional<Instant> told = SignatureDateTime.parse(written).map(SignatureDateTime::at);
    if (told.isEmpty()) {
      odd(strict, Reason.ENCODING_NOT_STANDARD, "no time: " + written, checks);
      return;
    }
    Duration apart = apart(told.get());
    String known = claimed.or(() -> proven).map(Instant::toString).orElse("nothing");
    String detail = "Signature.xml says " + written + ", the value " + known;
    if (apart.compareTo(APART) <= 0) {
      checks.pass(ID, CLAUSE, written);
    } else if (apart.minus(ZONE).abs().compareTo(APART) <= 0) {
      odd(strict, Reason.ENCODING_NOT_STANDARD, detail, checks);
    } else if (apart.compareTo(DAY) <= 0 || strict) {
      odd(strict, Reason.SIGNING_TIME_CONTRADICTED, detail, checks);
    } else {
      checks.unknown(ID, CLAUSE, Reason.SIGNING_TIME_CONTRADICTED, detail);
    }
  }

  /** From the claim in either direction; of a proven time, how long after it. */
  private Duration apart(Instant told) {
    Duration fromClaim = claimed.map(c -> Duration.between(c, told).abs()).orElse(Duration.ZERO);
    Duration afterProof = proven.map(p -> Duration.between(p, told)).orElse(Duration.ZERO);
    return fromClaim.compareTo(afterProof) >= 0 ? fromClaim : afterProof;
  }

  private static void odd(boolean strict, Reason reason, String detail, Report.Builder checks) {
    if (strict) {
      checks.fail(ID, CLAUSE, reason, detail);
    } else {
      checks.warn(ID, CLAUSE, reason, detail);
    }
  }
}
