package org.xinfu.trust.chain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.xinfu.trust.TrustPolicy;

/** All that genuine lists and answers say about a certificate, found once for each issuer. */
final class Statements {
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final RevocationPool pool;
  private final Map<Links.Pair, List<RevocationStatement>> known = new HashMap<>();

  Statements(RevocationPool pool) {
    this.pool = pool;
  }

  List<RevocationStatement> about(Certificate certificate, Certificate issuer) {
    Links.Pair pair = new Links.Pair(issuer, certificate);
    List<RevocationStatement> found = known.get(pair);
    if (found == null) {
      Instant now = horizon();
      found = new ArrayList<>(new CrlStatements(pool, now).about(certificate, issuer));
      found.addAll(new OcspStatements(pool, now).about(certificate, issuer));
      known.put(pair, found);
    }
    return found;
  }

  /**
   * What is dated later was not known at the moment of validation. What was asked for just now was
   * made after that moment, by other clocks.
   */
  private Instant horizon() {
    boolean online = pool.policy().revocation() == TrustPolicy.Revocation.ONLINE;
    return online ? pool.policy().at().plus(SKEW) : pool.policy().at();
  }

  /**
   * The entry that counts. Only a hold ends: a certificate that older evidence revoked for any
   * other cause stays revoked (X.509 §8.5.3.1), even when newer lists have dropped it as expired.
   * Of evidence of the same second what names the certificate is heard, whatever the order.
   *
   * @param believed those that end a hold; whoever stole a key that was revoked since ends none
   */
  static Optional<RevokedEntry> revocation(
      List<RevocationStatement> statements, List<RevocationStatement> believed) {
    Optional<Instant> released =
        believed.stream()
            .filter(RevocationStatement::knowsOfHolds)
            .map(RevocationStatement::thisUpdate)
            .max(Comparator.naturalOrder());
    return revocation(statements, s -> released);
  }

  /** The same where nobody says whom to believe: who put on hold releases, and nobody else. */
  static Optional<RevokedEntry> revocation(List<RevocationStatement> statements) {
    Map<Certificate, Instant> released = new HashMap<>();
    statements.stream()
        .filter(RevocationStatement::knowsOfHolds)
        .forEach(s -> released.merge(s.maker(), s.thisUpdate(), (a, b) -> a.isAfter(b) ? a : b));
    return revocation(statements, s -> Optional.ofNullable(released.get(s.maker())));
  }

  /** What names the certificate and is not understood. */
  static Optional<RevokedEntry> doubt(List<RevocationStatement> statements) {
    return statements.stream()
        .filter(s -> !s.understood())
        .flatMap(s -> s.entry().stream())
        .min(Comparator.comparing(RevokedEntry::since));
  }

  private static Optional<RevokedEntry> revocation(
      List<RevocationStatement> statements,
      Function<RevocationStatement, Optional<Instant>> released) {
    return statements.stream()
        .filter(RevocationStatement::understood)
        .flatMap(
            s ->
                s.entry().stream()
                    .filter(
                        e ->
                            !e.onHold()
                                || released.apply(s).filter(s.thisUpdate()::isBefore).isEmpty()))
        .min(Comparator.comparing(RevokedEntry::since));
  }

  /** Whether what is timely covers all reasons together, RFC 5280 §6.3.3. */
  static boolean known(
      List<RevocationStatement> statements, Predicate<RevocationStatement> timely) {
    int reasons =
        statements.stream()
            .filter(s -> s.knows() && timely.test(s))
            .mapToInt(RevocationStatement::reasons)
            .reduce(0, (a, b) -> a | b);
    return reasons == CrlScope.ALL_REASONS;
  }

  /**
   * Whether it is known that nothing had happened at {@code moment}: what was in force then, or was
   * made later, leaves no time before it in which a key could have been lost and used.
   */
  static boolean knownAt(List<RevocationStatement> statements, Instant moment) {
    return known(statements, s -> s.freshAt(moment) || !s.thisUpdate().isBefore(moment));
  }
}
