package org.xinfu.trust.chain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;

/** Revocation against the best signature time (RFC 5280 §6.3, GM/T 0031 §6.2.3 d). */
final class RevocationRules {
  private static final String ID = "certificate-revocation";
  private static final String CLAUSE = "RFC 5280 6.3";
  private static final Duration SKEW = Duration.ofMinutes(5);

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
    List<RevocationStatement> statements = statements(certificate, issuer);
    Optional<RevokedEntry> entry = revocation(statements);
    if (entry.isPresent()) {
      revoked(certificate, entry.get());
    } else if (!pool.exhausted()) {
      notNamed(certificate, statements);
    }
  }

  /**
   * An anchor is not asked about, but one that another anchor issued and revoked is still revoked:
   * who trusts both did not mean the opposite.
   */
  void checkAnchor(Certificate anchor) {
    if (query.policy().revocation() == TrustPolicy.Revocation.NONE || anchor.selfIssued()) {
      return;
    }
    for (Certificate issuer : query.anchors()) {
      if (PathBuilder.mayHaveIssued(issuer, anchor)
          && pool.links().state(issuer, anchor) == Links.State.HOLDS) {
        revocation(statements(anchor, issuer)).ifPresent(entry -> revoked(anchor, entry));
      }
    }
  }

  private List<RevocationStatement> statements(Certificate certificate, Certificate issuer) {
    Instant now = horizon();
    List<RevocationStatement> all = new ArrayList<>();
    all.addAll(new CrlStatements(pool, now).about(certificate, issuer));
    all.addAll(new OcspStatements(pool, now).about(certificate, issuer));
    if (pool.exhausted()) {
      // What was not verified may name the certificate.
      checks.unknown(ID, CLAUSE, Reason.BUDGET_EXCEEDED, certificate + ": too many lists, answers");
    }
    return all;
  }

  /**
   * What is dated later was not known at the moment of validation. What was asked for just now was
   * made after that moment, by other clocks.
   */
  private Instant horizon() {
    boolean online = query.policy().revocation() == TrustPolicy.Revocation.ONLINE;
    return online ? query.policy().at().plus(SKEW) : query.policy().at();
  }

  /**
   * The entry that counts. Only a hold ends: a certificate that older evidence revoked for any
   * other cause stays revoked (X.509 §8.5.3.1), even when newer lists have dropped it as expired.
   * Of evidence of the same second what names the certificate is heard, whatever the order.
   */
  private static Optional<RevokedEntry> revocation(List<RevocationStatement> statements) {
    Optional<Instant> newest =
        statements.stream().map(RevocationStatement::thisUpdate).max(Comparator.naturalOrder());
    return statements.stream()
        .flatMap(
            s ->
                s.entry().stream()
                    .filter(e -> !e.onHold() || newest.equals(Optional.of(s.thisUpdate()))))
        .min(Comparator.comparing(RevokedEntry::since));
  }

  private void notNamed(Certificate certificate, List<RevocationStatement> statements) {
    Instant now = query.policy().at();
    if (known(statements, s -> s.freshAt(now))) {
      checks.pass(ID, CLAUSE, certificate.toString());
      return;
    }
    // EN 319 102-1 §5.2.5: what was made at or after the signature knows of all that came before.
    boolean since =
        query.timeSource() != TimeSource.NONE
            && known(statements, s -> !s.thisUpdate().isBefore(query.at()));
    String detail = certificate + ": no usable CRL or OCSP response";
    if ((since && query.timeProven()) || knownBy(statements)) {
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

  /**
   * A claimed moment with a later proof of existence: what was in force at the proof, or came after
   * it, leaves no time in which the key could have been lost and used.
   */
  private boolean knownBy(List<RevocationStatement> statements) {
    return query
        .existedBy()
        .filter(by -> known(statements, s -> s.freshAt(by) || !s.thisUpdate().isBefore(by)))
        .isPresent();
  }

  /** Whether what is timely covers all reasons together, RFC 5280 §6.3.3. */
  private static boolean known(
      List<RevocationStatement> statements, Predicate<RevocationStatement> timely) {
    int reasons =
        statements.stream()
            .filter(s -> s.knows() && timely.test(s))
            .mapToInt(RevocationStatement::reasons)
            .reduce(0, (a, b) -> a | b);
    return reasons == CrlScope.ALL_REASONS;
  }

  private void revoked(Certificate certificate, RevokedEntry entry) {
    Instant since = entry.since();
    String detail = certificate + " revoked since " + since + ", " + entry.cause();
    boolean before = query.provenBy().filter(by -> by.isBefore(since)).isPresent();
    boolean claimBeaten = !before && entry.cause().keyInOtherHands();
    boolean after = query.timeSource() != TimeSource.NONE && !query.at().isBefore(since);
    if (after || claimBeaten) {
      checks.fail(ID, "GM/T 0031 6.2.3 d", Reason.CERTIFICATE_REVOKED, detail);
    } else if (before) {
      checks.pass(ID, "GM/T 0031 6.2.3 d", detail + ", after the signature");
    } else {
      TimeRules.onlyClaimed(query, checks, ID, detail);
    }
  }
}
