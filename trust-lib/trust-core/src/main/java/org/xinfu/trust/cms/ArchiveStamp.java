package org.xinfu.trust.cms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.time.TimestampVerifier;

/**
 * An archive-time-stamp-v3 attribute and its ats-hash-index-v3, EN 319 122-1 §5.5.2 and §5.5.3: a
 * token over content type, content digest and the signed part of SignerInfo, and over an index of
 * the certificates, lists and unsigned attributes that were there. The first index, of TS 101 733
 * V2.2.1 §6.4.2, has digests of whole attributes and may leave SHA-256 unsaid.
 */
final class ArchiveStamp {
  private static final String CLAUSE = "EN 319 122-1 5.5.2";
  private final ParsedCms data;
  private final ParsedSigner signer;
  private final Optional<Der> index;

  /** Whether the index names attributes as a whole, not value by value. */
  private final boolean whole;

  private ArchiveStamp(ParsedCms data, ParsedSigner signer, Optional<Der> index, boolean whole) {
    this.data = data;
    this.signer = signer;
    this.index = index;
    this.whole = whole;
  }

  /** The one with this token. */
  ArchiveStamp(ParsedCms data, ParsedSigner signer, Der token) {
    this(
        data,
        signer,
        index(token, Oids.HASH_INDEX_V3)
            .or(() -> index(token, Oids.HASH_INDEX_V2))
            .or(() -> index(token, Oids.HASH_INDEX)),
        index(token, Oids.HASH_INDEX_V3).or(() -> index(token, Oids.HASH_INDEX_V2)).isEmpty());
  }

  /** One to be made, with this ATSHashIndexV3. */
  ArchiveStamp(ParsedCms data, ParsedSigner signer, Bytes index) {
    this(data, signer, Optional.of(Der.outer(index)), false);
  }

  /** ATSHashIndexV3 of everything that is there. */
  static DERSequence index(ParsedCms data, ParsedSigner signer, ContentDigest digest) {
    ArchiveStamp all = new ArchiveStamp(data, signer, Optional.empty(), false);
    return SignedDataMaker.sequence(
        List.of(
            CmsSuite.digestIdentifier(digest),
            octets(all.certificates(digest)),
            octets(all.lists(digest)),
            octets(all.unsigned(digest))));
  }

  private static DERSequence octets(List<Bytes> digests) {
    return SignedDataMaker.sequence(
        digests.stream().map(d -> new DEROctetString(d.toArray())).toList());
  }

  /** What the token says of its time, for sorting alone. */
  static Instant claimedTime(Der token) {
    return TimestampVerifier.claimedTime(token.encoded()).orElse(Instant.EPOCH);
  }

  private static Optional<Der> index(Der token, ASN1ObjectIdentifier type) {
    try {
      List<Der> values = ParsedCms.parseLenient(token.encoded()).signers().get(0).unsigned(type);
      return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    } catch (MalformedDer | IndexOutOfBoundsException damaged) {
      return Optional.empty();
    }
  }

  /** The digest that the token's imprint must have, §5.5.3. */
  Bytes imprint(ContentDigest digest, SignedContent content) {
    return digest.of(
        Der.encode(data.contentType())
            .concat(content.digests().apply(digest))
            .concat(signer.stamped())
            .concat(index.map(Der::encoded).orElse(Bytes.empty())));
  }

  /** Every digest of the index is of something that is still here, and the index is readable. */
  boolean judgeIndex(Report.Builder checks) {
    try {
      boolean holds = index.isPresent() && holds(index.get().children());
      checks.require(
          holds, "archive-index", CLAUSE, Reason.TIMESTAMP_WRONG, "the index names what is gone");
      return holds;
    } catch (MalformedDer damaged) {
      checks.fail("archive-index", CLAUSE, Reason.TIMESTAMP_WRONG, "unreadable");
      return false;
    }
  }

  private boolean holds(List<Der> parts) {
    Optional<ContentDigest> digest = digest(parts);
    if (digest.isEmpty()) {
      return false;
    }
    ContentDigest d = digest.get();
    return certificates(d).containsAll(part(parts, 1))
        && lists(d).containsAll(part(parts, 2))
        && unsigned(d).containsAll(part(parts, 3));
  }

  private Optional<ContentDigest> digest(List<Der> parts) {
    if (whole && parts.size() == 3) {
      return Optional.of(ContentDigest.SHA256);
    }
    return parts.size() == 4
        ? ContentDigest.ofOid(ParsedCms.algorithm(parts.get(0)).getAlgorithm())
        : Optional.empty();
  }

  /** Counted from the end, since the first may be unsaid. */
  private static List<Bytes> part(List<Der> parts, int number) {
    return digests(parts.get(parts.size() - 4 + number));
  }

  /** Whether the index names this unsigned attribute; what it does not name it knows nothing of. */
  boolean covers(ASN1ObjectIdentifier type, Der value) {
    if (!whole) {
      return named(3, digest -> attribute(digest, type, value));
    }
    return signer.unsigned().stream()
        .filter(a -> a.type().equals(type) && a.values().contains(value))
        .anyMatch(a -> named(3, digest -> digest.of(a.encoded())));
  }

  boolean coversCertificate(Certificate certificate) {
    return named(1, digest -> digest.of(certificate.der()));
  }

  boolean coversList(RevocationChoice list) {
    return named(2, digest -> digest.of(list.encoded()));
  }

  /** What of the message's own evidence the index names. */
  Evidence covered() {
    List<RevocationChoice> lists = data.lists().stream().filter(this::coversList).toList();
    Evidence named =
        new Evidence(
            data.certificates().stream().filter(this::coversCertificate).toList(),
            RevocationChoice.crls(lists),
            RevocationChoice.ocsps(lists));
    return named.and(UnsignedValues.of(signer, this::covers));
  }

  /** Whether this part of a readable index, §5.5.2, has the digest. */
  private boolean named(int part, Function<ContentDigest, Bytes> digest) {
    List<Der> parts = index.map(Der::children).orElse(List.of());
    return digest(parts).filter(d -> part(parts, part).contains(digest.apply(d))).isPresent();
  }

  private List<Bytes> certificates(ContentDigest digest) {
    return data.certificates().stream().map(c -> digest.of(c.der())).toList();
  }

  private List<Bytes> lists(ContentDigest digest) {
    return data.lists().stream().map(l -> digest.of(l.encoded())).toList();
  }

  private static List<Bytes> digests(Der sequence) {
    return sequence.expect(Der.SEQUENCE).children().stream()
        .map(e -> e.expect(Der.OCTET_STRING).content())
        .toList();
  }

  private List<Bytes> unsigned(ContentDigest digest) {
    List<Bytes> all = new ArrayList<>();
    for (ParsedSigner.SignedAttribute attribute : signer.unsigned()) {
      if (whole) {
        all.add(digest.of(attribute.encoded()));
      } else {
        attribute.values().forEach(value -> all.add(attribute(digest, attribute.type(), value)));
      }
    }
    return all;
  }

  /** Type and value together. */
  private static Bytes attribute(ContentDigest digest, ASN1ObjectIdentifier type, Der value) {
    return digest.of(Der.encode(type).concat(value.encoded()));
  }
}
