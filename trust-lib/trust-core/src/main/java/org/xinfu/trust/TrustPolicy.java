package org.xinfu.trust;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.InitialPolicies;
import org.xinfu.trust.chain.RevocationSource;
import org.xinfu.trust.chain.TrustTerm;
import org.xinfu.trust.chain.Workload;
import org.xinfu.trust.key.Acceptance;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Standing;
import org.xinfu.trust.key.VerificationKey;

/**
 * Everything a judgement depends on besides the document. There is no default: the anchors are what
 * the caller trusts, each for one purpose, and the moment is given, not read from a clock.
 *
 * @param name strict or interop, as reports show it
 * @param signers anchors for document signers
 * @param makers anchors for seal makers
 * @param timestampers anchors for time-stamping authorities
 * @param intermediates certificates that may lie between a signer and an anchor; not believed
 *     themselves, only a help where the document carries none
 * @param crls X.509 CRLs (DER) that may be used; each is checked before it is believed
 * @param ocsps OCSP responses (DER) that may be used; each is checked before it is believed
 * @param algorithms suites accepted, each until its date in {@link Acceptance}
 * @param at the moment of validation
 * @param terms since when and until when single keys are trusted, wherever in a path they are
 * @param initialPolicies certificate policies that a signer's path must have
 * @param source is asked for newer evidence when revocation is ONLINE; otherwise asks nobody
 * @param logs certificates of log and witness keys, whose receipts prove existence
 * @param receipts log receipts (C2SP tlog-proof) that may be used; each is checked first
 * @param workload what the document at hand may still cost; no part of what is trusted
 */
public record TrustPolicy(
    Mode name,
    List<Certificate> signers,
    List<Certificate> makers,
    List<Certificate> timestampers,
    List<Certificate> intermediates,
    List<Bytes> crls,
    List<Bytes> ocsps,
    Set<SignatureAlgorithm> algorithms,
    Revocation revocation,
    Instant at,
    Budgets budgets,
    List<TrustTerm> terms,
    InitialPolicies initialPolicies,
    RevocationSource source,
    List<Certificate> logs,
    List<Bytes> receipts,
    Workload workload) {
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
   * @param ratio highest inflation ratio of an entry above 1 MiB; half of it for all entries of a
   *     package together above 32 MiB
   * @param depth deepest nesting of XML or ASN.1
   * @param signatures most signatures judged
   * @param chainLength most certificates in a path
   * @param xml limits on XML signatures besides
   */
  public record Budgets(
      long documentBytes,
      int entries,
      long entryBytes,
      long inflatedBytes,
      int ratio,
      int depth,
      int signatures,
      int chainLength,
      XmlLimits xml) {
    /** With the standard limits on XML. */
    public Budgets(
        long documentBytes,
        int entries,
        long entryBytes,
        long inflatedBytes,
        int ratio,
        int depth,
        int signatures,
        int chainLength) {
      this(
          documentBytes,
          entries,
          entryBytes,
          inflatedBytes,
          ratio,
          depth,
          signatures,
          chainLength,
          XmlLimits.standard());
    }

    /** Generous for genuine documents, harmless for a service. */
    public static Budgets standard() {
      return new Budgets(2L << 30, 10_000, 1L << 30, 4L << 30, 200, 64, 200, 10);
    }

    /** The same with these limits on XML. */
    public Budgets withXml(XmlLimits limits) {
      return new Budgets(
          documentBytes,
          entries,
          entryBytes,
          inflatedBytes,
          ratio,
          depth,
          signatures,
          chainLength,
          limits);
    }
  }

  public TrustPolicy {
    signers = List.copyOf(signers);
    makers = List.copyOf(makers);
    timestampers = List.copyOf(timestampers);
    intermediates = List.copyOf(intermediates);
    crls = List.copyOf(crls);
    ocsps = List.copyOf(ocsps);
    algorithms = Set.copyOf(algorithms);
    terms = List.copyOf(terms);
    logs = List.copyOf(logs);
    receipts = List.copyOf(receipts);
  }

  /** A policy without intermediates and OCSP responses; see also the {@code with…} methods. */
  public TrustPolicy(
      Mode name,
      List<Certificate> signers,
      List<Certificate> makers,
      List<Certificate> timestampers,
      List<Bytes> crls,
      Set<SignatureAlgorithm> algorithms,
      Revocation revocation,
      Instant at,
      Budgets budgets) {
    this(
        name,
        signers,
        makers,
        timestampers,
        List.of(),
        crls,
        List.of(),
        algorithms,
        revocation,
        at,
        budgets,
        List.of(),
        InitialPolicies.any(),
        RevocationSource.none(),
        List.of(),
        List.of(),
        Workload.unshared());
  }

  /**
   * An interop policy at {@code at} with these anchors, offline revocation, all suites that are not
   * legacy, standard budgets.
   */
  public static TrustPolicy interop(
      List<Certificate> signers, List<Certificate> makers, Instant at) {
    return new TrustPolicy(
        Mode.INTEROP,
        signers,
        makers,
        List.of(),
        List.of(),
        SignatureAlgorithm.current(),
        Revocation.OFFLINE,
        at,
        Budgets.standard());
  }

  /** The same policy in another mode. */
  public TrustPolicy withMode(Mode mode) {
    return change(draft -> draft.name = mode);
  }

  /** The same policy with these anchors for document signers. */
  public TrustPolicy withSigners(List<Certificate> anchors) {
    return change(draft -> draft.signers = anchors);
  }

  /** The same policy with these anchors for seal makers. */
  public TrustPolicy withMakers(List<Certificate> anchors) {
    return change(draft -> draft.makers = anchors);
  }

  /** The same policy with these anchors for time-stamping authorities. */
  public TrustPolicy withTimestampers(List<Certificate> anchors) {
    return change(draft -> draft.timestampers = anchors);
  }

  /** The same policy with these certificates to build paths of. */
  public TrustPolicy withIntermediates(List<Certificate> certificates) {
    return change(draft -> draft.intermediates = certificates);
  }

  /** The same policy with these CRLs. */
  public TrustPolicy withCrls(List<Bytes> other) {
    return change(draft -> draft.crls = other);
  }

  /** The same policy with these OCSP responses. */
  public TrustPolicy withOcsps(List<Bytes> other) {
    return change(draft -> draft.ocsps = other);
  }

  /** The same policy accepting these suites alone. */
  public TrustPolicy withAlgorithms(Set<SignatureAlgorithm> suites) {
    return change(draft -> draft.algorithms = suites);
  }

  /** The same policy with another revocation mode. */
  public TrustPolicy withRevocation(Revocation mode) {
    return change(draft -> draft.revocation = mode);
  }

  /** The same policy, asking this source for newer evidence. */
  public TrustPolicy online(RevocationSource asked) {
    return change(
        draft -> {
          draft.revocation = Revocation.ONLINE;
          draft.source = asked;
        });
  }

  /** The same policy, trusting these certificates of log and witness keys. */
  public TrustPolicy withLogs(List<Certificate> keys) {
    return change(draft -> draft.logs = keys);
  }

  /** The same policy with these log receipts. */
  public TrustPolicy withReceipts(List<Bytes> other) {
    return change(draft -> draft.receipts = other);
  }

  /** The same policy with an account of its own of what one document may cost, for one thread. */
  public TrustPolicy forOneDocument() {
    return change(draft -> draft.workload = Workload.ofDocument());
  }

  /**
   * The same policy within a document: itself when an account is open, else {@link
   * #forOneDocument}. Whoever begins to judge asks for it, so that the account is one whichever
   * door was used.
   */
  public TrustPolicy withinDocument() {
    return workload.ofOneDocument() ? this : forOneDocument();
  }

  /** The same policy at another moment. */
  public TrustPolicy withAt(Instant moment) {
    return change(draft -> draft.at = moment);
  }

  /** The same policy with other limits. */
  public TrustPolicy withBudgets(Budgets limits) {
    return change(draft -> draft.budgets = limits);
  }

  /** The same policy with these terms, as a trust list has them. */
  public TrustPolicy withTerms(List<TrustTerm> other) {
    return change(draft -> draft.terms = other);
  }

  /** The same policy asking for these certificate policies of a signer's path. */
  public TrustPolicy withInitialPolicies(InitialPolicies other) {
    return change(draft -> draft.initialPolicies = other);
  }

  /**
   * What a signature by {@code key} is worth under this policy: its suites and the dates of {@link
   * Acceptance}.
   *
   * @param moment the best signature time when it is proven, else {@link #at}
   */
  public Standing standing(VerificationKey key, Instant moment) {
    return Acceptance.standard().of(key, algorithms, moment);
  }

  /** Whether deviations from the standard are refused. */
  public boolean strict() {
    return name == Mode.STRICT;
  }

  private TrustPolicy change(Consumer<Draft> edit) {
    Draft draft = new Draft(this);
    edit.accept(draft);
    return draft.policy();
  }

  /** The one place that copies all parts, so that a new part is added in one place. */
  private static final class Draft {
    private Mode name;
    private List<Certificate> signers;
    private List<Certificate> makers;
    private List<Certificate> timestampers;
    private List<Certificate> intermediates;
    private List<Bytes> crls;
    private List<Bytes> ocsps;
    private Set<SignatureAlgorithm> algorithms;
    private Revocation revocation;
    private Instant at;
    private Budgets budgets;
    private List<TrustTerm> terms;
    private InitialPolicies initialPolicies;
    private RevocationSource source;
    private List<Certificate> logs;
    private List<Bytes> receipts;
    private Workload workload;

    private Draft(TrustPolicy policy) {
      name = policy.name;
      signers = policy.signers;
      makers = policy.makers;
      timestampers = policy.timestampers;
      intermediates = policy.intermediates;
      crls = policy.crls;
      ocsps = policy.ocsps;
      algorithms = policy.algorithms;
      revocation = policy.revocation;
      at = policy.at;
      budgets = policy.budgets;
      terms = policy.terms;
      initialPolicies = policy.initialPolicies;
      source = policy.source;
      logs = policy.logs;
      receipts = policy.receipts;
      workload = policy.workload;
    }

    private TrustPolicy policy() {
      return new TrustPolicy(
          name,
          signers,
          makers,
          timestampers,
          intermediates,
          crls,
          ocsps,
          algorithms,
          revocation,
          at,
          budgets,
          terms,
          initialPolicies,
          source,
          logs,
          receipts,
          workload);
    }
  }
}
