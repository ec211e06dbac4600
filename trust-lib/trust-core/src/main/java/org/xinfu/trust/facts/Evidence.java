package org.xinfu.trust.facts;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;

/**
 * What a verification was handed beside the document. None of it is believed for being here: each
 * list, answer and certificate is checked like any other.
 */
record Evidence(List<Certificate> intermediates, List<Bytes> crls, List<Bytes> ocsps) {
  Evidence {
    intermediates = List.copyOf(intermediates);
    crls = List.copyOf(crls);
    ocsps = List.copyOf(ocsps);
  }

  static Evidence of(TrustPolicy policy) {
    return new Evidence(policy.intermediates(), policy.crls(), policy.ocsps());
  }

  /** The policy with this evidence behind its own; its own stays as it is. */
  TrustPolicy behind(TrustPolicy policy) {
    return policy
        .withIntermediates(both(policy.intermediates(), intermediates))
        .withCrls(both(policy.crls(), crls))
        .withOcsps(both(policy.ocsps(), ocsps));
  }

  private static <T> List<T> both(List<T> first, List<T> second) {
    Set<T> all = new LinkedHashSet<>(first);
    all.addAll(second);
    // A policy that names one thing twice has another fingerprint than one that names it once.
    return all.size() == Set.copyOf(first).size() ? first : List.copyOf(all);
  }
}
