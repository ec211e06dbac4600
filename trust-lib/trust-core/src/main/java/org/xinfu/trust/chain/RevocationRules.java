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
  private final List<Crl> crls;
  private final Report.Builder checks;

  RevocationRules(ChainQuery query, Report.Builder checks) {
    this.query = query;
    this.crls = query.policy().crls().stream().flatMap(der -> Crl.parse(der).stream()).toList();
    this.checks = checks;
  }

  void check(Certificate certificate, Certificate issuer) {
    if (query.policy().revocation() == TrustPolicy.Revocation.NONE) {
      checks.notDone(ID, CLAUSE, certificate + ": the policy does not ask");
      return;
    }
    Instant now = query.policy().at();
    List<Crl> genuine =
        crls.stream().filter(c -> c.speaksFor(certificate, issuer) && c.madeBy(now)).toList();
    // An outdated list still proves a revocation that it names, but not that there is none. Of
    // several made in the same second one that names the certificate is heard, whatever the order.
    Optional<Instant> newest = genuine.stream().map(Crl::thisUpdate).max(Comparator.naturalOrder());
    Optional<RevokedEntry> entry =
        genuine.stream()
            .filter(c -> newest.equals(Optional.of(c.thisUpdate())))
            .flatMap(c -> c.entry(certificate.serial()).stream())
            .min(Comparator.comparing(RevokedEntry::at));
    if (entry.isPresent()) {
      revoked(certificate, entry.get());
    } else if (genuine.stream().anyMatch(c -> c.freshAt(now))) {
      checks.pass(ID, CLAUSE, certificate.toString());
    } else if (query.policy().strict()) {
      checks.unknown(ID, CLAUSE, Reason.REVOCATION_UNKNOWN, certificate + ": no usable CRL");
    } else {
      checks.warn(ID, CLAUSE, Reason.REVOCATION_UNKNOWN, certificate + ": no usable CRL");
    }
  }

  private void revoked(Certificate certificate, RevokedEntry entry) {
    Instant since = entry.invalidSince().filter(i -> i.isBefore(entry.at())).orElse(entry.at());
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
