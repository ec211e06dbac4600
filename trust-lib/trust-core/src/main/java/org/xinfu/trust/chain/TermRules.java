package org.xinfu.trust.chain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;

/**
 * The terms of the policy for each key of a path. Outside of them nothing is proven against the
 * signature, it is only not believed: INDETERMINATE.
 */
final class TermRules {
  private static final String ID = "trust-term";

  private TermRules() {}

  static void check(List<Certificate> path, ChainQuery query, Report.Builder checks) {
    if (query.policy().terms().isEmpty()) {
      return;
    }
    for (Certificate certificate : path) {
      String key = certificate.keySha256();
      query.policy().terms().stream()
          .filter(t -> t.keySha256().equals(key))
          .forEach(t -> check(certificate, t, query, checks));
    }
  }

  private static void check(
      Certificate certificate, TrustTerm term, ChainQuery query, Report.Builder checks) {
    // A moment after every proven one: without a time the signature may be of today.
    boolean timed = query.timeSource() != TimeSource.NONE;
    Instant at = timed ? query.at() : query.policy().at();
    Optional<Instant> until = term.until();
    if (term.from().filter(at::isBefore).isPresent()) {
      checks.unknown(
          ID, "", Reason.ANCHOR_DISTRUSTED, certificate + " trusted from " + term.from().get());
    } else if (until.isEmpty() || query.policy().at().isBefore(until.get())) {
      checks.pass(ID, "", certificate.toString());
    } else if (query.provenBy().filter(by -> by.isBefore(until.get())).isPresent()) {
      checks.pass(ID, "", certificate + " trusted until " + until.get() + ", signed before");
    } else if (at.isBefore(until.get()) && query.claimCounts() && !term.compromised()) {
      checks.warn(ID, "", Reason.TIME_NOT_PROVEN, certificate + " trusted until " + until.get());
    } else {
      checks.unknown(
          ID, "", Reason.ANCHOR_DISTRUSTED, certificate + " trusted until " + until.get());
    }
  }
}
