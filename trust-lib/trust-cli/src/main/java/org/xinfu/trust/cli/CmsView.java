package org.xinfu.trust.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
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
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Decoding;

/**
 * What a SignedData (RFC 5652 §5, GB/T 35275 §8) or a time-stamp token (RFC 3161) says, in words
 * above its tree. It is shown as it stands; nothing of it is verified.
 */
final class CmsView {
  private static final String GB_SIGNED_DATA = "1.2.156.10197.6.1.4.2.2";
  private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  private static final String GB_ENVELOPED_DATA = "1.2.156.10197.6.1.4.2.3";
  private static final String ENVELOPED_DATA = "1.2.840.113549.1.7.3";
  private static final String GB_SIGNED_AND_ENVELOPED_DATA = "1.2.156.10197.6.1.4.2.4";
  private static final String AUTH_ENVELOPED_DATA = "1.2.840.113549.1.9.16.1.23";
  private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
  private static final Set<String> TOKENS =
      Set.of("1.2.840.113549.1.9.16.2.14", "1.2.840.113549.1.9.16.2.20", "0.4.0.1733.2.4");
  private static final int MOST = 64;

  /** Tokens carry tokens; no honest one goes deeper. */
  private static final int DEEPEST = 4;

  private CmsView() {}

  /** The summary; empty for anything else, and for what is too damaged to be summed up. */
  static Optional<Node> of(Bytes octets) {
    return of(octets, 0);
  }

  private static Optional<Node> of(Bytes octets, int depth) {
    // Empty when it is not a CMS, or one that its tree says more of than we can.
    return Decoding.of(
        () -> {
          ContentInfo outer = ContentInfo.getInstance(octets.toArray());
          return switch (outer.getContentType().getId()) {
            case GB_SIGNED_DATA, SIGNED_DATA ->
                signedData(SignedData.getInstance(outer.getContent()), depth);
            case GB_ENVELOPED_DATA, ENVELOPED_DATA ->
                EnvelopeView.enveloped(EnvelopedData.getInstance(outer.getContent()));
            case GB_SIGNED_AND_ENVELOPED_DATA ->
                EnvelopeView.signed(ASN1Sequence.getInstance(outer.getContent()));
            case AUTH_ENVELOPED_DATA ->
                EnvelopeView.authenticated(AuthEnvelopedData.getInstance(outer.getContent()));
            default -> Node.leaf("ContentInfo", name(outer.getContentType()));
          };
        });
  }

  private static Node signedData(SignedData data, int depth) throws IOException {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("version", data.getVersion().toString()));
    ContentInfo content = data.getEncapContentInfo();
    nodes.add(Node.leaf("content type", name(content.getContentType())));
    nodes.add(content(content));
    for (ASN1Encodable each : members(data.getCertificates())) {
      nodes.add(
          Certificate.parse(Bytes.of(each.toASN1Primitive().getEncoded()))
              .map(BinaryView::certificate)
              .orElseGet(() -> Node.leaf("certificate", "of another kind, or damaged")));
    }
    for (ASN1Encodable each : members(data.getCRLs())) {
      nodes.add(revocation(each));
    }
    for (ASN1Encodable each : members(data.getSignerInfos())) {
      nodes.add(signer("SignerInfo", SignerInfo.getInstance(each), depth));
    }
    return Node.of("SignedData", nodes);
  }

  /** RevocationInfoChoice, RFC 5652 §10.2.1; an OCSP response is of RFC 5940's format. */
  private static Node revocation(ASN1Encodable choice) throws IOException {
    if (choice instanceof ASN1TaggedObject other) {
      ASN1Sequence format = ASN1Sequence.getInstance(other, false);
      return OcspView.of(Bytes.of(format.getObjectAt(1).toASN1Primitive().getEncoded()))
          .orElseGet(() -> Node.leaf("revocation", "of another format: " + format.getObjectAt(0)));
    }
    return CrlView.of(Bytes.of(choice.toASN1Primitive().getEncoded()))
        .orElseGet(() -> Node.leaf("CRL", "damaged"));
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

  private static Node signer(String name, SignerInfo signer, int depth) throws IOException {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("certificate", identifier(signer.getSID())));
    nodes.add(Node.leaf("digest", name(signer.getDigestAlgorithm())));
    nodes.add(Node.leaf("algorithm", name(signer.getDigestEncryptionAlgorithm())));
    nodes.addAll(attributes("signed", signer.getAuthenticatedAttributes(), depth));
    nodes.addAll(attributes("unsigned", signer.getUnauthenticatedAttributes(), depth));
    return Node.of(name, nodes);
  }

  static String identifier(SignerIdentifier identifier) {
    if (identifier.isTagged()) {
      return "by key identifier";
    }
    IssuerAndSerialNumber named = IssuerAndSerialNumber.getInstance(identifier.getId());
    BigInteger serial = named.getSerialNumber().getValue();
    return RFC4519Style.INSTANCE.toString(named.getName()) + " #" + serial.toString(16);
  }

  private static List<Node> attributes(String kind, @Nullable ASN1Set set, int depth)
      throws IOException {
    List<Node> nodes = new ArrayList<>();
    for (ASN1Encodable each : members(set)) {
      Attribute attribute = Attribute.getInstance(each);
      ASN1Encodable[] values = attribute.getAttributeValues();
      String name = kind + " " + name(attribute.getAttrType());
      List<Node> inside = new ArrayList<>();
      for (int i = 0; depth < DEEPEST && i < Math.min(values.length, MOST); i++) {
        inside.addAll(inside(attribute.getAttrType(), values[i], depth + 1));
      }
      String value = values.length == 1 ? said(attribute.getAttrType(), values[0]) : "";
      nodes.add(Node.of(name, value, inside));
    }
    return nodes;
  }

  /** What an attribute's value says in a line. */
  private static String said(ASN1ObjectIdentifier type, ASN1Encodable value) {
    if (type.equals(CMSAttributes.signingTime)) {
      return Time.getInstance(value).getDate().toInstant().toString();
    }
    if (type.equals(CMSAttributes.messageDigest)) {
      return Bytes.of(ASN1OctetString.getInstance(value).getOctets()).toHex();
    }
    return type.equals(CMSAttributes.contentType)
        ? name(ASN1ObjectIdentifier.getInstance(value))
        : "";
  }

  /** Time-stamp tokens and countersignatures are messages of their own. */
  private static List<Node> inside(ASN1ObjectIdentifier type, ASN1Encodable value, int depth)
      throws IOException {
    if (TOKENS.contains(type.getId())) {
      return of(Bytes.of(value.toASN1Primitive().getEncoded()), depth).stream().toList();
    }
    return type.equals(CMSAttributes.counterSignature)
        ? List.of(signer("countersignature", SignerInfo.getInstance(value), depth))
        : List.of();
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
