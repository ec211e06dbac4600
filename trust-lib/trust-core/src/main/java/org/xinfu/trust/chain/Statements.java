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
import org.xinfu.trust.chain.RevocationStatement.Word;

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
      List<RevocationStatement> all =
          new ArrayList<>(CrlStatements.asking(pool, now).about(certificate, issuer));
      all.addAll(new OcspStatements(pool, now).about(certificate, issuer));
      found = all.stream().filter(s -> !denied(s, all, issuer)).toList();
      known.put(pair, found);
    }
    return found;
  }

  /** What a disowned maker says is nothing where the issuer itself, later, names nobody. */
  private static boolean denied(
      RevocationStatement said, List<RevocationStatement> all, Certificate issuer) {
    return said.word() == Word.DISOWNED
        && all.stream()
            .filter(s -> s.maker().equals(issuer) && s.knows() && s.entry().isEmpty())
            .filter(s -> s.reasons() == CrlScope.ALL_REASONS)
            .anyMatch(s -> !s.thisUpdate().isBefore(said.thisUpdate()));
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
   * The entries that count, the earliest first. Only a hold ends: a certificate that older evidence
   * revoked for any other cause stays revoked (X.509 §8.5.3.1), even when newer lists have dropped
   * it as expired. Of evidence of the same second what names the certificate is heard, whatever the
   * order.
   *
   * @param believed those that end a hold; whoever stole a key that was revoked since ends none
   */
  static List<RevokedEntry> revocations(
      List<RevocationStatement> statements, List<RevocationStatement> believed) {
    return entries(statements, Statements::counts, byAny(believed));
  }

  /** The same where nobody says whom to believe: who put on hold releases, and nobody else. */
  static List<RevokedEntry> revocations(List<RevocationStatement> statements) {
    return entries(statements, Statements::counts, byMaker(statements));
  }

  /** What names the certificate and is no revocation for sure, by the same rules. */
  static List<RevokedEntry> doubts(
      List<RevocationStatement> statements, List<RevocationStatement> believed) {
    return entries(statements, s -> !counts(s), byAny(believed));
  }

  /** The same where nobody says whom to believe. */
  static List<RevokedEntry> doubts(List<RevocationStatement> statements) {
    return entries(statements, s -> !counts(s), byMaker(statements));
  }

  /** Whatever names the certificate, for sure or not. */
  static List<RevokedEntry> named(List<RevocationStatement> statements) {
    return entries(statements, s -> true, byMaker(statements));
  }

  private static boolean counts(RevocationStatement statement) {
    return statement.word() == Word.COUNTS;
  }

  private static Function<RevocationStatement, Optional<Instant>> byAny(
      List<RevocationStatement> believed) {
    Optional<Instant> released =
        believed.stream()
            .filter(RevocationStatement::knowsOfHolds)
            .map(RevocationStatement::thisUpdate)
            .max(Comparator.naturalOrder());
    return s -> released;
  }

  private static Function<RevocationStatement, Optional<Instant>> byMaker(
      List<RevocationStatement> statements) {
    Map<Certificate, Instant> released = new HashMap<>();
    statements.stream()
        .filter(RevocationStatement::knowsOfHolds)
        .forEach(s -> released.merge(s.maker(), s.thisUpdate(), (a, b) -> a.isAfter(b) ? a : b));
    return s -> Optional.ofNullable(released.get(s.maker()));
  }

  private static List<RevokedEntry> entries(
      List<RevocationStatement> statements,
      Predicate<RevocationStatement> which,
      Function<RevocationStatement, Optional<Instant>> released) {
    return statements.stream()
        .filter(which)
        .flatMap(
            s ->
                s.entry().stream()
                    .filter(
                        e ->
                            !e.onHold()
                                || released.apply(s).filter(s.thisUpdate()::isBefore).isEmpty()))
        .sorted(Comparator.comparing(RevokedEntry::since))
        .toList();
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
