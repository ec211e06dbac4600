package org.xinfu.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.SignatureIdentifiers;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;

/** A SignedData written part by part and signed over what is written, however wrong it is. */
final class SignedDataForge {
  static final ASN1ObjectIdentifier DATA = new ASN1ObjectIdentifier("1.2.840.113549.1.7.1");
  static final ASN1ObjectIdentifier SIGNED = new ASN1ObjectIdentifier("1.2.840.113549.1.7.2");
  static final ASN1ObjectIdentifier GB = new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2");
  static final ASN1ObjectIdentifier CONTENT_TYPE = new ASN1ObjectIdentifier("1.2.840.113549.1.9.3");
  static final ASN1ObjectIdentifier DIGEST = new ASN1ObjectIdentifier("1.2.840.113549.1.9.4");
  static final ASN1ObjectIdentifier CERTIFICATE =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.47");
  static final ASN1ObjectIdentifier CERTIFICATE_V1 =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.12");
  static final ASN1ObjectIdentifier PROTECTION = new ASN1ObjectIdentifier("1.2.840.113549.1.9.52");

  ASN1ObjectIdentifier outer = SIGNED;
  ASN1ObjectIdentifier type = DATA;
  int version = 1;
  AlgorithmIdentifier digest;
  List<ASN1Encodable> digests = new ArrayList<>();
  Optional<Bytes> carried = Optional.empty();
  List<ASN1Encodable> certificates = new ArrayList<>();
  int signerVersion = 1;
  ASN1Encodable sid;
  List<ASN1Encodable> attributes = new ArrayList<>();
  boolean bare;
  AlgorithmIdentifier algorithm;
  List<ASN1Encodable> unsigned = new ArrayList<>();
  UnaryOperator<Bytes> sign;
  UnaryOperator<Bytes> value = v -> v;
  Bytes content;
  final List<SignedDataForge> others = new ArrayList<>();

  /** One that is right, detached, over {@code content}. */
  SignedDataForge(Signer signer, Bytes content) {
    Certificate own = signer.chain().get(0);
    Hash hash = signer.algorithm().hash();
    this.content = content;
    digest = new AlgorithmIdentifier(hash.oid());
    digests.add(digest);
    signer.chain().stream()
        .filter(c -> c.equals(own) || !c.selfIssued())
        .forEach(c -> certificates.add(c.holder().toASN1Structure()));
    sid = new IssuerAndSerialNumber(own.holder().getIssuer(), own.serial());
    algorithm = SignatureIdentifiers.of(signer.algorithm());
    sign = signer::sign;
    attribute(CONTENT_TYPE, type);
    attribute(DIGEST, octets(hash.of(content)));
    attribute(CERTIFICATE, naming(own));
  }

  /** The same with changes. */
  static Bytes of(Signer signer, Bytes content, Consumer<SignedDataForge> change) {
    SignedDataForge forge = new SignedDataForge(signer, content);
    change.accept(forge);
    return forge.make();
  }

  /** SigningCertificateV2 with the SHA-256 of one certificate. */
  static DERSequence naming(Certificate certificate) {
    return sequence(sequence(sequence(octets(Hash.SHA256.of(certificate.der())))));
  }

  SignedDataForge attribute(ASN1ObjectIdentifier oid, ASN1Encodable... values) {
    attributes.add(sequence(oid, new DERSet(values)));
    return this;
  }

  SignedDataForge without(ASN1ObjectIdentifier oid) {
    attributes.removeIf(a -> ((DERSequence) a).getObjectAt(0).equals(oid));
    return this;
  }

  SignedDataForge instead(ASN1ObjectIdentifier oid, ASN1Encodable... values) {
    return without(oid).attribute(oid, values);
  }

  SignedDataForge carry() {
    carried = Optional.of(content);
    return this;
  }

  /** The names and numbers of GB/T 35275, without attributes. */
  SignedDataForge gb() {
    outer = GB.branch("2");
    type = GB.branch("1");
    algorithm = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.156.10197.1.301.1"));
    attributes.clear();
    bare = true;
    return this;
  }

  /** GB/T 35275 with its two attributes. */
  SignedDataForge gbAttributes() {
    gb();
    bare = false;
    attribute(CONTENT_TYPE, type);
    attribute(DIGEST, octets(Hash.SM3.of(content)));
    return this;
  }

  SignedDataForge unsignedAttribute(String oid, Bytes der) {
    unsigned.add(sequence(new ASN1ObjectIdentifier(oid), new DERSet(SesForge.sequence(der))));
    return this;
  }

  Bytes make() {
    List<ASN1Encodable> encapsulated = new ArrayList<>(List.of(type));
    carried.ifPresent(c -> encapsulated.add(new DERTaggedObject(true, 0, octets(c))));
    List<ASN1Encodable> data = new ArrayList<>();
    data.add(new ASN1Integer(version));
    data.add(set(digests));
    data.add(sequence(encapsulated.toArray(ASN1Encodable[]::new)));
    if (!certificates.isEmpty()) {
      data.add(new DERTaggedObject(false, 0, set(certificates)));
    }
    List<ASN1Encodable> signers = new ArrayList<>(List.of(signerInfo()));
    others.forEach(o -> signers.add(o.signerInfo()));
    data.add(set(signers));
    DERSequence signedData = sequence(data.toArray(ASN1Encodable[]::new));
    return SesForge.der(sequence(outer, new DERTaggedObject(true, 0, signedData)));
  }

  DERSequence signerInfo() {
    DERSet signed = set(attributes);
    Bytes signature = value.apply(sign.apply(bare ? content : SesForge.der(signed)));
    List<ASN1Encodable> info = new ArrayList<>();
    info.add(new ASN1Integer(signerVersion));
    info.add(sid);
    info.add(digest);
    if (!bare) {
      info.add(new DERTaggedObject(false, 0, signed));
    }
    info.add(algorithm);
    info.add(octets(signature));
    if (!unsigned.isEmpty()) {
      info.add(new DERTaggedObject(false, 1, set(unsigned)));
    }
    return sequence(info.toArray(ASN1Encodable[]::new));
  }

  static DERSequence sequence(ASN1Encodable... parts) {
    return new DERSequence(parts);
  }

  static DERSet set(List<ASN1Encodable> parts) {
    return new DERSet(parts.toArray(ASN1Encodable[]::new));
  }

  static DEROctetString octets(Bytes value) {
    return new DEROctetString(value.toArray());
  }

  static AlgorithmIdentifier algorithm(String oid) {
    return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
  }

  static AlgorithmIdentifier withNull(String oid) {
    return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid), DERNull.INSTANCE);
  }
}
