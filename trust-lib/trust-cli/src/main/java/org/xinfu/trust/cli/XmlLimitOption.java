package org.xinfu.trust.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.XmlLimits;
import picocli.CommandLine.Option;

/** How much an XML signature may ask for; part of the policy and of its fingerprint. */
final class XmlLimitOption {
  private static final String NAMES =
      "octets, tags, attributes, references, transforms, canonical-octets";

  @Option(
      names = "--xml-limit",
      paramLabel = "NAME=N",
      description = {
        "another limit on XML signatures, such as references=5000; of " + NAMES,
        "改变 XML 签名的某项上限，例如 references=5000"
      })
  Map<String, Long> given = new LinkedHashMap<>();

  /**
   * {@code policy} with these limits in the place of its own.
   *
   * @throws IllegalArgumentException when a limit has no such name, or cannot be so much
   */
  TrustPolicy apply(TrustPolicy policy) {
    if (given.isEmpty()) {
      return policy;
    }
    Map<String, Long> left = new LinkedHashMap<>(given);
    XmlLimits usual = policy.budgets().xml();
    XmlLimits limits =
        new XmlLimits(
            taken(left, "octets", usual.octets()),
            small(left, "tags", usual.tags()),
            small(left, "attributes", usual.attributes()),
            small(left, "references", usual.references()),
            small(left, "transforms", usual.transforms()),
            taken(left, "canonical-octets", usual.canonicalOctets()));
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "--xml-limit knows " + NAMES + ", not " + left.keySet().iterator().next());
    }
    return policy.withBudgets(policy.budgets().withXml(limits));
  }

  private static int small(Map<String, Long> left, String name, int usual) {
    long wanted = taken(left, name, usual);
    if (wanted > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("--xml-limit " + name + " is at most 2147483647");
    }
    return (int) wanted;
  }

  private static long taken(Map<String, Long> left, String name, long usual) {
    Long wanted = left.remove(name);
    return wanted == null ? usual : wanted;
  }
}
