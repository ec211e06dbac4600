package org.xinfu.trust.xml;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.w3c.dom.Element;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;

/**
 * What KeyInfo brings (XML-DSig §4.5). Certificates are candidates, believed only through a path; a
 * bare key names nobody. A RetrievalMethod is followed inside the document alone, one step.
 *
 * @param certificates of X509Data in order, without repetition
 * @param keys SubjectPublicKeyInfo of each KeyValue and DEREncodedKeyValue that could be read
 * @param crls DER of X509CRL, unchecked
 * @param unread how many certificates could not be parsed, empty places aside
 * @param stated elements of X509Data that speak of a certificate (§4.5.4)
 */
record KeyMaterial(
    List<Certificate> certificates,
    List<Bytes> keys,
    List<Bytes> crls,
    int unread,
    List<Element> stated) {
  /** Each is parsed and tried; no genuine signature brings as many. */
  private static final int MOST = 100;

  /** Elements below those of KeyInfo. */
  private static final int MOST_BELOW = 4096;

  private static final Set<String> STATING =
      Set.of("X509IssuerSerial", "X509SubjectName", "X509SKI");

  static KeyMaterial nothing() {
    return new KeyMaterial(List.of(), List.of(), List.of(), 0, List.of());
  }

  static KeyMaterial read(Element signature, IdIndex ids) throws XmlFinding {
    return read(KeyPlaces.all(signature, ids));
  }

  /** What stands in KeyInfo itself, so that what covers it covers that. */
  static KeyMaterial inside(Element signature) throws XmlFinding {
    return read(KeyPlaces.inside(signature));
  }

  /** Certificates and lists. */
  Evidence evidence() {
    return new Evidence(certificates, crls, List.of());
  }

  private static KeyMaterial read(Collection<Element> holders) throws XmlFinding {
    Set<Certificate> certificates = new java.util.LinkedHashSet<>();
    List<Bytes> keys = new ArrayList<>();
    List<Bytes> crls = new ArrayList<>();
    int unread = 0;
    requireFew(holders);
    for (Element holder : holders) {
      for (Element certificate : Dom.children(holder, Dom.DS, "X509Certificate")) {
        Bytes der = Dom.base64(pemBody(certificate), () -> "X509Certificate");
        Optional<Certificate> parsed = Certificate.parse(der);
        parsed.ifPresent(certificates::add);
        unread += parsed.isPresent() || der.length() == 0 ? 0 : 1;
      }
      for (Element crl : Dom.children(holder, Dom.DS, "X509CRL")) {
        crls.add(Dom.base64(crl));
      }
      if (Dom.isDs(holder, "KeyValue")) {
        keyValue(holder).ifPresent(keys::add);
      }
      if (Dom.is(holder, Dom.DS11, "DEREncodedKeyValue")) {
        // xmlsec1 before 1.3 leaves one empty that it was told to fill: no key, so none to compare.
        Optional.of(Dom.base64(holder)).filter(k -> k.length() > 0).ifPresent(keys::add);
      }
    }
    return new KeyMaterial(List.copyOf(certificates), keys, crls, unread, stated(holders));
  }

  /** However deep it stands: readers look for these by name. */
  private static List<Element> stated(Collection<Element> holders) throws XmlFinding {
    List<Element> stated = new ArrayList<>();
    Deque<Element> open = new ArrayDeque<>(holders);
    for (int looked = 0; !open.isEmpty(); looked++) {
      Element next = open.removeFirst();
      if (states(next)) {
        stated.add(next);
      }
      // What is retrieved may be as large as the document, and every signature may ask for it.
      if (stated.size() > MOST || looked > MOST_BELOW) {
        throw XmlFinding.unknown(Reason.BUDGET_EXCEEDED, "names in KeyInfo");
      }
      // A signature of another (of a SAML assertion) is judged as its own, with what it names.
      if (!Dom.isDs(next, "Signature")) {
        open.addAll(Dom.children(next));
      }
    }
    return stated;
  }

  private static boolean states(Element child) {
    return (Dom.DS.equals(child.getNamespaceURI()) && STATING.contains(child.getLocalName()))
        || Dom.is(child, Dom.DS11, "X509Digest");
  }

  private static void requireFew(Collection<Element> holders) throws XmlFinding {
    long there = 0;
    for (Element holder : holders) {
      there += 1 + Dom.children(holder).size();
      if (there > MOST) {
        throw XmlFinding.unknown(Reason.BUDGET_EXCEEDED, "certificates and keys in KeyInfo");
      }
    }
  }

  /** Some producers write the PEM lines around the Base64. */
  private static String pemBody(Element certificate) throws XmlFinding {
    if (!Dom.children(certificate).isEmpty()) {
      throw XmlFinding.fail(Reason.MALFORMED, "X509Certificate holds elements");
    }
    return Dom.text(certificate).replaceAll("-----(BEGIN|END) CERTIFICATE-----", "");
  }

  private static Optional<Bytes> keyValue(Element holder) throws XmlFinding {
    Optional<Element> rsa = Dom.child(holder, Dom.DS, "RSAKeyValue");
    if (rsa.isPresent()) {
      BigInteger modulus = number(Dom.only(rsa.get(), Dom.DS, "Modulus"));
      BigInteger exponent = number(Dom.only(rsa.get(), Dom.DS, "Exponent"));
      return rsa(modulus, exponent);
    }
    Optional<Element> ec = Dom.child(holder, Dom.DS11, "ECKeyValue");
    Optional<Element> curve = ec.flatMap(e -> Dom.child(e, Dom.DS11, "NamedCurve"));
    Optional<Element> point = ec.flatMap(e -> Dom.child(e, Dom.DS11, "PublicKey"));
    return curve.isPresent() && point.isPresent()
        ? ec(Dom.attribute(curve.get(), "URI"), Dom.base64(point.get()))
        : Optional.empty();
  }

  private static BigInteger number(Element element) throws XmlFinding {
    return new BigInteger(1, Dom.base64(element).toArray());
  }

  private static Optional<Bytes> rsa(BigInteger modulus, BigInteger exponent) {
    if (modulus.signum() == 0 || exponent.signum() == 0 || modulus.bitLength() > 16_384) {
      return Optional.empty();
    }
    AlgorithmIdentifier id =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    try {
      return encode(new SubjectPublicKeyInfo(id, new RSAPublicKey(modulus, exponent)));
    } catch (IOException impossible) {
      return Optional.empty();
    }
  }

  private static Optional<Bytes> ec(String curve, Bytes point) {
    try {
      ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(curve.replaceFirst("^urn:oid:", ""));
      AlgorithmIdentifier id = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, oid);
      return encode(new SubjectPublicKeyInfo(id, point.toArray()));
    } catch (IllegalArgumentException | IOException noOid) {
      return Optional.empty();
    }
  }

  private static Optional<Bytes> encode(SubjectPublicKeyInfo key) throws IOException {
    return Optional.of(Bytes.of(key.getEncoded()));
  }

  /** Candidates for the signer: those that issued none of the others come first. */
  List<Certificate> leavesFirst() {
    List<Certificate> order = new ArrayList<>(certificates);
    Map<Boolean, List<Certificate>> parts =
        order.stream().collect(java.util.stream.Collectors.partitioningBy(this::issuedAnother));
    List<Certificate> sorted = new ArrayList<>(parts.get(false));
    sorted.addAll(parts.get(true));
    return sorted;
  }

  private boolean issuedAnother(Certificate candidate) {
    return certificates.stream()
        .anyMatch(c -> !c.equals(candidate) && c.holder().getIssuer().equals(candidate.name()));
  }
}
