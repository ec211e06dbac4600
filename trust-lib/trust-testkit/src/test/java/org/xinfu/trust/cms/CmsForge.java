package org.xinfu.trust.cms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Signer;

/**
 * A SignedData written part by part, so that each part can be what no honest signer writes. What is
 * signed is signed over what is written.
 */
final class CmsForge {
  static final Bytes CONTENT = Bytes.utf8("the content, detached");

  ASN1ObjectIdentifier type = CMSObjectIdentifiers.signedData;
  ASN1Encodable version = new ASN1Integer(1);
  ASN1Encodable digests;
  ASN1Encodable encapsulated = new DERSequence(CMSObjectIdentifiers.data);
  final List<ASN1Encodable> certificates = new ArrayList<>();
  final List<ASN1Encodable> afterCertificates = new ArrayList<>();
  final List<ASN1Encodable> afterSigners = new ArrayList<>();
  ASN1Encodable signerVersion = new ASN1Integer(1);
  ASN1Encodable sid;
  ASN1Encodable digest;
  final List<ASN1Encodable> attributes = new ArrayList<>();
  ASN1Encodable algorithm;
  final List<ASN1Encodable> afterSignature = new ArrayList<>();
  int signers = 1;

  /** Octets in place of others, for what no library writes; what is signed has them too. */
  UnaryOperator<Bytes> written = UnaryOperator.identity();

  private final Signer signer;
  private Signer key;

  /** One that is right: content type, digest and signing certificate of {@code signer}. */
  CmsForge(Signer signer) {
    this.signer = signer;
    this.key = signer;
    ContentDigest own = ContentDigest.of(signer.algorithm());
    Certificate certificate = signer.chain().get(0);
    digest = CmsSuite.digestIdentifier(own);
    digests = new DERSet(digest);
    sid = new IssuerAndSerialNumber(certificate.holder().getIssuer(), certificate.serial());
    algorithm = CmsSuite.signatureIdentifier(signer.algorithm());
    embed(signer, certificate);
    attribute(CMSAttributes.contentType, CMSObjectIdentifiers.data);
    attribute(CMSAttributes.messageDigest, new DEROctetString(own.of(CONTENT).toArray()));
    attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, naming(id(certificate)));
  }

  private void embed(Signer of, Certificate own) {
    certificates.add(own.holder().toASN1Structure());
    of.chain().stream()
        .filter(c -> !c.equals(own) && !c.selfIssued())
        .forEach(c -> certificates.add(c.holder().toASN1Structure()));
  }

  /** The entry that names a certificate by its SHA-256. */
  static ESSCertIDv2 id(Certificate certificate) {
    return new ESSCertIDv2(
        CmsSuite.digestIdentifier(ContentDigest.SHA256),
        ContentDigest.SHA256.of(certificate.der()).toArray());
  }

  static SigningCertificateV2 naming(ESSCertIDv2... ids) {
    return new SigningCertificateV2(ids);
  }

  CmsForge attribute(ASN1ObjectIdentifier oid, ASN1Encodable... values) {
    attributes.add(new DERSequence(new ASN1Encodable[] {oid, new DERSet(values)}));
    return this;
  }

  /** Without the attribute of this type. */
  CmsForge without(ASN1ObjectIdentifier oid) {
    attributes.removeIf(a -> ((DERSequence) a).getObjectAt(0).equals(oid));
    return this;
  }

  /** With this attribute in place of the one of its type. */
  CmsForge instead(ASN1ObjectIdentifier oid, ASN1Encodable... values) {
    return without(oid).attribute(oid, values);
  }

  CmsForge signedBy(Signer other) {
    key = other;
    return this;
  }

  Bytes make() {
    List<ASN1Encodable> data = new ArrayList<>(List.of(version, digests, encapsulated));
    if (!certificates.isEmpty()) {
      data.add(new DERTaggedObject(false, 0, new DERSet(vector(certificates))));
    }
    data.addAll(afterCertificates);
    ASN1Encodable info = signerInfo();
    data.add(new DERSet(vector(Collections.nCopies(signers, info))));
    data.addAll(afterSigners);
    return written.apply(
        der(
            new DERSequence(
                new ASN1Encodable[] {type, new DERTaggedObject(true, 0, sequence(data))})));
  }

  private ASN1Encodable signerInfo() {
    DERSet signed = new DERSet(vector(attributes));
    // Without attributes the content itself is signed, RFC 5652 §5.4.
    Bytes value = key.sign(attributes.isEmpty() ? CONTENT : written.apply(der(signed)));
    List<ASN1Encodable> info = new ArrayList<>(List.of(signerVersion, sid, digest));
    if (!attributes.isEmpty()) {
      info.add(new DERTaggedObject(false, 0, signed));
    }
    info.add(algorithm);
    info.add(new DEROctetString(value.toArray()));
    info.addAll(afterSignature);
    return sequence(info);
  }

  Signer signer() {
    return signer;
  }

  static DERSequence sequence(List<ASN1Encodable> parts) {
    return new DERSequence(vector(parts));
  }

  private static ASN1EncodableVector vector(List<? extends ASN1Encodable> parts) {
    ASN1EncodableVector vector = new ASN1EncodableVector();
    parts.forEach(vector::add);
    return vector;
  }

  static Bytes der(ASN1Encodable value) {
    try {
      return Bytes.of(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
