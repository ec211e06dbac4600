package org.xinfu.trust.facts;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Revocation;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.RevocationSource;

/**
 * What a verification was handed beside the document, and what it was told when it asked. None of
 * it is believed for being here: each list, answer and certificate is checked like any other.
 *
 * @param asked answers of the policy's source, by the question
 */
record Evidence(
    List<Certificate> intermediates,
    List<Bytes> crls,
    List<Bytes> ocsps,
    Map<String, RevocationSource.Found> asked) {
  Evidence {
    asked = Collections.unmodifiableMap(new TreeMap<>(asked));
    intermediates = List.copyOf(intermediates);
    crls = List.copyOf(crls);
    ocsps = List.copyOf(ocsps);
  }

  static Evidence of(TrustPolicy policy, Map<String, RevocationSource.Found> asked) {
    return new Evidence(policy.intermediates(), policy.crls(), policy.ocsps(), asked);
  }

  /**
   * The policy with this evidence behind its own; its own stays as it is. One that asks is answered
   * what was answered then; one that does not ask has the answers at hand.
   */
  TrustPolicy behind(TrustPolicy policy) {
    TrustPolicy handed =
        policy
            .withIntermediates(both(policy.intermediates(), intermediates))
            .withCrls(both(policy.crls(), crls))
            .withOcsps(both(policy.ocsps(), ocsps));
    if (policy.revocation() == Revocation.ONLINE) {
      return handed.online(new AskedSource(asked, policy.source()));
    }
    for (RevocationSource.Found found : asked.values()) {
      handed =
          handed
              .withIntermediates(both(handed.intermediates(), found.evidence().certificates()))
              .withCrls(both(handed.crls(), found.evidence().crls()))
              .withOcsps(both(handed.ocsps(), found.evidence().ocsps()));
    }
    return handed;
  }

  private static <T> List<T> both(List<T> first, List<T> second) {
    Set<T> all = new LinkedHashSet<>(first);
    all.addAll(second);
    // A policy that names one thing twice has another fingerprint than one that names it once.
    return all.size() == Set.copyOf(first).size() ? first : List.copyOf(all);
  }
}
