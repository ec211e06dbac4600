package org.xinfu.trust.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;

/**
 * A claimed signing time against a moment at which the signature surely existed: it was not signed
 * later, whatever the signer claims.
 */
public enum TimeOrder {
  FITS,
  /** Later by less than a mistake of zones makes. */
  ODD,
  CONTRADICTED;

  private static final String ID = "signing-time-order";
  private static final String CLAUSE = "ETSI EN 319 102-1 5.5.4";

  /** What two clocks may differ by. */
  private static final Duration APART = Duration.ofMinutes(5);

  /** Local time marked as UTC is real, and less than that ahead. */
  private static final Duration DAY = Duration.ofDays(1);

  /** How far {@code claimed} is from being possible. */
  public static TimeOrder of(Instant claimed, Instant existed) {
    Duration later = Duration.between(existed, claimed);
    return later.compareTo(APART) <= 0 ? FITS : later.compareTo(DAY) <= 0 ? ODD : CONTRADICTED;
  }

  /**
   * Tells of a claim that is not possible. A signer that claims what cannot be has not proven the
   * signature wrong, so strict leaves it undecided, as EN 319 102-1 §5.5.4 does
   * (SIG_CONSTRAINTS_FAILURE), and interop what no mistake of zones explains.
   *
   * @param proven by a time-stamp or a log; else it exists at the moment of validation
   */
  public static void check(
      Instant claimed, Optional<Instant> proven, TrustPolicy policy, Report.Builder checks) {
    Reason reason = proven.isPresent() ? Reason.SIGNING_TIME_CONTRADICTED : Reason.SIGNED_IN_FUTURE;
    Instant existed = proven.orElse(policy.at());
    String detail = "claimed " + claimed + ", there " + existed;
    TimeOrder order = of(claimed, existed);
    if (order == FITS) {
      checks.pass(ID, CLAUSE, detail);
    } else if (order == ODD && !policy.strict()) {
      checks.warn(ID, CLAUSE, reason, detail);
    } else {
      checks.unknown(ID, CLAUSE, reason, detail);
    }
  }

  /**
   * Tells of a token that says it was made after a moment at which it is proven to have existed:
   * one of two authorities is wrong. They keep UTC (RFC 3161 §2.4.2), so that no mistake of zones
   * explains it.
   */
  public static void checkToken(Instant genTime, Instant existed, Report.Builder checks) {
    String detail = "made " + genTime + ", there " + existed;
    if (of(genTime, existed) == FITS) {
      checks.pass(ID, CLAUSE, detail);
    } else {
      checks.unknown(ID, CLAUSE, Reason.SIGNING_TIME_CONTRADICTED, detail);
    }
  }
}
