package org.xinfu.trust;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.InitialPolicies;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.key.Digests;

/** The name and digest by which reports cite a policy; the moment is cited apart and left out. */
public final class PolicyFingerprint {
  private PolicyFingerprint() {}

  /** {@code strict} or {@code interop}. */
  public static String nameOf(TrustPolicy policy) {
    return policy.name().name().toLowerCase(Locale.ROOT);
  }

  /** SHA-256 of the policy's canonical JSON, hex; equal policies have equal fingerprints. */
  public static String of(TrustPolicy policy) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("name", nameOf(policy));
    facts.put("signers", fingerprints(policy.signers()));
    facts.put("makers", fingerprints(policy.makers()));
    facts.put("timestampers", fingerprints(policy.timestampers()));
    facts.put("crls", digests(policy.crls()));
    // What is empty is left out, so that a policy keeps its fingerprint when a part is invented.
    if (!policy.intermediates().isEmpty()) {
      facts.put("intermediates", fingerprints(policy.intermediates()));
    }
    if (!policy.ocsps().isEmpty()) {
      facts.put("ocsps", digests(policy.ocsps()));
    }
    facts.put("algorithms", policy.algorithms().stream().map(Enum::name).sorted().toList());
    facts.put("revocation", policy.revocation().name());
    facts.put("budgets", common(policy.budgets()));
    if (!policy.budgets().xml().equals(XmlLimits.standard())) {
      facts.put("xml", policy.budgets().xml().toString());
    }
    if (!policy.terms().isEmpty()) {
      facts.put("terms", policy.terms().stream().map(Object::toString).sorted().toList());
    }
    InitialPolicies initial = policy.initialPolicies();
    if (!initial.equals(InitialPolicies.any())) {
      facts.put("acceptablePolicies", initial.acceptable().stream().sorted().toList());
      facts.put("explicitPolicy", initial.explicitPolicy());
      facts.put("policyMappingInhibit", initial.mappingInhibited());
      facts.put("anyPolicyInhibit", initial.anyPolicyInhibited());
    }
    if (!policy.logs().isEmpty()) {
      facts.put("logs", fingerprints(policy.logs()));
    }
    if (!policy.receipts().isEmpty()) {
      facts.put("receipts", digests(policy.receipts()));
    }
    return Digests.sha256(Bytes.utf8(CanonicalJson.write(facts))).toHex();
  }

  /** The limits of every format, spelled as reports have cited them from the first. */
  private static String common(TrustPolicy.Budgets limits) {
    return "Budgets[documentBytes="
        + limits.documentBytes()
        + ", entries="
        + limits.entries()
        + ", entryBytes="
        + limits.entryBytes()
        + ", inflatedBytes="
        + limits.inflatedBytes()
        + ", ratio="
        + limits.ratio()
        + ", depth="
        + limits.depth()
        + ", signatures="
        + limits.signatures()
        + ", chainLength="
        + limits.chainLength()
        + "]";
  }

  private static List<String> digests(List<Bytes> octets) {
    return octets.stream().map(o -> Digests.sha256(o).toHex()).sorted().toList();
  }

  private static List<String> fingerprints(List<Certificate> anchors) {
    return anchors.stream().map(Certificate::sha256).sorted().toList();
  }
}
