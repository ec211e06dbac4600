package org.xinfu.trust.xml;

import java.util.Map;
import org.w3c.dom.Document;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;

/** One parsed document under examination and what its references may use. One thread at a time. */
record Workspace(
    Document document,
    IdIndex ids,
    Map<String, Bytes> detached,
    XmlLimits limits,
    C14n.Allowance allowance,
    SecureXml parser,
    TrustPolicy policy) {
  /** Parses the octets under the limits of both. */
  static Workspace open(
      Bytes octets, TrustPolicy policy, XmlLimits limits, Map<String, Bytes> detached)
      throws XmlFinding {
    SecureXml parser = new SecureXml(limits, policy.budgets().depth());
    Document document = parser.parse(octets);
    long length = octets.length() + detached.values().stream().mapToLong(Bytes::length).sum();
    C14n.Allowance allowance = new C14n.Allowance(limits.allowance(length));
    return new Workspace(
        document, new IdIndex(document), Map.copyOf(detached), limits, allowance, parser, policy);
  }
}
