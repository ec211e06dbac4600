package org.xinfu.trust.cli;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/** What a CRL says, RFC 5280 §5, with its extensions. Nothing of it is verified. */
final class CrlView {
  private static final int MOST = 64;

  private CrlView() {}

  /** The summary; empty for anything but a CRL. */
  static Optional<Node> of(Bytes octets) {
    return Decoding.of(() -> of(CertificateList.getInstance(octets.toArray())));
  }

  private static Node of(CertificateList list) throws ParseException {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("issuer", RFC4519Style.INSTANCE.toString(list.getIssuer())));
    nodes.add(Node.leaf("this update", "" + list.getThisUpdate().getDate().toInstant()));
    Object next =
        list.getNextUpdate() == null ? "none" : list.getNextUpdate().getDate().toInstant();
    nodes.add(Node.leaf("next update", "" + next));
    Extensions extensions = list.getTBSCertList().getExtensions();
    nodes.addAll(ExtensionsView.of(extensions, CrlView::said));
    nodes.add(Node.leaf("revoked", "" + list.getRevokedCertificates().length));
    nodes.add(Node.of("first revoked", revoked(list)));
    nodes.add(Node.leaf("algorithm", CmsView.name(list.getSignatureAlgorithm())));
    return Node.of("CRL", nodes);
  }

  /** RFC 5280 §5.2. */
  private static String said(Extension extension) {
    ASN1ObjectIdentifier id = extension.getExtnId();
    if (id.equals(Extension.cRLNumber) || id.equals(Extension.deltaCRLIndicator)) {
      return ASN1Integer.getInstance(extension.getParsedValue()).getValue().toString();
    }
    if (id.equals(Extension.issuingDistributionPoint)) {
      return scope(IssuingDistributionPoint.getInstance(extension.getParsedValue()));
    }
    return id.equals(Extension.authorityKeyIdentifier)
        ? key(AuthorityKeyIdentifier.getInstance(extension.getParsedValue()))
        : "";
  }

  private static String key(AuthorityKeyIdentifier identifier) {
    byte @Nullable [] key = identifier.getKeyIdentifierOctets();
    return key == null ? "" : Bytes.of(key).toHex();
  }

  private static String scope(IssuingDistributionPoint point) {
    List<String> words = new ArrayList<>();
    if (point.getDistributionPoint() != null) {
      words.add(String.valueOf(point.getDistributionPoint().getName()));
    }
    add(words, point.onlyContainsUserCerts(), "users' certificates alone");
    add(words, point.onlyContainsCACerts(), "CAs' certificates alone");
    add(words, point.onlyContainsAttributeCerts(), "attribute certificates alone");
    add(words, point.isIndirectCRL(), "indirect");
    add(words, point.getOnlySomeReasons() != null, "some reasons alone");
    return String.join(", ", words);
  }

  private static void add(List<String> words, boolean said, String word) {
    if (said) {
      words.add(word);
    }
  }

  private static List<Node> revoked(CertificateList list) {
    List<Node> entries = new ArrayList<>();
    TBSCertList.CRLEntry[] all = list.getRevokedCertificates();
    for (int i = 0; i < Math.min(all.length, MOST); i++) {
      String serial = all[i].getUserCertificate().getValue().toString(16);
      String since = "" + all[i].getRevocationDate().getDate().toInstant();
      entries.add(
          Node.of("#" + serial, since, ExtensionsView.of(all[i].getExtensions(), CrlView::why)));
    }
    return entries;
  }

  /** RFC 5280 §5.3. */
  private static String why(Extension extension) {
    ASN1ObjectIdentifier id = extension.getExtnId();
    if (id.equals(Extension.reasonCode)) {
      return ASN1Enumerated.getInstance(extension.getParsedValue()).getValue().toString();
    }
    if (id.equals(Extension.invalidityDate)) {
      return moment(ASN1GeneralizedTime.getInstance(extension.getParsedValue()));
    }
    return id.equals(Extension.certificateIssuer)
        ? String.valueOf(GeneralNames.getInstance(extension.getParsedValue()).getNames()[0])
        : "";
  }

  private static String moment(ASN1GeneralizedTime time) {
    try {
      return time.getDate().toInstant().toString();
    } catch (ParseException damaged) {
      return time.getTimeString();
    }
  }
}
