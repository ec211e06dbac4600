package org.xinfu.trust.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;

/**
 * Gathers what a judge in later years will need for the certificates of a signature (EN 319 102-1
 * §5.6.3, the values of B-LT): every path to an anchor, and for each certificate on it the evidence
 * that concerns it. It judges nothing: who keeps the result verifies with it first.
 */
public final class EvidenceCollector {
  private final TrustPolicy policy;
  private final List<Certificate> candidates;
  private final List<ReadCrl> lists;
  private final List<ReadOcsp> responses;
  private final RevocationSource source;
  private final Links links = new Links();
  private final Set<Certificate> certificates = new LinkedHashSet<>();
  private final Set<Bytes> crls = new LinkedHashSet<>();
  private final Set<Bytes> ocsps = new LinkedHashSet<>();
  private final Set<Certificate> done = new LinkedHashSet<>();

  private record ReadCrl(Bytes der, Crl crl) {}

  private record ReadOcsp(Bytes der, OcspResponse response) {}

  /**
   * Takes what concerns a certificate from {@code known} and the policy, and asks {@code source}
   * for more: what was made after a signature says most about it.
   */
  public EvidenceCollector(TrustPolicy policy, Evidence known, RevocationSource source) {
    this.policy = policy;
    this.source = source;
    Evidence all = new Evidence(policy.intermediates(), policy.crls(), policy.ocsps()).and(known);
    candidates = all.certificates();
    lists =
        all.crls().stream()
            .distinct()
            .flatMap(der -> Crl.parse(der).map(crl -> new ReadCrl(der, crl)).stream())
            .toList();
    responses =
        all.ocsps().stream()
            .distinct()
            .flatMap(der -> OcspResponse.parse(der).map(r -> new ReadOcsp(der, r)).stream())
            .toList();
  }

  /** Gathers for {@code leaf}, whose path ends at an anchor of {@code role}. */
  public void add(Certificate leaf, ChainQuery.Role role) {
    Deque<Certificate> open = new ArrayDeque<>(List.of(leaf));
    while (!open.isEmpty()) {
      Certificate next = open.pop();
      if (done.add(next)) {
        for (List<Certificate> path : paths(next, role)) {
          follow(path, open);
        }
      }
    }
  }

  /** What was gathered; roots are left out, since nobody trusts them for being there. */
  public Evidence evidence() {
    return new Evidence(
        certificates.stream().filter(c -> !c.selfIssued()).toList(),
        List.copyOf(crls),
        List.copyOf(ocsps));
  }

  private List<List<Certificate>> paths(Certificate leaf, ChainQuery.Role role) {
    List<Certificate> anchors =
        switch (role) {
          case SIGNER -> policy.signers();
          case MAKER -> policy.makers();
          case TIMESTAMPER -> policy.timestampers();
          case LOG -> policy.logs();
        };
    int limit = policy.budgets().chainLength();
    return new PathBuilder(anchors, candidates, limit, links).from(leaf);
  }

  /** The anchor at the end needs nothing: nobody asks whether it was revoked. */
  private void follow(List<Certificate> path, Deque<Certificate> open) {
    certificates.addAll(path);
    for (int i = 0; i < path.size() - 1; i++) {
      Certificate certificate = path.get(i);
      Certificate issuer = path.get(i + 1);
      lists.stream()
          .filter(
              l -> l.crl().scope().indirect() || NameForms.same(l.crl().issuer(), issuer.name()))
          .filter(l -> l.crl().tells(certificate))
          .forEach(l -> crls.add(l.der()));
      responses.stream()
          .filter(r -> !r.response().about(certificate, issuer).isEmpty())
          .forEach(r -> keep(r.der(), issuer, open));
      Evidence asked = source.about(certificate, issuer).evidence();
      certificates.addAll(asked.certificates());
      crls.addAll(asked.crls());
      asked.ocsps().forEach(der -> keep(der, issuer, open));
    }
  }

  /** A delegated responder is a certificate like any other, RFC 6960 §4.2.2.2.1. */
  private void keep(Bytes ocsp, Certificate issuer, Deque<Certificate> open) {
    ocsps.add(ocsp);
    OcspResponse.parse(ocsp).stream()
        .flatMap(response -> response.certificates().stream())
        .filter(responder -> PathBuilder.mayHaveIssued(issuer, responder))
        .forEach(open::push);
  }
}
