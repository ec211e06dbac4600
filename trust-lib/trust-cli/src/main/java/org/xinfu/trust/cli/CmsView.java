package org.xinfu.trust.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/**
 * What a SignedData (RFC 5652 §5, GB/T 35275 §8), a time-stamp token (RFC 3161) or a CRL says, in
 * words above its tree. It is shown as it stands; nothing of it is verified.
 */
final class CmsView {
  private static final String GB_SIGNED_DATA = "1.2.156.10197.6.1.4.2.2";
  private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  private static final String GB_ENVELOPED_DATA = "1.2.156.10197.6.1.4.2.3";
  private static final String ENVELOPED_DATA = "1.2.840.113549.1.7.3";
  private static final String AUTH_ENVELOPED_DATA = "1.2.840.113549.1.9.16.1.23";
  private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
  private static final int MOST = 64;

  private CmsView() {}

  /** The summary; empty for anything else, and for what is too damaged to be summed up. */
  static Optional<Node> of(Bytes octets) {
    try {
      ContentInfo outer = ContentInfo.getInstance(octets.toArray());
      return Optional.of(
          switch (outer.getContentType().getId()) {
            case GB_SIGNED_DATA, SIGNED_DATA ->
                signedData(SignedData.getInstance(outer.getContent()));
            case GB_ENVELOPED_DATA, ENVELOPED_DATA ->
                EnvelopeView.enveloped(EnvelopedData.getInstance(outer.getContent()));
            case AUTH_ENVELOPED_DATA ->
                EnvelopeView.authenticated(AuthEnvelopedData.getInstance(outer.getContent()));
            default -> Node.leaf("ContentInfo", name(outer.getContentType()));
          });
    } catch (RuntimeException | IOException other) {
      // Not a CMS, or one that its tree says more of than we can.
      return Optional.empty();
    }
  }

  /** Who revoked how many until when; empty for anything but a CRL. */
  static Optional<Node> list(Bytes octets) {
    try {
      CertificateList list = CertificateList.getInstance(octets.toArray());
      Object next =
          list.getNextUpdate() == null ? "none" : list.getNextUpdate().getDate().toInstant();
      return Optional.of(
          Node.of(
              "CRL",
              List.of(
                  Node.leaf("issuer", RFC4519Style.INSTANCE.toString(list.getIssuer())),
                  Node.leaf("this update", "" + list.getThisUpdate().getDate().toInstant()),
                  Node.leaf("next update", "" + next),
                  Node.leaf("revoked", "" + list.getRevokedCertificates().length),
                  Node.of("first revoked", revoked(list)),
                  Node.leaf("algorithm", name(list.getSignatureAlgorithm())))));
    } catch (RuntimeException other) {
      return Optional.empty();
    }
  }

  private static List<Node> revoked(CertificateList list) {
    List<Node> entries = new ArrayList<>();
    TBSCertList.CRLEntry[] all = list.getRevokedCertificates();
    for (int i = 0; i < Math.min(all.length, MOST); i++) {
      String serial = all[i].getUserCertificate().getValue().toString(16);
      entries.add(Node.leaf("#" + serial, "" + all[i].getRevocationDate().getDate().toInstant()));
    }
    return entries;
  }

  private static Node signedData(SignedData data) throws IOException {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("version", data.getVersion().toString()));
    ContentInfo content = data.getEncapContentInfo();
    nodes.add(Node.leaf("content type", name(content.getContentType())));
    nodes.add(content(content));
    for (ASN1Encodable each : members(data.getCertificates())) {
      Certificate.parse(Bytes.of(each.toASN1Primitive().getEncoded()))
          .ifPresent(certificate -> nodes.add(BinaryView.certificate(certificate)));
    }
    for (ASN1Encodable each : members(data.getCRLs())) {
      list(Bytes.of(each.toASN1Primitive().getEncoded())).ifPresent(nodes::add);
    }
    for (ASN1Encodable each : members(data.getSignerInfos())) {
      nodes.add(signer(SignerInfo.getInstance(each)));
    }
    return Node.of("SignedData", nodes);
  }

  private static Node content(ContentInfo content) {
    if (content.getContent() == null) {
      return Node.leaf("content", "detached");
    }
    if (!(content.getContent() instanceof ASN1OctetString octets)) {
      return Node.leaf("content", "attached, no OCTET STRING");
    }
    if (content.getContentType().getId().equals(TST_INFO)) {
      return timestamp(TSTInfo.getInstance(octets.getOctets()));
    }
    return Node.leaf("content", "attached, " + octets.getOctets().length + " octets");
  }

  private static Node timestamp(TSTInfo info) {
    Bytes imprint = Bytes.of(info.getMessageImprint().getHashedMessage());
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("time", info.getGenTime().getTimeString()));
    nodes.add(Node.leaf("serial", info.getSerialNumber().getValue().toString(16)));
    nodes.add(Node.leaf("policy", name(info.getPolicy())));
    nodes.add(Node.leaf("over", name(info.getMessageImprint().getHashAlgorithm())));
    nodes.add(Node.leaf("imprint", imprint.toHex()));
    if (info.getNonce() != null) {
      nodes.add(Node.leaf("nonce", info.getNonce().getValue().toString(16)));
    }
    return Node.of("TSTInfo", nodes);
  }

  private static Node signer(SignerInfo signer) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("certificate", identifier(signer.getSID())));
    nodes.add(Node.leaf("digest", name(signer.getDigestAlgorithm())));
    nodes.add(Node.leaf("algorithm", name(signer.getDigestEncryptionAlgorithm())));
    nodes.addAll(attributes("signed", signer.getAuthenticatedAttributes()));
    nodes.addAll(attributes("unsigned", signer.getUnauthenticatedAttributes()));
    return Node.of("SignerInfo", nodes);
  }

  private static String identifier(SignerIdentifier identifier) {
    if (identifier.isTagged()) {
      return "by key identifier";
    }
    IssuerAndSerialNumber named = IssuerAndSerialNumber.getInstance(identifier.getId());
    BigInteger serial = named.getSerialNumber().getValue();
    return RFC4519Style.INSTANCE.toString(named.getName()) + " #" + serial.toString(16);
  }

  private static List<Node> attributes(String kind, @Nullable ASN1Set set) {
    List<Node> nodes = new ArrayList<>();
    for (ASN1Encodable each : members(set)) {
      Attribute attribute = Attribute.getInstance(each);
      String name = kind + " " + name(attribute.getAttrType());
      boolean time = attribute.getAttrType().equals(CMSAttributes.signingTime);
      ASN1Encodable[] values = attribute.getAttributeValues();
      nodes.add(
          Node.leaf(
              name,
              time && values.length == 1
                  ? Time.getInstance(values[0]).getDate().toInstant().toString()
                  : ""));
    }
    return nodes;
  }

  private static List<ASN1Encodable> members(@Nullable ASN1Set set) {
    List<ASN1Encodable> members = new ArrayList<>();
    for (int i = 0; set != null && i < Math.min(set.size(), MOST); i++) {
      members.add(set.getObjectAt(i));
    }
    return members;
  }

  static String name(AlgorithmIdentifier algorithm) {
    return name(algorithm.getAlgorithm());
  }

  static String name(ASN1ObjectIdentifier identifier) {
    String known = Identifiers.name(identifier.getId());
    return known.isEmpty() ? identifier.getId() : known + " (" + identifier.getId() + ")";
  }
}
