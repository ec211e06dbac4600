package org.xinfu.trust.chain;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;

/** Revocation against the best signature time (RFC 5280 §6.3, GM/T 0031 §6.2.3 d). */
final class RevocationRules {
  private static final String ID = "certificate-revocation";
  private static final String CLAUSE = "RFC 5280 6.3";

  private final ChainQuery query;
  private final RevocationPool pool;
  private final Report.Builder checks;

  RevocationRules(ChainQuery query, RevocationPool pool, Report.Builder checks) {
    this.query = query;
    this.pool = pool;
    this.checks = checks;
  }

  void check(Certificate certificate, Certificate issuer) {
    if (query.policy().revocation() == TrustPolicy.Revocation.NONE) {
      checks.notDone(ID, CLAUSE, certificate + ": the policy does not ask");
      return;
    }
    Instant now = query.policy().at();
    List<Crl> genuine =
        pool.crls().stream()
            .filter(c -> c.madeBy(now) && c.speaksFor(certificate, issuer))
            .toList();
    Optional<RevokedEntry> entry = revocation(certificate, genuine);
    if (entry.isPresent()) {
      revoked(certificate, entry.get());
    } else {
      notNamed(certificate, genuine, now);
    }
  }

  /**
   * The entry that counts. Only a hold ends: a certificate that an older list revoked for any other
   * cause stays revoked (X.509 §8.5.3.1), even when newer lists have dropped it as expired. Of
   * lists of the same second one that names the certificate is heard, whatever the order.
   */
  private static Optional<RevokedEntry> revocation(Certificate certificate, List<Crl> genuine) {
    Optional<Instant> newest = genuine.stream().map(Crl::thisUpdate).max(Comparator.naturalOrder());
    return genuine.stream()
        .flatMap(
            c ->
                c.entry(certificate.serial()).stream()
                    .filter(e -> !e.onHold() || newest.equals(Optional.of(c.thisUpdate()))))
        .min(Comparator.comparing(RevokedEntry::since));
  }

  private void notNamed(Certificate certificate, List<Crl> genuine, Instant now) {
    List<Crl> knowing = genuine.stream().filter(c -> c.knows(certificate)).toList();
    if (knowing.stream().anyMatch(c -> c.freshAt(now))) {
      checks.pass(ID, CLAUSE, certificate.toString());
      return;
    }
    // EN 319 102-1 §5.2.5: what was made at or after the signature knows of all that came before.
    boolean since =
        query.timeSource() != TimeSource.NONE
            && knowing.stream().anyMatch(c -> !c.thisUpdate().isBefore(query.at()));
    String detail = certificate + ": no usable CRL";
    if (since && query.timeProven()) {
      checks.pass(ID, "ETSI EN 319 102-1 5.2.5", certificate.toString());
    } else if (since) {
      checks.warn(
          ID,
          "ETSI EN 319 102-1 5.2.5",
          Reason.TIME_NOT_PROVEN,
          certificate + ": known since the claimed time, not up to now");
    } else if (query.policy().strict()) {
      checks.unknown(ID, CLAUSE, Reason.REVOCATION_UNKNOWN, detail);
    } else {
      checks.warn(ID, CLAUSE, Reason.REVOCATION_UNKNOWN, detail);
    }
  }

  private void revoked(Certificate certificate, RevokedEntry entry) {
    Instant since = entry.since();
    String detail = certificate + " revoked since " + since + ", " + entry.cause();
    boolean claimBeaten = !query.timeProven() && entry.cause().keyInOtherHands();
    boolean after = query.timeSource() != TimeSource.NONE && !query.at().isBefore(since);
    if (after || claimBeaten) {
      checks.fail(ID, "GM/T 0031 6.2.3 d", Reason.CERTIFICATE_REVOKED, detail);
    } else if (query.timeProven()) {
      checks.pass(ID, "GM/T 0031 6.2.3 d", detail + ", after the signature");
    } else {
      TimeRules.onlyClaimed(query, checks, ID, detail);
    }
  }
}
