package org.xinfu.trust.cms;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * SignedData by position, RFC 5652 §5.1 and GB/T 35275 §7.1.
 *
 * @param form how the octets came
 * @param contentType eContentType
 * @param content what eContent holds; empty when detached
 * @param certificates the readable X.509 certificates
 * @param unread how many other elements the set of certificates holds
 * @param lists the elements of crls
 */
record ParsedCms(
    Form form,
    int version,
    List<AlgorithmIdentifier> digests,
    ASN1ObjectIdentifier contentType,
    Optional<SignedContent> content,
    List<Certificate> certificates,
    Unread unread,
    List<RevocationChoice> lists,
    List<ParsedSigner> signers) {

  /**
   * How the octets came.
   *
   * @param gb whether the outer type is GB/T 35275's
   * @param ber whether they are not DER
   * @param structured whether the content is a SEQUENCE where RFC 5652 has an OCTET STRING
   */
  record Form(boolean gb, boolean ber, boolean structured) {}

  /**
   * Elements of certificates that are no X.509 certificates.
   *
   * @param damaged what should have been one
   * @param other attribute certificates and other formats
   */
  record Unread(int damaged, int other) {}

  /**
   * Reads ContentInfo.
   *
   * @throws MalformedDer when it is not DER SignedData and nothing else
   */
  static ParsedCms parse(Bytes cms) {
    return parse(cms, false);
  }

  /** As {@link #parse}, but BER and attributes out of order are read too, and said to be so. */
  static ParsedCms parseLenient(Bytes cms) {
    try {
      return parse(cms, false);
    } catch (MalformedDer notDer) {
      return parseBer(cms);
    }
  }

  /** Reads what is known not to be DER. */
  static ParsedCms parseBer(Bytes cms) {
    return parse(BerForm.definite(cms), true);
  }

  private static ParsedCms parse(Bytes cms, boolean ber) {
    List<Der> outer = Der.outer(cms).expect(Der.SEQUENCE).children();
    if (outer.size() != 2) {
      throw new MalformedDer("not ContentInfo");
    }
    ASN1ObjectIdentifier type = oid(outer.get(0));
    boolean gb = type.equals(Oids.GB_SIGNED_DATA);
    if (!gb && !type.equals(CMSObjectIdentifiers.signedData)) {
      throw new MalformedDer("not SignedData");
    }
    Cursor in = new Cursor(outer.get(1).expect(Der.CONTEXT_0).only().expect(Der.SEQUENCE));
    int version = in.next().smallInteger();
    List<AlgorithmIdentifier> digests =
        in.next().expect(Der.SET).children().stream().map(ParsedCms::algorithm).toList();
    List<Der> encapsulated = in.next().expect(Der.SEQUENCE).children();
    if (encapsulated.isEmpty() || encapsulated.size() > 2) {
      throw new MalformedDer("encapContentInfo");
    }
    List<Der> embedded = in.optional(Der.CONTEXT_0);
    List<Certificate> certificates =
        embedded.stream().flatMap(e -> Certificate.parse(e.encoded()).stream()).toList();
    int other = (int) embedded.stream().filter(e -> e.tag() != Der.SEQUENCE).count();
    List<RevocationChoice> lists =
        in.optional(Der.CONTEXT_1).stream().map(RevocationChoice::parse).toList();
    List<ParsedSigner> signers =
        in.next().expect(Der.SET).children().stream().map(s -> ParsedSigner.parse(s, ber)).toList();
    in.end();
    return new ParsedCms(
        new Form(gb, ber, structured(encapsulated)),
        version,
        digests,
        oid(encapsulated.get(0)),
        content(encapsulated, gb).map(SignedContent::of),
        certificates,
        new Unread(embedded.size() - certificates.size() - other, other),
        lists,
        signers);
  }

  /** The version that RFC 5652 §5.1 demands; attribute certificates are not judged. */
  int expectedVersion() {
    boolean three =
        !contentType.equals(CMSObjectIdentifiers.data)
            || signers.stream().anyMatch(s -> s.version() == 3);
    return three && !form.gb() ? 3 : 1;
  }

  /** Whether OCSP responses or the like are among the lists, so that version 5 is due (§5.1). */
  boolean otherLists() {
    return !form.gb() && !lists.stream().allMatch(RevocationChoice::crl);
  }

  /** The same with what it carries, where that was not among the octets that were read. */
  ParsedCms carrying(Optional<SignedContent> carried) {
    return new ParsedCms(
        form, version, digests, contentType, carried, certificates, unread, lists, signers);
  }

  boolean plainData() {
    return contentType.equals(CMSObjectIdentifiers.data) || contentType.equals(Oids.GB_DATA);
  }

  /** What the message brings for its own validation. */
  Evidence evidence() {
    return new Evidence(certificates, RevocationChoice.crls(lists), RevocationChoice.ocsps(lists));
  }

  /**
   * Content octets without tag and length, whatever the type: eContent is an OCTET STRING, PKCS#7
   * and GB/T 35275 allow any type and digest the same octets (RFC 5652 §5.2.1, RFC 2315 §9.3). A
   * token of RFC 3161 is never anything but the first, one of GM/T 0033 the structure itself too;
   * nothing signs its tag.
   */
  private static Optional<Bytes> content(List<Der> encapsulated, boolean gb) {
    if (encapsulated.size() == 1) {
      return Optional.empty();
    }
    Der content = encapsulated.get(1).expect(Der.CONTEXT_0).only();
    ASN1ObjectIdentifier type = oid(encapsulated.get(0));
    boolean plain =
        type.equals(CMSObjectIdentifiers.data)
            || type.equals(Oids.GB_DATA)
            || (type.equals(Oids.TST_INFO) && !gb);
    boolean other = type.equals(Oids.TST_INFO) && !structured(encapsulated);
    return Optional.of((plain || other ? content.expect(Der.OCTET_STRING) : content).content());
  }

  private static boolean structured(List<Der> encapsulated) {
    return encapsulated.size() == 2
        && encapsulated.get(1).expect(Der.CONTEXT_0).only().tag() == Der.SEQUENCE;
  }

  static ASN1ObjectIdentifier oid(Der element) {
    return (ASN1ObjectIdentifier) element.expect(Der.OID).primitive();
  }

  static AlgorithmIdentifier algorithm(Der element) {
    try {
      return AlgorithmIdentifier.getInstance(element.expect(Der.SEQUENCE).primitive());
    } catch (IllegalArgumentException e) {
      throw new MalformedDer("AlgorithmIdentifier");
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
        throw new MalformedDer("an element is missing");
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
        throw new MalformedDer("an element too many");
      }
    }
  }
}
