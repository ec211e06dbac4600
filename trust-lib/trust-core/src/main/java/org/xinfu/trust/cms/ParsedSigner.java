package org.xinfu.trust.cms;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/**
 * SignerInfo by position, RFC 5652 §5.3.
 *
 * @param issuerAndSerial DER, when the signer is named by it
 * @param subjectKey subject key identifier, when the signer is named by it
 * @param signed the signed attributes; empty when there are none
 * @param toBeSigned the signed attributes as received, with the tag of SET OF (RFC 5652 §5.4)
 * @param unsigned how many unsigned attributes there are
 */
record ParsedSigner(
    int version,
    Optional<Bytes> issuerAndSerial,
    Optional<Bytes> subjectKey,
    AlgorithmIdentifier digest,
    List<SignedAttribute> signed,
    Bytes toBeSigned,
    AlgorithmIdentifier algorithm,
    Bytes signature,
    int unsigned) {

  static ParsedSigner parse(Der element) {
    ParsedCms.Cursor in = new ParsedCms.Cursor(element.expect(Der.SEQUENCE));
    int version = in.next().smallInteger();
    Der sid = in.next();
    boolean byKey = sid.tag() == Der.IMPLICIT_0;
    Optional<Bytes> name =
        byKey ? Optional.empty() : Optional.of(sid.expect(Der.SEQUENCE).encoded());
    AlgorithmIdentifier digest = ParsedCms.algorithm(in.next());
    Der next = in.next();
    List<SignedAttribute> signed = List.of();
    Bytes toBeSigned = Bytes.empty();
    if (next.tag() == Der.CONTEXT_0) {
      Bytes received = next.encoded();
      toBeSigned = Bytes.hex("31").concat(received.slice(1, received.length()));
      // Reading it as DER here also refuses a SET OF that is out of order.
      Der.whole(toBeSigned).primitive();
      signed = next.children().stream().map(SignedAttribute::parse).toList();
      next = in.next();
    }
    AlgorithmIdentifier algorithm = ParsedCms.algorithm(next);
    Bytes signature = in.next().expect(Der.OCTET_STRING).content();
    int unsigned = in.optional(Der.CONTEXT_1).size();
    in.end();
    Optional<Bytes> key = byKey ? Optional.of(sid.content()) : Optional.empty();
    return new ParsedSigner(
        version, name, key, digest, signed, toBeSigned, algorithm, signature, unsigned);
  }

  /** The only value of the only attribute of this type; empty when it is not exactly one. */
  Optional<Der> only(ASN1ObjectIdentifier type) {
    List<SignedAttribute> found = signed.stream().filter(a -> a.type().equals(type)).toList();
    return found.size() == 1 && found.get(0).values().size() == 1
        ? Optional.of(found.get(0).values().get(0))
        : Optional.empty();
  }

  boolean has(ASN1ObjectIdentifier type) {
    return signed.stream().anyMatch(a -> a.type().equals(type));
  }

  /** Whether the signer identifier names this certificate, octet by octet. */
  boolean names(Certificate certificate) {
    return issuerAndSerial
        .map(id -> id.equals(SignerNames.issuerAndSerial(certificate)))
        .orElseGet(() -> subjectKey.equals(SignerNames.subjectKey(certificate)));
  }

  /** One signed attribute. */
  record SignedAttribute(ASN1ObjectIdentifier type, List<Der> values) {
    static SignedAttribute parse(Der element) {
      List<Der> parts = element.expect(Der.SEQUENCE).children();
      if (parts.size() != 2) {
        throw new MalformedCms("attribute");
      }
      return new SignedAttribute(
          ParsedCms.oid(parts.get(0)), parts.get(1).expect(Der.SET).children());
    }
  }
}
