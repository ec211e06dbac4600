package org.xinfu.trust.cms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/**
 * SignedData by position, RFC 5652 §5.1.
 *
 * @param contentType eContentType
 * @param content eContent; empty when detached
 * @param certificates the readable X.509 certificates
 * @param unreadable how many other certificates the set holds
 */
record ParsedCms(
    int version,
    List<AlgorithmIdentifier> digests,
    ASN1ObjectIdentifier contentType,
    Optional<Bytes> content,
    List<Certificate> certificates,
    int unreadable,
    List<ParsedSigner> signers) {

  /**
   * Reads ContentInfo.
   *
   * @throws MalformedCms when it is not DER SignedData and nothing else
   */
  static ParsedCms parse(Bytes cms) {
    List<Der> outer = Der.whole(cms).expect(Der.SEQUENCE).children();
    if (outer.size() != 2 || !oid(outer.get(0)).equals(CMSObjectIdentifiers.signedData)) {
      throw new MalformedCms("not SignedData");
    }
    Cursor in = new Cursor(outer.get(1).expect(Der.CONTEXT_0).only().expect(Der.SEQUENCE));
    int version = in.next().smallInteger();
    List<AlgorithmIdentifier> digests =
        in.next().expect(Der.SET).children().stream().map(ParsedCms::algorithm).toList();
    List<Der> encapsulated = in.next().expect(Der.SEQUENCE).children();
    if (encapsulated.isEmpty() || encapsulated.size() > 2) {
      throw new MalformedCms("encapContentInfo");
    }
    List<Certificate> certificates = new ArrayList<>();
    int unreadable = 0;
    for (Der element : in.optional(Der.CONTEXT_0)) {
      Optional<Certificate> certificate = Certificate.parse(element.encoded());
      certificate.ifPresent(certificates::add);
      unreadable += certificate.isEmpty() ? 1 : 0;
    }
    in.optional(Der.CONTEXT_1);
    List<ParsedSigner> signers =
        in.next().expect(Der.SET).children().stream().map(ParsedSigner::parse).toList();
    in.end();
    return new ParsedCms(
        version,
        digests,
        oid(encapsulated.get(0)),
        content(encapsulated),
        List.copyOf(certificates),
        unreadable,
        signers);
  }

  /** The version that RFC 5652 §5.1 demands; attribute certificates are not supported. */
  int expectedVersion() {
    boolean three =
        !contentType.equals(CMSObjectIdentifiers.data)
            || signers.stream().anyMatch(s -> s.version() == 3);
    return three ? 3 : 1;
  }

  private static Optional<Bytes> content(List<Der> encapsulated) {
    return encapsulated.size() == 1
        ? Optional.empty()
        : Optional.of(
            encapsulated.get(1).expect(Der.CONTEXT_0).only().expect(Der.OCTET_STRING).content());
  }

  static ASN1ObjectIdentifier oid(Der element) {
    return (ASN1ObjectIdentifier) element.expect(Der.OID).primitive();
  }

  static AlgorithmIdentifier algorithm(Der element) {
    try {
      return AlgorithmIdentifier.getInstance(element.expect(Der.SEQUENCE).primitive());
    } catch (IllegalArgumentException e) {
      throw new MalformedCms("AlgorithmIdentifier");
    }
  }

  /** Walks the elements of a SEQUENCE in order. */
  static final class Cursor {
    private final List<Der> elements;
    private int next;

    Cursor(Der sequence) {
      elements = sequence.children();
    }

    Der next() {
      if (next == elements.size()) {
        throw new MalformedCms("an element is missing");
      }
      return elements.get(next++);
    }

    /** What is inside the next element when it has {@code tag}; else nothing, and it stays. */
    List<Der> optional(int tag) {
      boolean there = next < elements.size() && elements.get(next).tag() == tag;
      return there ? next().children() : List.of();
    }

    void end() {
      if (next != elements.size()) {
        throw new MalformedCms("an element too many");
      }
    }
  }
}
