package org.xinfu.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/**
 * Archive time-stamps as producers made them before EN 319 122-1: archive-time-stamp-v3 with the
 * ats-hash-index of TS 101 733 V2.2.1 §6.4.2, which names unsigned attributes as a whole and leaves
 * SHA-256 unsaid. Put together with Bouncy Castle and none of the library's own code.
 */
final class OldArchive {
  private static final ASN1ObjectIdentifier STAMP = new ASN1ObjectIdentifier("0.4.0.1733.2.4");
  private static final ASN1ObjectIdentifier INDEX = new ASN1ObjectIdentifier("0.4.0.1733.2.5");

  private OldArchive() {}

  /**
   * The attached message, archived.
   *
   * @param stamp makes a token over an imprint by SHA-256
   */
  static Bytes archived(Bytes cms, UnaryOperator<Bytes> stamp) {
    try {
      CMSSignedData data = new CMSSignedData(cms.toArray());
      SignerInformation signer = data.getSignerInfos().iterator().next();
      ASN1Encodable index = index(data, signer);
      Bytes imprint = Digests.sha256(Bytes.of(covered(data, signer, index)));
      CMSSignedData token = new CMSSignedData(stamp.apply(imprint).toArray());
      Bytes indexed = with(token, INDEX, index);
      return with(data, STAMP, ASN1Primitive.fromByteArray(indexed.toArray()));
    } catch (CMSException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ASN1Encodable index(CMSSignedData data, SignerInformation signer)
      throws IOException {
    SignedData signed = SignedData.getInstance(data.toASN1Structure().getContent());
    List<ASN1Encodable> attributes = new ArrayList<>();
    if (signer.getUnsignedAttributes() != null) {
      for (Attribute one : signer.getUnsignedAttributes().toASN1Structure().getAttributes()) {
        attributes.add(one);
      }
    }
    return new DERSequence(
        new ASN1Encodable[] {
          digests(signed.getCertificates() == null ? List.of() : signed.getCertificates()),
          digests(signed.getCRLs() == null ? List.of() : signed.getCRLs()),
          digests(attributes)
        });
  }

  private static DERSequence digests(Iterable<? extends ASN1Encodable> all) throws IOException {
    ASN1EncodableVector found = new ASN1EncodableVector();
    for (ASN1Encodable one : all) {
      Bytes der = Bytes.of(one.toASN1Primitive().getEncoded("DER"));
      found.add(new DEROctetString(Digests.sha256(der).toArray()));
    }
    return new DERSequence(found);
  }

  /** Content type, digest of the content, SignerInfo up to its value, and the index. */
  private static byte[] covered(CMSSignedData data, SignerInformation signer, ASN1Encodable index)
      throws IOException, CMSException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new ASN1ObjectIdentifier(data.getSignedContentTypeOID()).getEncoded("DER"));
    byte[] content = (byte[]) data.getSignedContent().getContent();
    out.writeBytes(Digests.sha256(Bytes.of(content)).toArray());
    ASN1Sequence info = ASN1Sequence.getInstance(signer.toASN1Structure());
    for (ASN1Encodable part : info) {
      boolean unsigned = part instanceof ASN1TaggedObject tagged && tagged.getTagNo() == 1;
      if (!unsigned) {
        out.writeBytes(part.toASN1Primitive().getEncoded("DER"));
      }
    }
    out.writeBytes(index.toASN1Primitive().getEncoded("DER"));
    return out.toByteArray();
  }

  /** With one more unsigned attribute of its only signer. */
  private static Bytes with(CMSSignedData data, ASN1ObjectIdentifier type, ASN1Encodable value)
      throws IOException {
    SignerInformation signer = data.getSignerInfos().iterator().next();
    AttributeTable there = signer.getUnsignedAttributes();
    ASN1EncodableVector all =
        there == null ? new ASN1EncodableVector() : there.toASN1EncodableVector();
    all.add(new Attribute(type, new DERSet(value)));
    SignerInformation more =
        SignerInformation.replaceUnsignedAttributes(signer, new AttributeTable(all));
    CMSSignedData replaced =
        CMSSignedData.replaceSigners(data, new SignerInformationStore(List.of(more)));
    return Bytes.of(replaced.toASN1Structure().getEncoded("DER"));
  }
}
