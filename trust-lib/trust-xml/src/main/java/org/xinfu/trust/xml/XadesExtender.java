package org.xinfu.trust.xml;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.time.TimestampSource;

/**
 * Raises a XAdES signature to B-T, B-LT and B-LTA (EN 319 132-1 §6.3). What is signed keeps its
 * canonical form; only unsigned properties are added.
 */
public final class XadesExtender {
  private static final C14n METHOD = C14n.EXCLUSIVE;

  private final Document document;
  private final Element signature;
  private final Xades properties;
  private final Workspace workspace;

  private XadesExtender(Bytes xml, String id, Map<String, Bytes> detached) throws XmlFinding {
    TrustPolicy none = TrustPolicy.interop(List.of(), List.of(), java.time.Instant.EPOCH);
    this.workspace = Workspace.open(xml, none, detached);
    this.document = workspace.document();
    this.signature =
        Dom.all(document, Dom.DS, "Signature").stream()
            .filter(s -> Dom.attribute(s, "Id").equals(id))
            .findFirst()
            .orElseThrow(() -> XmlFinding.unknown(Reason.NO_SIGNATURE, "no signature named " + id));
    Optional<Xades> found = Xades.of(signature);
    this.properties =
        found.orElseThrow(
            () -> XmlFinding.unknown(Reason.SIGNED_ATTRIBUTE_WRONG, id + " is no XAdES signature"));
  }

  /**
   * B-T: a time-stamp over the signature value.
   *
   * @param id the signature's Id
   */
  public static Verdict<Bytes> timestamp(Bytes xml, String id, TimestampSource source) {
    return extend(xml, id, Map.of(), extender -> extender.stamp(source));
  }

  /** B-LT: certificates and revocation evidence of signer and authority. */
  public static Verdict<Bytes> values(Bytes xml, String id, Evidence evidence) {
    return extend(xml, id, Map.of(), extender -> extender.add(evidence));
  }

  /**
   * B-LTA: an archive time-stamp over everything there is now.
   *
   * @param detached what detached references stand for, by URI
   */
  public static Verdict<Bytes> archive(
      Bytes xml, String id, Map<String, Bytes> detached, TimestampSource source) {
    return extend(xml, id, detached, extender -> extender.archive(source));
  }

  /**
   * Renews what keeps a signature judgeable, as often as wanted: a time-stamp over its value when
   * there is none yet, then {@link #values}, then {@link #archive} over all of it.
   *
   * @param evidence for the signer, and for the authority of the time-stamp that was last
   * @return refused, too, when the source refuses
   */
  public static Verdict<Bytes> renew(
      Bytes xml, String id, Evidence evidence, TimestampSource source) {
    return then(
        extend(xml, id, Map.of(), extender -> extender.stampedOnce(source)),
        stamped ->
            then(values(stamped, id, evidence), kept -> archive(kept, id, Map.of(), source)));
  }

  private static Verdict<Bytes> then(Verdict<Bytes> verdict, UnaryStep next) {
    return verdict instanceof Verdict.Valid<Bytes> valid ? next.of(valid.content()) : verdict;
  }

  private interface UnaryStep {
    Verdict<Bytes> of(Bytes xml);
  }

  private Verdict<Bytes> stampedOnce(TimestampSource source) throws XmlFinding {
    boolean stamped =
        properties.unsignedProperties().stream()
            .anyMatch(p -> "SignatureTimeStamp".equals(p.getLocalName()));
    return stamped
        ? new Report.Builder()
            .pass("timestamp", "", "")
            .verdict(UnfinishedSignature.write(document))
        : stamp(source);
  }

  private interface Step {
    Verdict<Bytes> on(XadesExtender extender) throws XmlFinding;
  }

  private static Verdict<Bytes> extend(
      Bytes xml, String id, Map<String, Bytes> detached, Step step) {
    try {
      return step.on(new XadesExtender(xml, id, detached));
    } catch (XmlFinding found) {
      Report.Builder checks = new Report.Builder();
      found.addTo(checks, "signature", "EN 319 132-1 5.5");
      return checks.refusal();
    }
  }

  private Verdict<Bytes> stamp(TimestampSource source) throws XmlFinding {
    Bytes octets = canonical(Dom.only(signature, Dom.DS, "SignatureValue"));
    return stamped(source, octets, "xades:SignatureTimeStamp");
  }

  private Verdict<Bytes> archive(TimestampSource source) throws XmlFinding {
    Report.Builder checks = new Report.Builder();
    Element signedInfo = Dom.only(signature, Dom.DS, "SignedInfo");
    List<References.Covered> covered = new ArrayList<>();
    for (References.Covered one : new References(workspace, signature).judge(signedInfo, checks)) {
      if (one.reference().getParentNode() == signedInfo) {
        covered.add(one);
      }
    }
    if (checks.report().reason().isPresent()) {
      return checks.refusal();
    }
    XadesTimes times =
        new XadesTimes(workspace, signature, properties, covered, Evidence.none(), checks);
    Bytes octets = times.archived(METHOD, covered, properties.unsignedProperties(), false);
    return stamped(source, octets, "xades141:ArchiveTimeStamp");
  }

  private Verdict<Bytes> stamped(TimestampSource source, Bytes octets, String element)
      throws XmlFinding {
    Verdict<Bytes> token = source.stamp(digest(), digest().of(octets));
    if (!(token instanceof Verdict.Valid<Bytes> valid)) {
      return token;
    }
    append(
        "<"
            + element
            + "><ds:CanonicalizationMethod Algorithm=\""
            + METHOD.uri()
            + "\"/>"
            + "<xades:EncapsulatedTimeStamp>"
            + XmlSigner.base64(valid.content())
            + "</xades:EncapsulatedTimeStamp></"
            + element
            + ">");
    return new Verdict.Valid<>(UnfinishedSignature.write(document), token.report());
  }

  /** The digest of the signature's own references, so that one suite serves the whole file. */
  private ContentDigest digest() {
    boolean national =
        Dom.all(signature, Dom.DS, "DigestMethod").stream()
            .anyMatch(
                d ->
                    XmlDigest.of(Dom.attribute(d, "Algorithm")).equals(Optional.of(XmlDigest.SM3)));
    return national ? ContentDigest.SM3 : ContentDigest.SHA256;
  }

  private Verdict<Bytes> add(Evidence evidence) throws XmlFinding {
    Evidence more = without(evidence, properties.evidence());
    StringBuilder certificates = new StringBuilder("<xades:CertificateValues>");
    for (Certificate certificate : more.certificates()) {
      value(certificates, "EncapsulatedX509Certificate", certificate.der());
    }
    certificates.append("</xades:CertificateValues>");
    StringBuilder lists = new StringBuilder("<xades:RevocationValues>");
    wrapped(lists, "CRLValues", "EncapsulatedCRLValue", more.crls());
    wrapped(lists, "OCSPValues", "EncapsulatedOCSPValue", more.ocsps());
    lists.append("</xades:RevocationValues>");
    boolean first =
        properties.unsignedProperties().stream()
            .noneMatch(p -> p.getLocalName().endsWith("Values"));
    if (first) {
      append(certificates.toString());
      append(lists.toString());
    } else if (!more.equals(Evidence.none())) {
      // Each of the others may come once; what later time-stamps need has its own place (§5.5.3).
      String both = certificates.toString() + lists;
      append("<xades141:TimeStampValidationData>" + both + "</xades141:TimeStampValidationData>");
    }
    return new Report.Builder()
        .pass("values", "EN 319 132-1 5.4", "")
        .verdict(UnfinishedSignature.write(document));
  }

  private static Evidence without(Evidence all, Evidence there) {
    return new Evidence(
        rest(all.certificates(), there.certificates()),
        rest(all.crls(), there.crls()),
        rest(all.ocsps(), there.ocsps()));
  }

  private static <T> List<T> rest(List<T> all, List<T> there) {
    return all.stream().distinct().filter(one -> !there.contains(one)).toList();
  }

  private static void wrapped(StringBuilder xml, String wrapper, String element, List<Bytes> all) {
    if (!all.isEmpty()) {
      xml.append("<xades:").append(wrapper).append('>');
      all.forEach(each -> value(xml, element, each));
      xml.append("</xades:").append(wrapper).append('>');
    }
  }

  private static void value(StringBuilder xml, String element, Bytes octets) {
    xml.append("<xades:").append(element).append('>').append(XmlSigner.base64(octets));
    xml.append("</xades:").append(element).append('>');
  }

  /** Adds a property behind the others, under the signature's own version of the namespace. */
  private void append(String property) throws XmlFinding {
    String namespace = String.valueOf(properties.qualifying().getNamespaceURI());
    Element outer = child(properties.qualifying(), namespace, "UnsignedProperties");
    Element holder = child(outer, namespace, "UnsignedSignatureProperties");
    holder.appendChild(fragment(property, namespace));
  }

  private Element child(Element parent, String namespace, String name) throws XmlFinding {
    Optional<Element> there = Dom.child(parent, namespace, name);
    if (there.isPresent()) {
      return there.get();
    }
    return (Element) parent.appendChild(fragment("<xades:" + name + "/>", namespace));
  }

  private Node fragment(String xml, String namespace) throws XmlFinding {
    String open = xml.substring(0, xml.indexOf('>', 1));
    String name = open.replaceFirst("/$", "");
    String declared =
        name
            + " xmlns:xades=\""
            + namespace
            + "\" xmlns:ds=\""
            + Dom.DS
            + "\" xmlns:xades141=\""
            + Xades.V141
            + "\""
            + xml.substring(name.length());
    Document parsed = workspace.parser().parse(Bytes.utf8(declared));
    return document.importNode(parsed.getDocumentElement(), true);
  }

  private static Bytes canonical(Node node) throws XmlFinding {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    METHOD.write(node, Set.of(), null, out);
    return Bytes.of(out.toByteArray());
  }
}
