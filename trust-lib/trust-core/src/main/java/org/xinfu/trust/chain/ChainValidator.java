package org.xinfu.trust.chain;

import java.util.List;
import java.util.stream.IntStream;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;

/**
 * Path validation of RFC 5280 §6 to anchors from the policy alone, with the time and revocation
 * rules of GM/T 0031 §6.2.3 and EN 319 102-1. Of several paths the best counts.
 */
public final class ChainValidator {
  private ChainValidator() {}

  /**
   * Validates {@code leaf} for the role of {@code query}.
   *
   * @param candidates certificates that may lie between, from the document; not believed
   * @return the path, leaf first, anchor last
   */
  public static Verdict<List<Certificate>> validate(
      Certificate leaf, List<Certificate> candidates, ChainQuery query) {
    return validate(leaf, Evidence.of(candidates), query);
  }

  /**
   * Validates {@code leaf} for the role of {@code query}, with what the policy and the document
   * bring. Evidence of the document is checked like the policy's own and counts no more.
   *
   * @return the path, leaf first, anchor last
   */
  public static Verdict<List<Certificate>> validate(
      Certificate leaf, Evidence evidence, ChainQuery query) {
    TrustPolicy policy = query.policy();
    Evidence all =
        new Evidence(policy.intermediates(), policy.crls(), policy.ocsps()).and(evidence);
    return best(leaf, all, query);
  }

  /**
   * Whether signatures that hold lead from a certificate to an anchor of the role; says nothing of
   * times, purposes and revocation.
   *
   * @param certificates what may lie between them; not believed
   */
  public static boolean vouched(
      Certificate leaf, List<Certificate> certificates, ChainQuery query) {
    Links links = new Links(query.policy().workload());
    int limit = query.policy().budgets().chainLength();
    return new PathBuilder(query.anchors(), certificates, limit, links)
        .from(leaf).stream().anyMatch(path -> sound(path, links));
  }

  private static boolean sound(List<Certificate> path, Links links) {
    return IntStream.range(1, path.size())
        .allMatch(i -> links.state(path.get(i), path.get(i - 1)) == Links.State.HOLDS);
  }

  private static Verdict<List<Certificate>> best(
      Certificate leaf, Evidence evidence, ChainQuery query) {
    int limit = query.policy().budgets().chainLength();
    Links links = new Links(query.policy().workload());
    OnlineEvidence online = new OnlineEvidence(query.policy(), links);
    Evidence all = evidence;
    PathBuilder builder = new PathBuilder(query.anchors(), all.certificates(), limit, links);
    List<List<Certificate>> paths = builder.from(leaf);
    if (paths.isEmpty() && !builder.exhausted()) {
      all = online.withIssuers(leaf, evidence, query.anchors());
      builder = new PathBuilder(query.anchors(), all.certificates(), limit, links);
      paths = builder.from(leaf);
    }
    if (paths.isEmpty()) {
      return withoutPath(leaf, query, builder, online);
    }
    Validation validation = new Validation(query, links, all, online);
    Verdict<List<Certificate>> best = validation.of(paths.get(0));
    for (int i = 1; i < paths.size() && !(best instanceof Verdict.Valid); i++) {
      Verdict<List<Certificate>> next = validation.of(paths.get(i));
      if (best instanceof Verdict.Invalid || next instanceof Verdict.Valid) {
        best = next;
      }
    }
    return best;
  }

  /** All rules over one path. */
  private record Validation(
      ChainQuery query, Links links, Evidence evidence, OnlineEvidence online) {
    Verdict<List<Certificate>> of(List<Certificate> path) {
      Report.Builder checks = new Report.Builder();
      checks.pass("path", "RFC 5280 6.1.1", IssuerRules.names(path));
      online.tell(checks);
      new IssuerRules(query.policy(), links, checks).check(path);
      DamagedCopies.check(path, evidence.certificates(), checks);
      NameConstraintRules.check(path, checks);
      PolicyRules.check(path, query.initialPolicies(), checks);
      LeafRules.check(path.get(0), query, checks);
      Evidence all = evidence.and(online.about(path, checks));
      RevocationPool pool = new RevocationPool(all, query, links);
      RevocationRules revocation = new RevocationRules(query, pool, checks);
      for (int i = 0; i < path.size() - 1; i++) {
        List<Certificate> issuers = path.subList(i + 1, path.size());
        TimeRules.check(path.get(i), query, checks);
        revocation.check(path.get(i), issuers);
        if (i > 0) {
          revocation.checkExistence(path.get(i), issuers);
        } else if (query.unnamed()) {
          revocation.checkUnnamed(path.get(i), issuers);
        }
      }
      TermRules.check(path, query, checks);
      revocation.checkAnchor(path.get(path.size() - 1));
      revocation.checkBudget();
      if (path.size() == 1) {
        // The anchor itself signed: nobody issued it, so its own period is all there is to ask.
        TimeRules.check(path.get(0), query, checks);
      }
      return checks.verdict(path);
    }
  }

  private static Verdict<List<Certificate>> withoutPath(
      Certificate leaf, ChainQuery query, PathBuilder builder, OnlineEvidence online) {
    Report.Builder checks = new Report.Builder();
    online.tell(checks);
    Reason reason =
        query.role() == ChainQuery.Role.MAKER
            ? Reason.SEAL_MAKER_NOT_TRUSTED
            : Reason.NO_TRUST_ANCHOR;
    if (builder.exhausted()) {
      checks.unknown("path", "RFC 4158 2.4", Reason.BUDGET_EXCEEDED, leaf + ": too many ways");
    } else if (builder.cutByLength()) {
      checks.fail("path", "RFC 5280 6.1.4 m", Reason.PATH_TOO_LONG, leaf.toString());
    } else {
      checks.unknown("path", "RFC 5280 6.1.1", reason, leaf + " issued by " + leaf.issuer());
    }
    // Without an anchor nothing that the certificate says is a fact, its dates included.
    checks.notDone("certificate-validity", "RFC 5280 6.1.3", "no path");
    checks.notDone("certificate-revocation", "RFC 5280 6.3", "no path");
    return checks.refusal();
  }
}
