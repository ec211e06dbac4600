package org.xinfu.trust.crypt;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;

/**
 * An envelope taken apart. BER is read as well as DER, since producers stream (RFC 5652 §2).
 *
 * @param algorithm of the content
 * @param tag of AuthEnvelopedData; empty otherwise
 * @param associated DER of the authenticated attributes as SET OF; empty without them
 */
record ParsedEnvelope(
    List<Recipient> recipients,
    AlgorithmIdentifier algorithm,
    Bytes encrypted,
    Optional<Bytes> tag,
    Bytes associated) {
  private static final int MOST_RECIPIENTS = 1000;

  /** One KeyTransRecipientInfo (RFC 5652 §6.2.1); recipients of other kinds are left out. */
  record Recipient(
      @Nullable X500Name issuer,
      @Nullable BigInteger serial,
      @Nullable Bytes keyIdentifier,
      AlgorithmIdentifier wrap,
      Bytes encryptedKey) {
    boolean names(Certificate certificate) {
      if (keyIdentifier != null) {
        return certificate.subjectKeyIdentifier().filter(keyIdentifier::equals).isPresent();
      }
      return certificate.holder().getIssuer().equals(issuer) && certificate.serial().equals(serial);
    }
  }

  /** Empty when it is no envelope of a known shape. */
  static Optional<ParsedEnvelope> parse(Bytes encoded) {
    return Decoding.maybe(
        () -> {
          ASN1Sequence info =
              ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(encoded.toArray()));
          ASN1ObjectIdentifier type = ASN1ObjectIdentifier.getInstance(info.getObjectAt(0));
          boolean authenticated = type.equals(EnvelopeShape.AUTHENTICATED);
          if (info.size() != 2
              || !(authenticated
                  || type.equals(EnvelopeShape.CMS.enveloped())
                  || type.equals(EnvelopeShape.GBT35275.enveloped()))) {
            return Optional.empty();
          }
          ASN1TaggedObject content = ASN1TaggedObject.getInstance(info.getObjectAt(1));
          return Optional.of(read(ASN1Sequence.getInstance(content, true), authenticated));
        });
  }

  private static ParsedEnvelope read(ASN1Sequence enveloped, boolean authenticated) {
    Iterator<ASN1Encodable> fields = enveloped.iterator();
    ASN1Integer.getInstance(fields.next());
    ASN1Encodable next = fields.next();
    if (next instanceof ASN1TaggedObject originator && originator.hasContextTag(0)) {
      next = fields.next();
    }
    List<Recipient> recipients = recipients(ASN1Set.getInstance(next));
    ASN1Sequence content = ASN1Sequence.getInstance(fields.next());
    ASN1TaggedObject encrypted = ASN1TaggedObject.getInstance(content.getObjectAt(2));
    if (!encrypted.hasContextTag(0)) {
      throw new IllegalArgumentException("no encrypted content");
    }
    Bytes associated = Bytes.empty();
    Optional<Bytes> tag = Optional.empty();
    if (authenticated) {
      next = fields.next();
      if (next instanceof ASN1TaggedObject attributes && attributes.hasContextTag(1)) {
        associated = Der.encode(ASN1Set.getInstance(attributes, false));
        next = fields.next();
      }
      tag = Optional.of(octets(next));
    }
    return new ParsedEnvelope(
        recipients,
        AlgorithmIdentifier.getInstance(content.getObjectAt(1)),
        Bytes.of(ASN1OctetString.getInstance(encrypted, false).getOctets()),
        tag,
        associated);
  }

  private static List<Recipient> recipients(ASN1Set infos) {
    if (infos.size() > MOST_RECIPIENTS) {
      throw new IllegalArgumentException("too many recipients");
    }
    List<Recipient> recipients = new ArrayList<>();
    for (ASN1Encodable info : infos) {
      // Key agreement [1], KEK [2], password [3] and others [4] are tagged.
      if (info instanceof ASN1Sequence fields) {
        recipients.add(recipient(fields));
      }
    }
    return recipients;
  }

  private static Recipient recipient(ASN1Sequence fields) {
    AlgorithmIdentifier wrap = AlgorithmIdentifier.getInstance(fields.getObjectAt(2));
    Bytes key = octets(fields.getObjectAt(3));
    if (fields.getObjectAt(1) instanceof ASN1TaggedObject tagged) {
      Bytes identifier = Bytes.of(ASN1OctetString.getInstance(tagged, false).getOctets());
      return new Recipient(null, null, identifier, wrap, key);
    }
    ASN1Sequence name = ASN1Sequence.getInstance(fields.getObjectAt(1));
    return new Recipient(
        X500Name.getInstance(name.getObjectAt(0)),
        ASN1Integer.getInstance(name.getObjectAt(1)).getValue(),
        null,
        wrap,
        key);
  }

  private static Bytes octets(ASN1Encodable value) {
    return Bytes.of(ASN1OctetString.getInstance(value).getOctets());
  }
}
