package org.xinfu.trust.xml;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.XmlLimits;

/** One parsed document under examination and what its references may use. One thread at a time. */
record Workspace(
    Document document,
    IdIndex ids,
    Map<String, Bytes> detached,
    XmlLimits limits,
    C14n.Allowance allowance,
    SecureXml parser,
    TrustPolicy policy) {
  /** Parses the octets under the policy's limits. */
  static Workspace open(Bytes octets, TrustPolicy policy, Map<String, Bytes> detached)
      throws XmlFinding {
    XmlLimits limits = policy.budgets().xml();
    SecureXml parser = new SecureXml(limits, policy.budgets().depth());
    Document document = parser.parse(octets);
    long length = octets.length() + detached.values().stream().mapToLong(Bytes::length).sum();
    C14n.Allowance allowance = new C14n.Allowance(limits.allowance(length));
    return new Workspace(
        document, new IdIndex(document), Map.copyOf(detached), limits, allowance, parser, policy);
  }

  /** What content that lies apart stands for: the one URI that leads out, if it is one alone. */
  Map<String, Bytes> over(DocumentSource content) throws XmlFinding {
    Set<Element> holders = new LinkedHashSet<>();
    for (Element signature : Dom.all(document, Dom.DS, "Signature")) {
      holders.addAll(new References(this, signature).holders());
    }
    Set<String> outside = References.outside(holders);
    if (outside.size() != 1) {
      return Map.of();
    }
    if (content.length() > limits.octets()) {
      throw XmlFinding.unknown(Reason.BUDGET_EXCEEDED, content.length() + " octets apart");
    }
    return Map.of(outside.iterator().next(), content.readAll((int) content.length()));
  }

  /** The same document of so many octets, with this content for its references. */
  Workspace with(Map<String, Bytes> content, long length) {
    long all = length + content.values().stream().mapToLong(Bytes::length).sum();
    C14n.Allowance wider = new C14n.Allowance(limits.allowance(all));
    return new Workspace(document, ids, Map.copyOf(content), limits, wider, parser, policy);
  }
}
