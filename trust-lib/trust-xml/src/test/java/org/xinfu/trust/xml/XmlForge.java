package org.xinfu.trust.xml;

import java.util.List;
import java.util.Map;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.XmlLimits;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Signer;

/**
 * Signs XML of any shape: what a producer with its own ideas, or an attacker with a key, writes.
 */
final class XmlForge {
  static final String ENVELOPED = Dom.DS + "enveloped-signature";
  static final String EXCLUSIVE = C14n.EXCLUSIVE.uri();
  static final String XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116";
  private static final String DSIG = "xmlns:ds=\"" + Dom.DS + "\"";

  private final Signer signer;
  private final XmlDigest digest;
  private String c14n = EXCLUSIVE;
  private String method;
  private String keyInfo;
  private String objects = "";

  XmlForge(Signer signer) {
    this.signer = signer;
    this.digest = XmlSigner.digest(signer.algorithm());
    this.method = "<ds:SignatureMethod Algorithm=\"" + XmlSuite.uri(signer.algorithm()) + "\"/>";
    this.keyInfo = x509(signer.chain());
  }

  XmlForge c14n(String uri) {
    c14n = uri;
    return this;
  }

  XmlForge method(String element) {
    method = element;
    return this;
  }

  XmlForge keyInfo(String content) {
    keyInfo = content;
    return this;
  }

  XmlForge objects(String elements) {
    objects = elements;
    return this;
  }

  static String x509(List<Certificate> chain) {
    StringBuilder xml = new StringBuilder("<ds:X509Data>");
    for (Certificate each : chain) {
      xml.append("<ds:X509Certificate>").append(XmlSigner.base64(each.der()));
      xml.append("</ds:X509Certificate>");
    }
    return xml.append("</ds:X509Data>").toString();
  }

  static String transform(String uri) {
    return "<ds:Transform Algorithm=\"" + uri + "\"/>";
  }

  static String xpath(String expression) {
    return "<ds:Transform Algorithm=\""
        + XPATH
        + "\"><ds:XPath>"
        + expression
        + "</ds:XPath></ds:Transform>";
  }

  static String filter2(String filter, String expression) {
    String namespace = "http://www.w3.org/2002/06/xmldsig-filter2";
    return "<ds:Transform Algorithm=\""
        + namespace
        + "\"><f:XPath xmlns:f=\""
        + namespace
        + "\" Filter=\""
        + filter
        + "\">"
        + expression
        + "</f:XPath></ds:Transform>";
  }

  String reference(String uri, String transforms) {
    return reference(" URI=\"" + uri + "\"", transforms, "");
  }

  String typed(String uri, String type) {
    return reference(" URI=\"" + uri + "\" Type=\"" + type + "\"", transform(EXCLUSIVE), "");
  }

  /** A reference whose digest is given, for what we ourselves would not compute. */
  String reference(String attributes, String transforms, String value) {
    return "<ds:Reference"
        + attributes
        + ">"
        + (transforms.isEmpty() ? "" : "<ds:Transforms>" + transforms + "</ds:Transforms>")
        + "<ds:DigestMethod Algorithm=\""
        + digest.uri()
        + "\"/><ds:DigestValue>"
        + value
        + "</ds:DigestValue></ds:Reference>";
  }

  /** An unfinished signature over these references. */
  String signature(String id, String references) {
    return "<ds:Signature "
        + DSIG
        + " Id=\""
        + id
        + "\"><ds:SignedInfo>"
        + "<ds:CanonicalizationMethod Algorithm=\""
        + c14n
        + "\"/>"
        + method
        + references
        + "</ds:SignedInfo><ds:SignatureValue Id=\""
        + id
        + "-value\"></ds:SignatureValue>"
        + "<ds:KeyInfo>"
        + keyInfo
        + "</ds:KeyInfo>"
        + objects
        + "</ds:Signature>";
  }

  /** QualifyingProperties in an Object; the certificate is named by digest. */
  String properties(String id, String namespace, String certificate, String target) {
    return "<ds:Object><x:QualifyingProperties xmlns:x=\""
        + namespace
        + "\" Target=\""
        + target
        + "\"><x:SignedProperties Id=\""
        + id
        + "-signed\"><x:SignedSignatureProperties>"
        + "<x:SigningTime>2026-11-01T09:30:00+08:00</x:SigningTime>"
        + certificate
        + "</x:SignedSignatureProperties></x:SignedProperties></x:QualifyingProperties></ds:Object>";
  }

  String certificate(String element, Certificate named) {
    return "<x:"
        + element
        + "><x:Cert><x:CertDigest><ds:DigestMethod Algorithm=\""
        + digest.uri()
        + "\"/><ds:DigestValue>"
        + XmlSigner.base64(digest.of(named.der()))
        + "</ds:DigestValue></x:CertDigest></x:Cert></x:"
        + element
        + ">";
  }

  /** Fills digests and the value of the signature with this Id; nothing is written anew. */
  String sign(String xml, String id) {
    try {
      String text = xml;
      Document document = parse(text);
      Element signature = new IdIndex(document).get(id);
      new UnfinishedSignature(document, signature, Map.of()).finish(digest, signer);
      for (Element reference :
          Dom.children(Dom.only(signature, Dom.DS, "SignedInfo"), Dom.DS, "Reference")) {
        text = fill(text, id, "DigestValue", Dom.text(Dom.only(reference, Dom.DS, "DigestValue")));
      }
      return fill(
          text, id, "SignatureValue", Dom.text(Dom.only(signature, Dom.DS, "SignatureValue")));
    } catch (XmlFinding found) {
      throw new IllegalStateException(found.reason() + " " + found.detail());
    }
  }

  /** Puts a value into the first empty element of this name after the signature's start. */
  private static String fill(String text, String id, String element, String value) {
    int from = text.indexOf("Id=\"" + id + "\"><ds:SignedInfo");
    int at = text.indexOf("></ds:" + element + ">", from);
    boolean already = text.substring(from).contains("<ds:" + element + ">" + value);
    return at < 0 || (already && element.equals("DigestValue"))
        ? text
        : text.substring(0, at + 1) + value + text.substring(at + 1);
  }

  static Document parse(String xml) throws XmlFinding {
    return new SecureXml(XmlLimits.standard(), 64).parse(Bytes.utf8(xml));
  }
}
