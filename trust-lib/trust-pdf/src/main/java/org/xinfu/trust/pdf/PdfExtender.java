package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.EvidenceCollector;
import org.xinfu.trust.chain.RevocationSource;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedMessage;
import org.xinfu.trust.time.TimestampSource;

/**
 * Raises the signatures of a PDF to B-T, B-LT and B-LTA, and renews them (ETSI EN 319 142-1 §5.4
 * and §6.3). Every step appends a revision; what was there stays octet by octet. A step whose
 * result would not be VALID is refused with the reason, so nothing broken is kept for later.
 */
public final class PdfExtender {
  /** Octets for a time-stamp token with its certificates. */
  private static final int TOKEN = 8192;

  private static final String VALUES = "EN 319 142-1 5.4.2";
  private static final String STAMP = "EN 319 142-1 5.4.3";
  private final PdfSigningEngine engine;
  private final TrustPolicy policy;
  private final RevocationSource source;

  /**
   * Works under {@code policy}, at its moment.
   *
   * @param policy its intermediates, CRLs and OCSP responses are used where they concern
   * @param source is asked for more
   */
  public PdfExtender(PdfSigningEngine engine, TrustPolicy policy, RevocationSource source) {
    this.engine = engine;
    this.policy = policy;
    this.source = source;
  }

  /**
   * B-T for what has no time-stamp yet: a document timestamp over everything.
   *
   * @throws IllegalArgumentException when the document cannot be read or appended to
   */
  public Verdict<DocumentSource> timestamp(DocumentSource pdf, TimestampSource authority) {
    return then(stamp(pdf, authority), stamped -> judged(stamped, policy));
  }

  /**
   * B-LT: the document security store gains the certificates and the revocation evidence of all
   * signatures and time-stamps, enough to judge them with the anchors alone.
   *
   * @throws IllegalArgumentException when the document cannot be read or appended to
   */
  public Verdict<DocumentSource> values(DocumentSource pdf) {
    DocumentSource stored = store(pdf);
    DocumentReport report = new PdfVerifier().verify(stored, alone());
    List<String> early =
        report.signatures().stream()
            .filter(s -> s.level() != null && !s.level().startsWith("B-LT"))
            .map(s -> s.id() + " is " + s.level())
            .toList();
    Report.Builder checks = complete(report);
    if (checks.report().checks().isEmpty() && !early.isEmpty()) {
      checks.unknown("level", VALUES, Reason.TIME_NOT_PROVEN, String.join(", ", early));
    }
    return checks.report().checks().isEmpty() ? judged(stored, alone()) : checks.refusal();
  }

  /**
   * B-LTA, and again before the last time-stamp's certificate or algorithm ends: the store is
   * completed and a document timestamp put over all of it.
   *
   * @throws IllegalArgumentException when the document cannot be read or appended to
   */
  public Verdict<DocumentSource> archive(DocumentSource pdf, TimestampSource authority) {
    DocumentSource stored = store(pdf);
    Report.Builder checks = complete(new PdfVerifier().verify(stored, alone()));
    if (!checks.report().checks().isEmpty()) {
      return checks.refusal();
    }
    return then(stamp(stored, authority), stamped -> judged(stamped, with(collect(stamped))));
  }

  private interface Step {
    Verdict<DocumentSource> of(DocumentSource pdf);
  }

  private static Verdict<DocumentSource> then(Verdict<DocumentSource> verdict, Step next) {
    return verdict instanceof Verdict.Valid<DocumentSource> valid
        ? next.of(valid.content())
        : verdict;
  }

  private Verdict<DocumentSource> stamp(DocumentSource pdf, TimestampSource authority) {
    String name = FormFields.unused(new PdfView(Octets.of(pdf)), "Timestamp");
    PreparedPdf prepared = engine.prepareTimestamp(pdf, name, policy.at(), TOKEN);
    Verdict<Bytes> token =
        authority.stamp(ContentDigest.SHA256, prepared.digest(ContentDigest.SHA256));
    return token.fold(
        value -> fitting(prepared, value, token.report()),
        (reason, report) -> new Verdict.Invalid<>(reason, report),
        (reason, report) -> new Verdict.Indeterminate<>(reason, report));
  }

  private static Verdict<DocumentSource> fitting(PreparedPdf prepared, Bytes token, Report report) {
    if (token.length() > TOKEN) {
      return new Report.Builder()
          .fail("token", STAMP, Reason.BUDGET_EXCEEDED, token.length() + " octets of a time-stamp")
          .refusal();
    }
    return new Verdict.Valid<>(prepared.finished(token), report);
  }

  /** The document with all evidence that it has not yet. */
  private DocumentSource store(DocumentSource pdf) {
    Evidence all = collect(pdf);
    Evidence there = SecurityStore.of(new PdfView(Octets.of(pdf)));
    Evidence more =
        new Evidence(
            without(all.certificates(), there.certificates()),
            without(all.crls(), there.crls()),
            without(all.ocsps(), there.ocsps()));
    boolean nothing =
        more.certificates().isEmpty() && more.crls().isEmpty() && more.ocsps().isEmpty();
    return nothing ? pdf : new AppendedSource(pdf, engine.store(pdf, more, policy.at()));
  }

  private static <T> List<T> without(List<T> all, List<T> there) {
    Set<T> known = new HashSet<>(there);
    return new LinkedHashSet<>(all).stream().filter(one -> !known.contains(one)).toList();
  }

  /** What concerns the signers and time-stamping authorities of the document. */
  private Evidence collect(DocumentSource pdf) {
    try {
      PdfView view = new PdfView(Octets.of(pdf));
      List<SignedMessage> signatures = new ArrayList<>();
      List<SignedMessage> stamps = new ArrayList<>();
      for (SignatureObject signature : SignatureFinder.find(view)) {
        message(view, signature).ifPresent((signature.timestamp() ? stamps : signatures)::add);
      }
      signatures.forEach(signature -> stamps.addAll(signature.timestamps()));
      Evidence known = SecurityStore.of(view);
      for (SignedMessage message : signatures) {
        known = known.and(message.evidence());
      }
      for (SignedMessage message : stamps) {
        known = known.and(message.evidence());
      }
      EvidenceCollector collector = new EvidenceCollector(policy, known, source);
      add(collector, signatures, Role.SIGNER);
      add(collector, stamps, Role.TIMESTAMPER);
      return collector.evidence();
    } catch (MalformedPdf unreadable) {
      throw new IllegalArgumentException(
          "this PDF cannot be extended: " + unreadable.getMessage(), unreadable);
    }
  }

  private static void add(EvidenceCollector collector, List<SignedMessage> messages, Role role) {
    for (SignedMessage message : messages) {
      for (Certificate certificate : message.evidence().certificates()) {
        collector.add(certificate, role);
      }
    }
  }

  private static Optional<SignedMessage> message(PdfView view, SignatureObject signature) {
    if (!(view.resolve(signature.dictionary().get("Contents")) instanceof PdfValue.Text text)) {
      return Optional.empty();
    }
    return SignedRange.element(text.value()).flatMap(SignedMessage::parse);
  }

  /** With the anchors, and nothing that the document does not bring. */
  private TrustPolicy alone() {
    return with(Evidence.none()).withIntermediates(List.of());
  }

  private TrustPolicy with(Evidence evidence) {
    return policy
        .withCrls(evidence.crls())
        .withOcsps(evidence.ocsps())
        .withRevocation(TrustPolicy.Revocation.OFFLINE);
  }

  /** Whether the document brings all revocation evidence of its signatures. */
  private static Report.Builder complete(DocumentReport report) {
    Report.Builder checks = new Report.Builder();
    report.signatures().stream()
        .flatMap(s -> s.report().checks().stream())
        .filter(c -> c.reason() == Reason.REVOCATION_UNKNOWN)
        .forEach(c -> checks.unknown("revocation-values", VALUES, c.reason(), c.detail()));
    return checks;
  }

  private static Verdict<DocumentSource> judged(DocumentSource pdf, TrustPolicy policy) {
    Verdict<VerifiedPdf> verdict = new PdfVerifier().open(pdf, policy);
    return verdict.fold(
        valid -> new Verdict.Valid<>(pdf, verdict.report()),
        (reason, report) -> new Verdict.Invalid<>(reason, report),
        (reason, report) -> new Verdict.Indeterminate<>(reason, report));
  }
}
