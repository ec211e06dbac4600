package org.xinfu.trust;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * Everything a judgement depends on besides the document. There is no default: the anchors are what
 * the caller trusts, each for one purpose, and the moment is given, not read from a clock.
 *
 * @param name strict or interop, as reports show it
 * @param signers anchors for document signers
 * @param makers anchors for seal makers
 * @param timestampers anchors for time-stamping authorities
 * @param crls X.509 CRLs (DER) that may be used; each is checked before it is believed
 * @param algorithms suites accepted
 * @param at the moment of validation
 */
public record TrustPolicy(
    Mode name,
    List<Certificate> signers,
    List<Certificate> makers,
    List<Certificate> timestampers,
    List<Bytes> crls,
    Set<SignatureAlgorithm> algorithms,
    Revocation revocation,
    Instant at,
    Budgets budgets) {
  /** Interop accepts the deviations that the standards' real data show, and reports each. */
  public enum Mode {
    STRICT,
    INTEROP
  }

  /** Where revocation evidence may come from. */
  public enum Revocation {
    OFFLINE,
    ONLINE,
    NONE
  }

  /**
   * Limits on hostile input.
   *
   * @param documentBytes largest document
   * @param entries most entries of a package
   * @param entryBytes largest inflated entry
   * @param inflatedBytes all entries together
   * @param ratio highest inflation ratio of an entry above 1 MiB
   * @param depth deepest nesting of XML or ASN.1
   * @param signatures most signatures judged
   * @param chainLength most certificates in a path
   */
  public record Budgets(
      long documentBytes,
      int entries,
      long entryBytes,
      long inflatedBytes,
      int ratio,
      int depth,
      int signatures,
      int chainLength) {
    /** Generous for genuine documents, harmless for a service. */
    public static Budgets standard() {
      return new Budgets(2L << 30, 10_000, 1L << 30, 4L << 30, 200, 64, 200, 10);
    }
  }

  public TrustPolicy {
    signers = List.copyOf(signers);
    makers = List.copyOf(makers);
    timestampers = List.copyOf(timestampers);
    crls = List.copyOf(crls);
    algorithms = Set.copyOf(algorithms);
  }

  /**
   * An interop policy at {@code at} with these anchors, offline revocation, all suites, standard
   * budgets.
   */
  public static TrustPolicy interop(
      List<Certificate> signers, List<Certificate> makers, Instant at) {
    return new TrustPolicy(
        Mode.INTEROP,
        signers,
        makers,
        List.of(),
        List.of(),
        Set.of(SignatureAlgorithm.values()),
        Revocation.OFFLINE,
        at,
        Budgets.standard());
  }

  /** The same policy in another mode. */
  public TrustPolicy withMode(Mode mode) {
    return new TrustPolicy(
        mode, signers, makers, timestampers, crls, algorithms, revocation, at, budgets);
  }

  /** The same policy with these CRLs. */
  public TrustPolicy withCrls(List<Bytes> other) {
    return new TrustPolicy(
        name, signers, makers, timestampers, other, algorithms, revocation, at, budgets);
  }

  /** The same policy at another moment. */
  public TrustPolicy withAt(Instant moment) {
    return new TrustPolicy(
        name, signers, makers, timestampers, crls, algorithms, revocation, moment, budgets);
  }

  /** The same policy with another revocation mode. */
  public TrustPolicy withRevocation(Revocation mode) {
    return new TrustPolicy(
        name, signers, makers, timestampers, crls, algorithms, mode, at, budgets);
  }

  /** Whether deviations from the standard are refused. */
  public boolean strict() {
    return name == Mode.STRICT;
  }
}
