package org.xinfu.trust.cms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Signer;

/** Writes SignedData with one SignerInfo, RFC 5652 §5.1 or GB/T 35275 §7.1, DER. */
final class SignedDataMaker {
  private final Signer signer;
  private ASN1ObjectIdentifier type = CMSObjectIdentifiers.data;
  private Optional<Bytes> content = Optional.empty();
  private boolean gb;

  SignedDataMaker(Signer signer) {
    this.signer = signer;
  }

  SignedDataMaker carrying(ASN1ObjectIdentifier contentType, Bytes octets) {
    type = contentType;
    content = Optional.of(octets);
    return this;
  }

  /** With the types, versions and algorithm names of GB/T 35275. */
  SignedDataMaker gb() {
    gb = true;
    type = Oids.GB_DATA;
    return this;
  }

  /** Signs the attributes. */
  Bytes make(ASN1EncodableVector attributes) {
    return make(attributes, signer.sign(toBeSigned(attributes)));
  }

  /** With a value that was made over {@link #toBeSigned}. */
  Bytes make(ASN1EncodableVector attributes, Bytes value) {
    return assemble(Optional.of(new DERSet(attributes)), value);
  }

  /** RFC 5652 §5.4: what is signed is the DER of SET OF, not of the implicit [0]. */
  static Bytes toBeSigned(ASN1EncodableVector attributes) {
    return Der.encode(new DERSet(attributes));
  }

  /** Signs the content itself, without attributes. */
  Bytes makeBare(Bytes octets) {
    return assemble(Optional.empty(), signer.sign(octets));
  }

  private Bytes assemble(Optional<DERSet> signed, Bytes value) {
    Certificate own = CmsSigner.embedded(signer).get(0);
    AlgorithmIdentifier digest = CmsSigner.digestIdentifier(signer);
    List<ASN1Encodable> info = new ArrayList<>();
    info.add(new ASN1Integer(1));
    info.add(new IssuerAndSerialNumber(own.holder().getIssuer(), own.serial()));
    info.add(digest);
    signed.ifPresent(s -> info.add(new DERTaggedObject(false, 0, s)));
    info.add(
        gb
            ? new AlgorithmIdentifier(Oids.SM2_SIGN)
            : CmsSuite.signatureIdentifier(signer.algorithm()));
    info.add(new DEROctetString(value.toArray()));
    boolean plain = gb || type.equals(CMSObjectIdentifiers.data);
    List<ASN1Encodable> encapsulated = new ArrayList<>(List.of(type));
    content.ifPresent(
        c -> encapsulated.add(new DERTaggedObject(true, 0, new DEROctetString(c.toArray()))));
    ASN1EncodableVector certificates = new ASN1EncodableVector();
    CmsSigner.embedded(signer).forEach(c -> certificates.add(c.holder().toASN1Structure()));
    DERSequence data =
        sequence(
            List.of(
                new ASN1Integer(plain ? 1 : 3),
                new DERSet(digest),
                sequence(encapsulated),
                new DERTaggedObject(false, 0, new DERSet(certificates)),
                new DERSet(sequence(info))));
    ASN1ObjectIdentifier outer = gb ? Oids.GB_SIGNED_DATA : CMSObjectIdentifiers.signedData;
    return Der.encode(sequence(List.of(outer, new DERTaggedObject(true, 0, data))));
  }

  static DERSequence sequence(List<? extends ASN1Encodable> parts) {
    return new DERSequence(parts.toArray(ASN1Encodable[]::new));
  }
}
