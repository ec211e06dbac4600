package org.xinfu.idp.ukey;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.trust.chain.Certificate;

/**
 * The document number in a person's certificate: the extension 个人身份标识码 (IdentityCode, GB/T
 * 20518-2018 §5.2.4, 1.2.156.10260.4.1.1), with residenterCardNumber [0] and passportNumber [2].
 * Authorities write the tags implicit and explicit, alone, in a SEQUENCE and in a SET; all are
 * read.
 */
final class HolderNumbers {
  private static final ASN1ObjectIdentifier IDENTITY_CODE =
      new ASN1ObjectIdentifier("1.2.156.10260.4.1.1");

  private HolderNumbers() {}

  /** Documents that the certificate says are its holder's; none when it says nothing readable. */
  static List<IdDocument> of(Certificate certificate) {
    Optional<Extension> extension = certificate.extension(IDENTITY_CODE);
    if (extension.isEmpty()) {
      return List.of();
    }
    try {
      ASN1Primitive value = ASN1Primitive.fromByteArray(extension.get().getExtnValue().getOctets());
      return parts(value).flatMap(HolderNumbers::document).toList();
    } catch (java.io.IOException | RuntimeException damaged) {
      // Bouncy Castle throws several unchecked types on malformed ASN.1: all mean the same here.
      return List.of();
    }
  }

  private static Stream<ASN1TaggedObject> parts(ASN1Primitive value) {
    Stream<?> all =
        value instanceof ASN1Sequence sequence
            ? Stream.of(sequence.toArray())
            : value instanceof ASN1Set set ? Stream.of(set.toArray()) : Stream.of(value);
    return all.filter(ASN1TaggedObject.class::isInstance).map(ASN1TaggedObject.class::cast);
  }

  private static Stream<IdDocument> document(ASN1TaggedObject part) {
    String number = text(part);
    return switch (part.getTagNo()) {
      case 0 ->
          Stream.of(IdDocument.Type.CITIZEN_ID, IdDocument.Type.HMT_RESIDENCE)
              .flatMap(type -> IdDocument.parse(type, number).stream());
      case 2 -> IdDocument.parse(IdDocument.Type.PASSPORT, number).stream();
      default -> Stream.empty();
    };
  }

  private static String text(ASN1TaggedObject part) {
    ASN1Primitive inner =
        part.isExplicit()
            ? part.getExplicitBaseObject().toASN1Primitive()
            : ASN1OctetString.getInstance(part, false);
    return inner instanceof ASN1OctetString octets
        ? new String(octets.getOctets(), java.nio.charset.StandardCharsets.US_ASCII)
        : inner.toString();
  }
}
