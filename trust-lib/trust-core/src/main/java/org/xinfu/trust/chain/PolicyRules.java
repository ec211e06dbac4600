package org.xinfu.trust.chain;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * Certificate policies, RFC 5280 §6.1. The tree is kept level by level, as RFC 9618 has it: nodes
 * of one policy on one level expect the same, so one stands for all, and what grows exponentially
 * as a tree (CVE-2023-0464) grows by the policies that are written down. Of the nodes above, a node
 * only remembers from which policies below anyPolicy it comes: those are the anchor's own names,
 * which the caller's policies are compared with.
 */
final class PolicyRules {
  private static final ASN1ObjectIdentifier ANY = new ASN1ObjectIdentifier("2.5.29.32.0");
  private static final String ID = "certificate-policies";
  private static final String CLAUSE = "RFC 5280 6.1.3 d";
  private static final int MAX_NODES = 1000;

  private final InitialPolicies initial;
  private final int length;

  /** Policies of the lowest level so far; empty means that valid_policy_tree is NULL. */
  private Map<ASN1ObjectIdentifier, Node> level = Map.of(ANY, new Node(Set.of(ANY), Set.of(ANY)));

  private int explicit;
  private int mapping;
  private int anyAllowed;
  private int nodes;

  /** One policy of a level: what it is called below, and in the anchor's domain. */
  private record Node(Set<ASN1ObjectIdentifier> expected, Set<ASN1ObjectIdentifier> origins) {}

  private PolicyRules(InitialPolicies initial, int length) {
    this.initial = initial;
    this.length = length;
    explicit = initial.explicitPolicy() ? 0 : length + 1;
    mapping = initial.mappingInhibited() ? 0 : length + 1;
    anyAllowed = initial.anyPolicyInhibited() ? 0 : length + 1;
  }

  /** Says nothing when neither the caller nor a certificate below the anchor asks for policies. */
  static void check(List<Certificate> path, InitialPolicies initial, Report.Builder checks) {
    List<Certificate> below = path.subList(0, path.size() - 1);
    if (below.isEmpty() || (!initial.binds() && below.stream().noneMatch(PolicyRules::binds))) {
      return;
    }
    PolicyRules rules = new PolicyRules(initial, below.size());
    String names = IssuerRules.names(path);
    if (!rules.walk(below)) {
      checks.unknown(ID, CLAUSE, Reason.CERTIFICATE_POLICY_WRONG, names);
    } else if (rules.nodes > MAX_NODES) {
      checks.unknown(ID, CLAUSE, Reason.BUDGET_EXCEEDED, "too many policies");
    } else {
      checks.pass(ID, CLAUSE, names);
    }
  }

  /** Without a requirement no policy can be wrong but a mapping of anyPolicy. */
  private static boolean binds(Certificate certificate) {
    return certificate.extension(Extension.policyConstraints).isPresent()
        || certificate.extension(Extension.policyMappings).isPresent();
  }

  private boolean walk(List<Certificate> below) {
    for (int i = below.size() - 1; i >= 0; i--) {
      Certificate certificate = below.get(i);
      boolean anyAbove = level.containsKey(ANY);
      level = next(certificate, i == 0);
      nodes += level.size();
      if (explicit == 0 && level.isEmpty()) {
        return false;
      }
      if (nodes > MAX_NODES) {
        return true;
      }
      if (i > 0 && !prepare(certificate, anyAbove)) {
        return false;
      }
    }
    return wrapUp(below.get(0));
  }

  /** §6.1.3 d and e: the level that this certificate's policies make. */
  private Map<ASN1ObjectIdentifier, Node> next(Certificate certificate, boolean last) {
    Set<ASN1ObjectIdentifier> stated = certificate.extensions().policies();
    Map<ASN1ObjectIdentifier, Node> next = new HashMap<>();
    if (level.isEmpty() || stated.isEmpty()) {
      return next;
    }
    Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> expected = new HashMap<>();
    level
        .values()
        .forEach(
            node ->
                node.expected()
                    .forEach(
                        policy ->
                            expected
                                .computeIfAbsent(policy, p -> new HashSet<>())
                                .addAll(node.origins())));
    for (ASN1ObjectIdentifier policy : stated) {
      if (!policy.equals(ANY) && expected.containsKey(policy)) {
        next.put(policy, new Node(Set.of(policy), expected.get(policy)));
      } else if (!policy.equals(ANY) && level.containsKey(ANY)) {
        next.put(policy, new Node(Set.of(policy), Set.of(policy)));
      }
    }
    boolean any = anyAllowed > 0 || (!last && certificate.selfIssued());
    if (stated.contains(ANY) && any) {
      expected.forEach(
          (policy, origins) -> next.putIfAbsent(policy, new Node(Set.of(policy), origins)));
    }
    return next;
  }

  /** §6.1.4 a, b, h, i and j. */
  private boolean prepare(Certificate certificate, boolean anyAbove) {
    Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> mappings =
        certificate.extensions().mappings();
    if (mappings.containsKey(ANY) || mappings.values().stream().anyMatch(m -> m.contains(ANY))) {
      return false;
    }
    mappings.forEach((from, to) -> map(from, to, anyAbove));
    if (!certificate.selfIssued()) {
      explicit = Math.max(0, explicit - 1);
      mapping = Math.max(0, mapping - 1);
      anyAllowed = Math.max(0, anyAllowed - 1);
    }
    Optional<PolicyConstraints> constraints = certificate.extensions().policyConstraints();
    explicit = least(explicit, constraints.map(PolicyConstraints::getRequireExplicitPolicyMapping));
    mapping = least(mapping, constraints.map(PolicyConstraints::getInhibitPolicyMapping));
    anyAllowed = least(anyAllowed, certificate.extensions().inhibitAny());
    return true;
  }

  private void map(ASN1ObjectIdentifier from, Set<ASN1ObjectIdentifier> to, boolean anyAbove) {
    if (mapping == 0) {
      level.remove(from);
    } else if (level.containsKey(from) || (level.containsKey(ANY) && anyAbove)) {
      Node node = level.get(from);
      level.put(from, new Node(to, node == null ? Set.of(from) : node.origins()));
      nodes += to.size();
    }
  }

  /** §6.1.5 a, b and g. */
  private boolean wrapUp(Certificate leaf) {
    explicit = Math.max(0, explicit - 1);
    boolean now =
        leaf.extensions()
            .policyConstraints()
            .map(PolicyConstraints::getRequireExplicitPolicyMapping)
            .map(n -> n.signum() == 0)
            .orElse(false);
    return level.entrySet().stream().anyMatch(this::acceptable) || (explicit > 0 && !now);
  }

  /** §6.1.5 g iii: anyPolicy at the end of a path stands for whatever the caller accepts. */
  private boolean acceptable(Map.Entry<ASN1ObjectIdentifier, Node> last) {
    return last.getKey().equals(ANY) || initial.accepts(last.getValue().origins());
  }

  private int least(int current, Optional<BigInteger> stated) {
    return stated
        .map(n -> n.signum() < 0 ? 0 : n.min(BigInteger.valueOf(length + 1L)).intValue())
        .map(n -> Math.min(n, current))
        .orElse(current);
  }
}
