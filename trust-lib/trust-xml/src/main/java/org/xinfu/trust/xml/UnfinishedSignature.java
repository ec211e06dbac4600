package org.xinfu.trust.xml;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.XmlLimits;
import org.xinfu.trust.key.Signer;

/**
 * A ds:Signature whose digests and value are still to come (XML-DSig §3.1). It is finished by the
 * very code that judges references, so that both sides cannot read one differently.
 */
final class UnfinishedSignature {
  private final Document document;
  private final Element signature;
  private final Map<String, Bytes> detached;
  private final C14n.Allowance allowance =
      new C14n.Allowance(XmlLimits.standard().canonicalOctets());

  UnfinishedSignature(Document document, Element signature, Map<String, Bytes> detached) {
    this.document = document;
    this.signature = signature;
    this.detached = detached;
  }

  /** Fills every empty DigestValue, then SignatureValue. */
  void finish(XmlDigest digest, Signer signer) throws XmlFinding {
    Element signedInfo = Dom.only(signature, Dom.DS, "SignedInfo");
    References references = new References(workspace(), signature);
    for (Element reference : Dom.children(signedInfo, Dom.DS, "Reference")) {
      Element value = Dom.only(reference, Dom.DS, "DigestValue");
      if (Dom.text(value).isEmpty()) {
        value.setTextContent(XmlSigner.base64(digest.of(references.octets(reference))));
      }
    }
    Element method = Dom.only(signedInfo, Dom.DS, "CanonicalizationMethod");
    C14n c14n =
        C14n.of(Dom.attribute(method, "Algorithm"))
            .orElseThrow(() -> XmlFinding.unknown(Reason.TRANSFORM_NOT_ALLOWED, "c14n"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    c14n.write(signedInfo, Set.of(), C14n.prefixes(method), out);
    Bytes value = signer.sign(Bytes.of(out.toByteArray()));
    Dom.only(signature, Dom.DS, "SignatureValue")
        .setTextContent(XmlSigner.base64(XmlSuite.toXml(signer.algorithm(), value)));
  }

  private Workspace workspace() {
    return new Workspace(
        document,
        new IdIndex(document),
        detached,
        XmlLimits.standard().withReferences(Integer.MAX_VALUE),
        allowance,
        new SecureXml(XmlLimits.standard(), TrustPolicy.Budgets.standard().depth()),
        TrustPolicy.interop(List.of(), List.of(), Instant.EPOCH));
  }

  /** The document as text: its canonical form with comments. */
  static Bytes write(Node node) throws XmlFinding {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    C14n.INCLUSIVE_COMMENTS.write(node, Set.of(), null, out);
    return Bytes.of(out.toByteArray());
  }
}
