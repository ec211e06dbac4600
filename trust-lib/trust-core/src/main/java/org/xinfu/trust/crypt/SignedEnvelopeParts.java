package org.xinfu.trust.crypt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.DLTaggedObject;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/**
 * A signed envelope as the two structures that it is made of: an envelope, and a SignedData that
 * lies apart from its content. Values and their order stay as they are (the definite-length form of
 * X.690 §8.1.3), since attributes are verified as received.
 *
 * @param enveloped ContentInfo with envelopedData
 * @param signed ContentInfo with signedData, detached
 * @param encrypted the encrypted content
 */
record SignedEnvelopeParts(Bytes enveloped, Bytes signed, Bytes encrypted) {
  private static final ASN1ObjectIdentifier TYPE =
      new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2.4");

  private static final ASN1ObjectIdentifier SIGNED =
      new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2.2");

  private static final ASN1Integer VERSION = new ASN1Integer(1);

  /** version, recipientInfos, digestAlgorithms, encryptedContentInfo; certificates and lists. */
  private static final int BEFORE = 4;

  /** Empty when it is no signedAndEnvelopedData with a signer and one content. */
  static Optional<SignedEnvelopeParts> parse(Bytes encoded) {
    return Decoding.maybe(() -> read(inside(encoded, TYPE)));
  }

  private static Optional<SignedEnvelopeParts> read(ASN1Sequence all) throws IOException {
    int signers = all.size() - 1;
    boolean known =
        VERSION.equals(all.getObjectAt(0))
            && all.getObjectAt(1) instanceof ASN1Set
            && all.getObjectAt(2) instanceof ASN1Set
            && all.getObjectAt(signers) instanceof ASN1Set infos
            && infos.size() > 0
            && tagged(all, signers);
    ASN1Sequence content = ASN1Sequence.getInstance(all.getObjectAt(3));
    if (!known || !EnvelopeShape.GBT35275.data().equals(content.getObjectAt(0))) {
      return Optional.empty();
    }
    List<ASN1Encodable> data = new ArrayList<>();
    data.add(VERSION);
    data.add(all.getObjectAt(2));
    data.add(new DLSequence(EnvelopeShape.GBT35275.data()));
    for (int i = BEFORE; i <= signers; i++) {
      data.add(all.getObjectAt(i));
    }
    ASN1TaggedObject encrypted = ASN1TaggedObject.getInstance(content.getObjectAt(2));
    return Optional.of(
        new SignedEnvelopeParts(
            info(EnvelopeShape.GBT35275.enveloped(), List.of(VERSION, all.getObjectAt(1), content)),
            info(SIGNED, data),
            Bytes.of(ASN1OctetString.getInstance(encrypted, false).getOctets())));
  }

  /** Between the content and the signers nothing but certificates [0] and lists [1], each once. */
  private static boolean tagged(ASN1Sequence all, int signers) {
    int last = -1;
    for (int i = BEFORE; i < signers; i++) {
      int tag =
          all.getObjectAt(i) instanceof ASN1TaggedObject tagged && tagged.hasContextTag()
              ? tagged.getTagNo()
              : -1;
      if (tag <= last || tag > 1) {
        return false;
      }
      last = tag;
    }
    return signers >= BEFORE;
  }

  /** The signed envelope of an envelope and a detached SignedData; empty when they are not such. */
  static Optional<Bytes> of(Bytes enveloped, Bytes signature) {
    return Decoding.maybe(
        () -> {
          ASN1Sequence envelope = inside(enveloped, EnvelopeShape.GBT35275.enveloped());
          ASN1Sequence signed = inside(signature, SIGNED);
          if (ASN1Sequence.getInstance(signed.getObjectAt(2)).size() != 1) {
            return Optional.empty();
          }
          List<ASN1Encodable> all = new ArrayList<>();
          all.add(VERSION);
          all.add(envelope.getObjectAt(1));
          all.add(signed.getObjectAt(1));
          all.add(envelope.getObjectAt(2));
          for (int i = 3; i < signed.size(); i++) {
            all.add(signed.getObjectAt(i));
          }
          Bytes made = info(TYPE, all);
          return parse(made).map(parts -> made);
        });
  }

  private static ASN1Sequence inside(Bytes info, ASN1ObjectIdentifier type) throws IOException {
    ASN1Sequence outer = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(info.toArray()));
    if (outer.size() != 2 || !type.equals(outer.getObjectAt(0))) {
      throw new IOException("another content type");
    }
    return ASN1Sequence.getInstance(ASN1TaggedObject.getInstance(outer.getObjectAt(1)), true);
  }

  private static Bytes info(ASN1ObjectIdentifier type, List<ASN1Encodable> parts)
      throws IOException {
    ASN1EncodableVector inside = new ASN1EncodableVector();
    parts.forEach(inside::add);
    ASN1EncodableVector outer = new ASN1EncodableVector();
    outer.add(type);
    outer.add(new DLTaggedObject(true, 0, new DLSequence(inside)));
    return Bytes.of(new DLSequence(outer).getEncoded(ASN1Encoding.DL));
  }
}
