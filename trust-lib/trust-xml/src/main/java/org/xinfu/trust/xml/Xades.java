package org.xinfu.trust.xml;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;

/**
 * The qualifying properties of one signature (EN 319 132-1; ETSI TS 101 903 v1.1.1 to v1.4.1). They
 * count only when they sit in an Object of this signature, name it as their Target and are signed
 * by it.
 */
final class Xades {
  static final String V132 = "http://uri.etsi.org/01903/v1.3.2#";
  static final String V141 = "http://uri.etsi.org/01903/v1.4.1#";
  static final String TYPE = "http://uri.etsi.org/01903#SignedProperties";
  private static final String FAMILY = "http://uri.etsi.org/01903";
  private static final String CLAUSE = "EN 319 132-1 4.4";
  private static final List<String> CONTENT_STAMPS =
      List.of("AllDataObjectsTimeStamp", "IndividualDataObjectsTimeStamp");
  private static final Set<String> VALUES =
      Set.of(
          "CertificateValues", "RevocationValues", "TimeStampValidationData", "AnyValidationData");

  /** What EN 319 132-1 §5.2 has among the signed properties, or in them, and nowhere else. */
  private static final Set<String> SIGNED_ONLY =
      Set.of(
          "SignedProperties",
          "SignedSignatureProperties",
          "SignedDataObjectProperties",
          "SigningTime",
          "SigningCertificate",
          "SigningCertificateV2",
          "SignaturePolicyIdentifier",
          "SignatureProductionPlace",
          "SignatureProductionPlaceV2",
          "SignerRole",
          "SignerRoleV2",
          "CommitmentTypeIndication",
          "DataObjectFormat",
          "ClaimedRole",
          "CertifiedRole",
          "City",
          "StateOrProvince",
          "CountryName",
          "CommitmentTypeId",
          "MimeType");

  /** A path of certificates is shorter. */
  private static final int MOST_NAMED = 20;

  private final Element signature;
  private final Element qualifying;
  private final @Nullable Element signed;

  private Xades(Element signature, Element qualifying, @Nullable Element signed) {
    this.signature = signature;
    this.qualifying = qualifying;
    this.signed = signed;
  }

  static boolean isQualifying(Node node) {
    return isXades(node, "QualifyingProperties");
  }

  static boolean isProperties(Node node) {
    return isXades(node, "SignedProperties");
  }

  /** Whether a node is of one of the versions' namespaces. */
  static boolean isOwn(Node node) {
    String namespace = node.getNamespaceURI();
    return namespace != null && namespace.startsWith(FAMILY);
  }

  private static boolean isXades(Node node, String name) {
    String namespace = node.getNamespaceURI();
    return namespace != null && namespace.startsWith(FAMILY) && name.equals(node.getLocalName());
  }

  /** The properties of {@code signature}; empty when it is plain XML-DSig. */
  static Optional<Xades> of(Element signature) throws XmlFinding {
    List<Element> found = new ArrayList<>();
    for (Element object : Dom.children(signature, Dom.DS, "Object")) {
      Dom.children(object).stream().filter(Xades::isQualifying).forEach(found::add);
    }
    if (found.size() > 1) {
      throw XmlFinding.fail(
          Reason.SIGNED_ATTRIBUTE_WRONG, found.size() + " QualifyingProperties in one signature");
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Element qualifying = found.get(0);
    List<Element> signed =
        Dom.children(qualifying, String.valueOf(qualifying.getNamespaceURI()), "SignedProperties");
    if (signed.size() > 1) {
      throw XmlFinding.fail(
          Reason.SIGNED_ATTRIBUTE_WRONG, signed.size() + " SignedProperties in one signature");
    }
    return Optional.of(new Xades(signature, qualifying, signed.isEmpty() ? null : signed.get(0)));
  }

  /** Whether this signature's own references protect its own properties, and no others. */
  void judgeBinding(List<References.Covered> covered, Report.Builder checks) {
    String target = Dom.attribute(qualifying, "Target");
    String id = Dom.attribute(signature, "Id");
    if (!id.isEmpty() && target.equals(id)) {
      // An identifier where a reference belongs: it names this signature all the same.
      checks.warn("qualifying-target", CLAUSE, Reason.ENCODING_NOT_STANDARD, target);
    } else {
      checks.require(
          target.equals("#" + id),
          "qualifying-target",
          CLAUSE,
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "QualifyingProperties speak of \"" + target + "\", not of this signature");
    }
    open(qualifying, checks);
    if (signed == null) {
      checks.notDone("signed-properties", CLAUSE, "there are none");
      return;
    }
    List<References.Covered> typed = covered.stream().filter(c -> c.type().equals(TYPE)).toList();
    boolean own = typed.stream().allMatch(c -> c.element().filter(e -> e == signed).isPresent());
    boolean direct =
        covered.stream().anyMatch(c -> c.element().filter(e -> e == signed).isPresent());
    boolean whole = covered.stream().anyMatch(c -> References.covers(c, signed));
    if (!own) {
      checks.fail(
          "signed-properties",
          CLAUSE,
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "the reference leads to other properties than this signature's own");
    } else if (!whole) {
      unsigned(checks);
    } else if (!direct || typed.isEmpty()) {
      checks.warn(
          "signed-properties",
          CLAUSE,
          Reason.ENCODING_NOT_STANDARD,
          "signed, but not by a reference of their own type");
    } else {
      checks.pass("signed-properties", CLAUSE, "");
    }
  }

  /**
   * Outside of what is signed anybody can write them, and readers that look for names show them.
   */
  private void open(Element part, Report.Builder checks) {
    for (Element child : Dom.children(part)) {
      if (child.isSameNode(signed) || Dom.isDs(child, "Signature")) {
        continue;
      }
      if (isOwn(child) && SIGNED_ONLY.contains(child.getLocalName())) {
        checks.unknown(
            "unsigned-attributes",
            "EN 319 132-1 5.2",
            Reason.SIGNED_ATTRIBUTE_WRONG,
            Dom.path(child) + " is there unsigned");
        return;
      }
      open(child, checks);
    }
  }

  private static void unsigned(Report.Builder checks) {
    boolean open =
        checks.report().checks().stream()
            .anyMatch(c -> c.id().equals("reference") && c.reason() != null);
    if (open || checks.report().check("references").isPresent()) {
      checks.notDone("signed-properties", CLAUSE, "a reference was not judged or does not hold");
    } else {
      checks.fail(
          "signed-properties",
          CLAUSE,
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "no reference protects SignedProperties");
    }
  }

  /** The claimed signing time, EN 319 132-1 §5.2.1, of a signature with this certificate. */
  Optional<Instant> claimed(Optional<Certificate> own, TrustPolicy policy, Report.Builder checks) {
    Optional<Element> element = property("SigningTime");
    if (element.isEmpty()) {
      return Optional.empty();
    }
    String text = Dom.text(element.get()).strip();
    Optional<SigningTime> stated = SigningTime.parse(text);
    Optional<Instant> time = stated.map(t -> policy.strict() ? t.at() : t.read(own, policy.at()));
    if (time.isEmpty()) {
      checks.unknown("signing-time", "EN 319 132-1 5.2.1", Reason.SIGNED_ATTRIBUTE_WRONG, text);
    } else if (time.get().isAfter(policy.at())) {
      checks.unknown("signing-time", "EN 319 132-1 5.2.1", Reason.SIGNED_IN_FUTURE, text);
    } else {
      checks.pass("signing-time", "EN 319 132-1 5.2.1", text);
    }
    if (!time.equals(stated.map(SigningTime::at))) {
      String detail = text + " has no zone and fits no UTC; read as " + time.get();
      checks.warn("stated-time", "EN 319 132-1 5.2.1", Reason.TIME_NOT_PROVEN, detail);
    }
    return time;
  }

  /** Whether the certificate in use is the one that SigningCertificate(V2) names by digest. */
  void judgeCertificate(Certificate own, Report.Builder checks) {
    List<NamedCertificate> stated = signingCertificates();
    if (stated.isEmpty()) {
      checks.warn(
          "signing-certificate",
          NamedCertificate.CLAUSE,
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "no SigningCertificate; nothing signed names the certificate");
      return;
    }
    try {
      // TS 101 903 §7.2.2 says that the signer's is among them, EN 319 132-1 that it is the first.
      NamedCertificate meant =
          stated.stream().filter(named -> named.is(own)).findFirst().orElse(stated.get(0));
      meant.judge(own, checks);
      if (!meant.cert().isSameNode(stated.get(0).cert())) {
        checks.warn(
            "signing-certificate",
            NamedCertificate.CLAUSE,
            Reason.ENCODING_NOT_STANDARD,
            "another is named before it");
      }
    } catch (XmlFinding found) {
      found.addTo(checks, "signing-certificate", NamedCertificate.CLAUSE);
    }
  }

  /**
   * What the digest is worth that names the certificate, once the time is known.
   *
   * @param at the best signature time when it is proven, else the moment of validation
   */
  void judgeCertificateDigest(Certificate own, Instant at, Report.Builder checks) {
    signingCertificates().stream()
        .filter(named -> named.is(own))
        .findFirst()
        .ifPresent(named -> named.judgeDigest(at, checks));
  }

  /** Whether the signed properties name this certificate by digest. */
  boolean names(Certificate certificate) {
    return signingCertificates().stream().anyMatch(named -> named.is(certificate));
  }

  private List<NamedCertificate> signingCertificates() {
    return property("SigningCertificateV2")
        .or(() -> property("SigningCertificate"))
        .map(Dom::children)
        .orElse(List.of())
        .stream()
        .filter(c -> "Cert".equals(c.getLocalName()))
        .limit(MOST_NAMED)
        .map(NamedCertificate::new)
        .toList();
  }

  /** What is signed about the signature but not examined here, each as NOT_DONE. */
  void judgeRest(List<References.Covered> covered, Report.Builder checks) {
    if (property("SignaturePolicyIdentifier").isPresent()) {
      checks.notDone("signature-policy", "EN 319 132-1 5.2.9", "the policy is not fetched");
    }
    for (String stamp : CONTENT_STAMPS) {
      if (!dataObjects(stamp).isEmpty()) {
        checks.notDone("content-time-stamp", "EN 319 132-1 5.2.8", stamp);
      }
    }
    List<String> ids = covered.stream().map(c -> "#" + Dom.attribute(c.reference(), "Id")).toList();
    for (Element format : dataObjects("DataObjectFormat")) {
      String object = Dom.attribute(format, "ObjectReference");
      if (!ids.contains(object)) {
        checks.warn(
            "data-object-format", "EN 319 132-1 5.2.4", Reason.ENCODING_NOT_STANDARD, object);
      }
    }
  }

  /** Whether the properties that baseline level B asks for are there (EN 319 132-1 §6.3). */
  boolean baseline() {
    return signed != null
        && property("SigningTime").isPresent()
        && !signingCertificates().isEmpty();
  }

  /** A signed property of the signature. */
  Optional<Element> property(String name) {
    return Optional.ofNullable(signed)
        .flatMap(s -> named(s, "SignedSignatureProperties"))
        .flatMap(p -> named(p, name));
  }

  /** Signed properties of what is signed. */
  List<Element> dataObjects(String name) {
    return Optional.ofNullable(signed)
        .flatMap(s -> named(s, "SignedDataObjectProperties"))
        .map(p -> Dom.children(p).stream().filter(c -> name.equals(c.getLocalName())).toList())
        .orElse(List.of());
  }

  /** Whether these are the SignedProperties of this very signature. */
  boolean owns(Element properties) {
    return properties.isSameNode(signed);
  }

  /** Whether QualifyingProperties stand in an Object of a signature, where {@link #of} looks. */
  static boolean placed(Element qualifying) {
    Node object = qualifying.getParentNode();
    return Dom.isDs(object, "Object") && Dom.isDs(object.getParentNode(), "Signature");
  }

  /** The signature that has these SignedProperties for its own. */
  static Optional<Element> owner(Element properties) throws XmlFinding {
    Node qualifying = properties.getParentNode();
    if (qualifying instanceof Element element && isQualifying(element) && placed(element)) {
      Element signature = (Element) element.getParentNode().getParentNode();
      return of(signature).filter(x -> x.owns(properties)).map(x -> signature);
    }
    return Optional.empty();
  }

  /** Whether there are signed properties of this signature. */
  boolean complete() {
    return signed != null;
  }

  /** Where unsigned properties hang. */
  Element qualifying() {
    return qualifying;
  }

  /** The unsigned properties of the signature, in document order. */
  List<Element> unsignedProperties() {
    return named(qualifying, "UnsignedProperties")
        .flatMap(p -> named(p, "UnsignedSignatureProperties"))
        .map(Dom::children)
        .orElse(List.of());
  }

  /** Certificates, CRLs and OCSP responses among the unsigned properties; not believed. */
  Evidence evidence() throws XmlFinding {
    return evidence(unsignedProperties());
  }

  /** What of it is in these properties. */
  static Evidence evidence(List<Element> properties) throws XmlFinding {
    List<Certificate> certificates = new ArrayList<>();
    List<Bytes> crls = new ArrayList<>();
    List<Bytes> ocsps = new ArrayList<>();
    for (Element property : properties) {
      if (!VALUES.contains(property.getLocalName())) {
        continue;
      }
      for (Element value : encapsulated(property)) {
        switch (value.getLocalName()) {
          case "EncapsulatedX509Certificate" ->
              Certificate.parse(Dom.base64(value)).ifPresent(certificates::add);
          case "EncapsulatedCRLValue" -> crls.add(Dom.base64(value));
          default -> ocsps.add(Dom.base64(value));
        }
      }
    }
    return new Evidence(certificates, crls, ocsps);
  }

  private static List<Element> encapsulated(Element property) {
    List<Element> found = new ArrayList<>();
    Dom.walk(
        property,
        n -> {
          if (isXades(n, "EncapsulatedX509Certificate")
              || isXades(n, "EncapsulatedCRLValue")
              || isXades(n, "EncapsulatedOCSPValue")) {
            found.add((Element) n);
          }
        });
    return found;
  }

  private static Optional<Element> named(Element parent, String name) {
    return Dom.children(parent).stream().filter(c -> isXades(c, name)).findFirst();
  }
}
