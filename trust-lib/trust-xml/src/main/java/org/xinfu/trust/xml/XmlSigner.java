package org.xinfu.trust.xml;

import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.XmlLimits;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Makes XML-DSig and XAdES B-B signatures (EN 319 132-1 §6.3): exclusive canonicalisation, the
 * digest of the signer's suite, the signing certificate by digest, the chain in KeyInfo. What comes
 * out is the canonical form of the document in UTF-8.
 */
public final class XmlSigner {
  private static final C14n METHOD = C14n.EXCLUSIVE;
  private static final int DEPTH = TrustPolicy.Budgets.standard().depth();

  private final XmlSignRequest request;
  private final Signer signer;
  private final XmlDigest digest;
  private final SecureXml parser = new SecureXml(XmlLimits.standard(), DEPTH);

  private XmlSigner(XmlSignRequest request, Signer signer) {
    this.request = request;
    this.signer = signer;
    this.digest = digest(signer.algorithm());
  }

  /**
   * Signs.
   *
   * @return the signed document; Invalid or Indeterminate when the content is no XML that our own
   *     verifier reads
   * @throws IllegalArgumentException when the signer has no certificate
   * @throws org.xinfu.trust.key.VaultException when the device fails
   */
  public static Verdict<Bytes> sign(XmlSignRequest request, Signer signer) {
    if (signer.chain().isEmpty()) {
      throw new IllegalArgumentException("a signer without certificate");
    }
    Report.Builder checks = new Report.Builder();
    try {
      return checks.verdict(new XmlSigner(request, signer).sign());
    } catch (XmlFinding found) {
      found.addTo(checks, "content", "XML 1.0");
      return checks.refusal();
    }
  }

  static XmlDigest digest(SignatureAlgorithm algorithm) {
    return XmlDigest.valueOf(algorithm.hash().name());
  }

  private Bytes sign() throws XmlFinding {
    Document document = frame();
    List<Element> all = Dom.all(document, Dom.DS, "Signature");
    boolean enveloped = request.form() == XmlSignRequest.Form.ENVELOPED;
    new UnfinishedSignature(document, all.get(enveloped ? all.size() - 1 : 0), request.detached())
        .finish(digest, signer);
    return UnfinishedSignature.write(document);
  }

  /** The document with an unfinished signature in its place. */
  private Document frame() throws XmlFinding {
    if (request.form() != XmlSignRequest.Form.ENVELOPED) {
      return parser.parse(Bytes.utf8(signature(object())));
    }
    Document document = parser.parse(request.content());
    Document made = parser.parse(Bytes.utf8(signature("")));
    document.getDocumentElement().appendChild(document.importNode(made.getDocumentElement(), true));
    return document;
  }

  private String object() {
    if (request.form() == XmlSignRequest.Form.DETACHED) {
      return "";
    }
    String open = "<ds:Object Id=\"" + id() + "-content\"";
    try {
      Document content = parser.parse(request.content());
      return open
          + ">"
          + UnfinishedSignature.write(content.getDocumentElement()).toUtf8()
          + "</ds:Object>";
    } catch (XmlFinding notXml) {
      return open
          + " Encoding=\""
          + Dom.DS
          + "base64\">"
          + base64(request.content())
          + "</ds:Object>";
    }
  }

  /** One name per content, signer and time, so that signing again gives the same document. */
  private String id() {
    Bytes all = request.content().concat(signer.chain().get(0).der());
    all =
        all.concat(
            Bytes.utf8(
                request.detached().keySet().stream().sorted().toList() + "/" + request.at()));
    return "sig-" + Digests.sha256(all).toHex().substring(0, 16);
  }

  private String signature(String object) {
    StringBuilder xml = new StringBuilder("<ds:Signature xmlns:ds=\"").append(Dom.DS);
    xml.append("\" Id=\"").append(id()).append("\"><ds:SignedInfo>");
    xml.append(method("CanonicalizationMethod", METHOD.uri()));
    xml.append(method("SignatureMethod", XmlSuite.uri(signer.algorithm())));
    references(xml);
    xml.append("</ds:SignedInfo><ds:SignatureValue Id=\"").append(id()).append("-value\"/>");
    xml.append("<ds:KeyInfo><ds:X509Data>");
    for (Certificate certificate : signer.chain()) {
      xml.append("<ds:X509Certificate>").append(base64(certificate.der()));
      xml.append("</ds:X509Certificate>");
    }
    xml.append("</ds:X509Data></ds:KeyInfo>").append(object);
    request.at().ifPresent(at -> xml.append(properties(at.truncatedTo(ChronoUnit.SECONDS) + "")));
    return xml.append("</ds:Signature>").toString();
  }

  private void references(StringBuilder xml) {
    String exclusive = method("Transform", METHOD.uri());
    switch (request.form()) {
      case ENVELOPED -> reference(xml, "", leaveOut() + exclusive, 0);
      case ENVELOPING -> reference(xml, "#" + id() + "-content", exclusive, 0);
      case DETACHED -> {
        int number = 0;
        for (Map.Entry<String, Bytes> each : new TreeMap<>(request.detached()).entrySet()) {
          reference(xml, each.getKey(), "", number++);
        }
      }
    }
    if (request.at().isPresent()) {
      xml.append("<ds:Reference Type=\"").append(Xades.TYPE).append("\" URI=\"#").append(id());
      xml.append("-signed\">").append(transforms(exclusive)).append(undigested());
    }
  }

  private void reference(StringBuilder xml, String uri, String transforms, int number) {
    xml.append("<ds:Reference Id=\"").append(id()).append("-r").append(number).append("\" URI=\"");
    xml.append(escape(uri)).append("\">").append(transforms(transforms)).append(undigested());
  }

  private static String transforms(String transforms) {
    return transforms.isEmpty() ? "" : "<ds:Transforms>" + transforms + "</ds:Transforms>";
  }

  private String undigested() {
    return method("DigestMethod", digest.uri()) + "<ds:DigestValue/></ds:Reference>";
  }

  private String leaveOut() {
    return request.open()
        ? "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>"
            + "not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>"
        : method("Transform", Dom.DS + "enveloped-signature");
  }

  private String properties(String at) {
    Certificate own = signer.chain().get(0);
    StringBuilder xml = new StringBuilder("<ds:Object><xades:QualifyingProperties xmlns:xades=\"");
    xml.append(Xades.V132).append("\" Target=\"#").append(id()).append("\">");
    xml.append("<xades:SignedProperties Id=\"").append(id()).append("-signed\">");
    xml.append("<xades:SignedSignatureProperties><xades:SigningTime>").append(at);
    xml.append("</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>");
    xml.append(method("DigestMethod", digest.uri())).append("<ds:DigestValue>");
    xml.append(base64(digest.of(own.der()))).append("</ds:DigestValue></xades:CertDigest>");
    xml.append("</xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>");
    xml.append("<xades:SignedDataObjectProperties>");
    for (int i = 0; i < Math.max(1, request.detached().size()); i++) {
      xml.append("<xades:DataObjectFormat ObjectReference=\"#").append(id()).append("-r").append(i);
      xml.append("\"><xades:MimeType>").append(mimeType());
      xml.append("</xades:MimeType></xades:DataObjectFormat>");
    }
    xml.append("</xades:SignedDataObjectProperties></xades:SignedProperties>");
    return xml.append("</xades:QualifyingProperties></ds:Object>").toString();
  }

  private String mimeType() {
    return request.form() == XmlSignRequest.Form.ENVELOPED
        ? "text/xml"
        : "application/octet-stream";
  }

  private static String method(String element, String uri) {
    return "<ds:" + element + " Algorithm=\"" + uri + "\"/>";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  static String base64(Bytes octets) {
    return Base64.getEncoder().encodeToString(octets.toArray());
  }
}
