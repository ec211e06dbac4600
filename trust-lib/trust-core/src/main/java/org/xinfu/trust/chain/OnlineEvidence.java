package org.xinfu.trust.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Check;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;

/** Asks the policy's source, when the policy says so, on behalf of one validation. */
final class OnlineEvidence {
  private final TrustPolicy policy;
  private final Links links;
  private final List<Check> issuerAttempts = new ArrayList<>();

  OnlineEvidence(TrustPolicy policy, Links links) {
    this.policy = policy;
    this.links = links;
  }

  /**
   * {@code evidence} with the certificates between {@code leaf} and an anchor that are missing in
   * it, one step after the other.
   */
  Evidence withIssuers(Certificate leaf, Evidence evidence, List<Certificate> anchors) {
    Evidence all = evidence;
    Optional<Certificate> tip = online() ? Optional.of(leaf) : Optional.empty();
    for (int i = 0; i < policy.budgets().chainLength() && tip.isPresent(); i++) {
      Certificate last = tip.get();
      RevocationSource.Found found = policy.source().issuers(last);
      issuerAttempts.addAll(found.attempts());
      all = all.and(found.evidence());
      int limit = policy.budgets().chainLength();
      if (!new PathBuilder(anchors, all.certificates(), limit, links).from(leaf).isEmpty()) {
        return all;
      }
      tip =
          found.evidence().certificates().stream()
              .filter(c -> !c.selfIssued() && links.state(c, last) == Links.State.HOLDS)
              .findFirst();
    }
    return all;
  }

  /** What was told while issuers were looked for. */
  void tell(Report.Builder checks) {
    issuerAttempts.forEach(checks::add);
  }

  /** What can be had about each certificate of a path whose signatures hold. */
  Evidence about(List<Certificate> path, Report.Builder checks) {
    Evidence all = Evidence.none();
    if (!online() || checks.failed()) {
      return all;
    }
    for (int i = 0; i < path.size() - 1; i++) {
      RevocationSource.Found found = policy.source().about(path.get(i), path.get(i + 1));
      found.attempts().forEach(checks::add);
      all = all.and(found.evidence());
    }
    return all;
  }

  private boolean online() {
    return policy.revocation() == TrustPolicy.Revocation.ONLINE;
  }
}
