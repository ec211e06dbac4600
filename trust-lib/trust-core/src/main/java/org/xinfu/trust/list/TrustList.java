package org.xinfu.trust.list;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.TrustTerm;
import org.xinfu.trust.key.Digests;

/**
 * What a list says. Only {@link TrustListVerifier} makes one that was signed; see there.
 *
 * @param name of the list; a signature for another list does not count
 * @param version grows by each issue
 * @param roots the keys that sign the next issue
 */
public record TrustList(
    String name,
    long version,
    Instant issued,
    Instant nextUpdate,
    RootKeys roots,
    List<ListedAnchor> anchors,
    List<Distrust> distrusted) {
  public TrustList {
    anchors = List.copyOf(anchors);
    distrusted = List.copyOf(distrusted);
    if (version < 1 || nextUpdate.isBefore(issued)) {
      throw new IllegalArgumentException("version " + version + ", next " + nextUpdate);
    }
  }

  /** The anchors for one purpose. */
  public List<Certificate> anchors(AnchorPurpose purpose) {
    return anchors.stream()
        .filter(a -> a.purpose() == purpose)
        .map(ListedAnchor::certificate)
        .distinct()
        .toList();
  }

  /** {@code base} with the anchors of this list and its terms instead of its own. */
  public TrustPolicy policy(TrustPolicy base) {
    return policy(base, AnchorPurpose.SIGNER);
  }

  /**
   * The same for what others than document signers sign: under {@link AnchorPurpose#STATUS} status
   * list tokens, under {@link AnchorPurpose#OIDC} tokens of an identity provider. Whoever is listed
   * for documents alone signs none of them, and the other way round.
   */
  public TrustPolicy policy(TrustPolicy base, AnchorPurpose who) {
    List<TrustTerm> terms = new ArrayList<>();
    for (ListedAnchor anchor : anchors) {
      terms.add(
          new TrustTerm(
              anchor.certificate().keySha256(),
              Optional.of(anchor.from()),
              Optional.empty(),
              false));
    }
    for (Distrust lost : distrusted) {
      terms.add(
          new TrustTerm(
              lost.keySha256(),
              Optional.empty(),
              Optional.of(lost.limit()),
              lost.reason().keyInOtherHands()));
    }
    return base.withSigners(anchors(who))
        .withMakers(anchors(AnchorPurpose.MAKER))
        .withTimestampers(anchors(AnchorPurpose.TSA))
        .withLogs(anchors(AnchorPurpose.LOG))
        .withTerms(terms.stream().distinct().toList());
  }

  /** Whether it is not past its nextUpdate; later nobody knows what was distrusted since. */
  public boolean serves(Instant at) {
    return !at.isAfter(nextUpdate);
  }

  /**
   * The report of a document that was judged by {@link #policy(TrustPolicy)}, with a check of this
   * list. One that is past its nextUpdate may have been kept from the verifier (freeze): nothing is
   * VALID by it.
   */
  public DocumentReport note(DocumentReport report) {
    if (report.signatures().isEmpty()) {
      return report;
    }
    boolean serves = serves(report.at());
    String detail =
        "%s version %d, sha256 %s, next update %s"
            .formatted(name, version, state().sha256(), nextUpdate);
    Check check =
        new Check(
            "trust-list",
            "",
            serves ? Outcome.PASS : Outcome.UNKNOWN,
            serves ? null : Reason.TRUST_LIST_STALE,
            detail);
    List<Check> checks = new ArrayList<>(report.document().checks());
    checks.add(check);
    return new DocumentReport(
        report.sha256(),
        report.format(),
        report.coverage(),
        report.uncovered(),
        report.signatures(),
        new Report(checks),
        report.policyName(),
        report.policySha256(),
        report.at());
  }

  /** What to remember of it, for the next one. */
  public TrustListState state() {
    return new TrustListState(name, version, Digests.sha256(octets()).toHex(), roots);
  }

  /** The octets that are signed: a label, then the canonical JSON (RFC 8785). */
  Bytes octets() {
    return Bytes.utf8("xinfu trust list\n" + TrustListJson.write(this));
  }
}
