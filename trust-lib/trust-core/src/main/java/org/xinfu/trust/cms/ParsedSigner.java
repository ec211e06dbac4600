package org.xinfu.trust.cms;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * SignerInfo by position, RFC 5652 §5.3.
 *
 * @param issuerAndSerial DER, when the signer is named by it
 * @param subjectKey subject key identifier, when the signer is named by it
 * @param signed the signed attributes; empty when there are none
 * @param toBeSigned the signed attributes as received, with the tag of SET OF (RFC 5652 §5.4)
 * @param sorted the same in the order of DER; equal to the former unless they came otherwise
 * @param unsigned the unsigned attributes
 * @param stamped version to signature as received: what archive time-stamps cover
 */
record ParsedSigner(
    int version,
    Optional<Bytes> issuerAndSerial,
    Optional<Bytes> subjectKey,
    AlgorithmIdentifier digest,
    List<SignedAttribute> signed,
    Bytes toBeSigned,
    Bytes sorted,
    AlgorithmIdentifier algorithm,
    Bytes signature,
    List<SignedAttribute> unsigned,
    Bytes stamped) {

  static ParsedSigner parse(Der element) {
    return parse(element, false);
  }

  /** Attributes out of order are refused unless {@code lenient}. */
  static ParsedSigner parse(Der element, boolean lenient) {
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
    Bytes sorted = toBeSigned;
    if (next.tag() == Der.CONTEXT_0) {
      Bytes received = next.encoded();
      toBeSigned = Bytes.hex("31").concat(received.slice(1, received.length()));
      sorted = lenient ? sorted(toBeSigned, next.children()) : required(toBeSigned);
      signed = next.children().stream().map(SignedAttribute::parse).toList();
      next = in.next();
    }
    AlgorithmIdentifier algorithm = ParsedCms.algorithm(next);
    Der value = in.next().expect(Der.OCTET_STRING);
    List<SignedAttribute> unsigned =
        in.optional(Der.CONTEXT_1).stream().map(SignedAttribute::parse).toList();
    in.end();
    Optional<Bytes> key = byKey ? Optional.of(sid.content()) : Optional.empty();
    Bytes stamped = upTo(element, value);
    return new ParsedSigner(
        version,
        name,
        key,
        digest,
        signed,
        toBeSigned,
        sorted,
        algorithm,
        value.content(),
        unsigned,
        stamped);
  }

  /** Reading it as DER also refuses a SET OF that is out of order. */
  private static Bytes required(Bytes received) {
    Der.outer(received).primitive();
    return received;
  }

  /**
   * Values that no library reads, such as a time that is none, cannot be written again by one, and
   * were signed as they are; what they stand in is sorted all the same (X.690 §11.6).
   */
  private static Bytes sorted(Bytes received, List<Der> attributes) {
    return Decoding.of(() -> Der.encode(ASN1Primitive.fromByteArray(received.toArray())))
        .orElseGet(() -> reordered(received, attributes.stream().map(Der::encoded).toList()));
  }

  private static Bytes reordered(Bytes received, List<Bytes> attributes) {
    Bytes content = joined(attributes.stream());
    int head = received.length() - content.length();
    if (head < 0 || !received.slice(head, received.length()).equals(content)) {
      return received;
    }
    Stream<Bytes> ascending =
        attributes.stream()
            .sorted((one, other) -> Arrays.compareUnsigned(one.toArray(), other.toArray()));
    return received.slice(0, head).concat(joined(ascending));
  }

  private static Bytes joined(Stream<Bytes> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(part -> all.writeBytes(part.toArray()));
    return Bytes.of(all.toByteArray());
  }

  private static Bytes upTo(Der element, Der last) {
    Bytes all = Bytes.empty();
    for (Der part : element.children()) {
      all = all.concat(part.encoded());
      if (part.offset() == last.offset()) {
        break;
      }
    }
    return all;
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

  /** All values of the signed attributes of this type. */
  List<Der> signed(ASN1ObjectIdentifier type) {
    return values(signed, type);
  }

  /** All values of the unsigned attributes of this type. */
  List<Der> unsigned(ASN1ObjectIdentifier type) {
    return values(unsigned, type);
  }

  private static List<Der> values(List<SignedAttribute> all, ASN1ObjectIdentifier type) {
    return all.stream()
        .filter(a -> a.type().equals(type))
        .flatMap(a -> a.values().stream())
        .toList();
  }

  /** Whether the signer identifier names this certificate, octet by octet. */
  boolean names(Certificate certificate) {
    return issuerAndSerial
        .map(id -> id.equals(SignerNames.issuerAndSerial(certificate)))
        .orElseGet(() -> subjectKey.equals(SignerNames.subjectKey(certificate)));
  }

  /** Whether it names this certificate, but for how the issuer's name is spelled. */
  boolean namesAlike(Certificate certificate) {
    return issuerAndSerial.filter(id -> SignerNames.alike(id, certificate)).isPresent();
  }

  /** Whether the two spellings are those that libraries choose between. */
  boolean namesRetyped(Certificate certificate) {
    return issuerAndSerial.filter(id -> SignerNames.retyped(id, certificate)).isPresent();
  }

  /**
   * One attribute.
   *
   * @param encoded type and values together, as received
   */
  record SignedAttribute(ASN1ObjectIdentifier type, List<Der> values, Bytes encoded) {
    static SignedAttribute parse(Der element) {
      List<Der> parts = element.expect(Der.SEQUENCE).children();
      if (parts.size() != 2) {
        throw new MalformedDer("attribute");
      }
      return new SignedAttribute(
          ParsedCms.oid(parts.get(0)), parts.get(1).expect(Der.SET).children(), element.encoded());
    }
  }
}
