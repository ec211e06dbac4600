package org.xinfu.trust.cms;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.time.TimestampSource;

/**
 * Raises a signature with one SignerInfo to CAdES B-T, B-LT and B-LTA (EN 319 122-1 §6.3). What is
 * signed stays octet by octet; only unsigned parts are added.
 */
public final class CadesExtender {
  /** version, digestAlgorithms and encapContentInfo come first. */
  private static final int FIXED = 3;

  private CadesExtender() {}

  /**
   * B-T: a signature-time-stamp over the signature value.
   *
   * @param cms DER with one SignerInfo
   * @return the new octets, or why the source gave no token
   */
  public static Verdict<Bytes> timestamp(Bytes cms, TimestampSource source) {
    ContentDigest digest = stampedWith(cms);
    Bytes value = ParsedCms.parse(cms).signers().get(0).signature();
    return map(
        source.stamp(digest, digest.of(value)),
        token -> withAttribute(cms, Oids.SIGNATURE_TIMESTAMP, token));
  }

  /** B-LT: certificates and revocation evidence of signer and authority, in SignedData. */
  public static Bytes values(Bytes cms, Evidence evidence) {
    Parts parts = Parts.of(cms);
    ParsedCms parsed = ParsedCms.parse(cms);
    List<ASN1Encodable> certificates = parts.tagged(0);
    for (Certificate certificate : evidence.certificates()) {
      if (!parsed.certificates().contains(certificate)) {
        certificates.add(certificate.holder().toASN1Structure());
      }
    }
    List<ASN1Encodable> lists = parts.tagged(1);
    Evidence there = parsed.evidence();
    evidence.crls().stream()
        .distinct()
        .filter(crl -> !there.crls().contains(crl))
        .forEach(crl -> lists.add(primitive(crl)));
    boolean other = false;
    for (Bytes ocsp : new LinkedHashSet<>(evidence.ocsps())) {
      if (there.ocsps().contains(ocsp)) {
        continue;
      }
      other = true;
      DERSequence format =
          new DERSequence(new ASN1Encodable[] {Oids.OCSP_RESPONSE, primitive(ocsp)});
      lists.add(new DERTaggedObject(false, 1, format));
    }
    Parts versioned = other && !parsed.form().gb() ? parts.ofVersion(5) : parts;
    return versioned.with(certificates, lists, parts.signerInfo());
  }

  /**
   * Renews what keeps a signature judgeable, as often as wanted: a signature-time-stamp when there
   * is none yet, then {@link #values}, then {@link #archive} over all of it. A time-stamp token is
   * renewed alike; it needs no signature-time-stamp.
   *
   * @param cms DER with one SignerInfo
   * @param content what was signed, when it is detached
   * @param evidence for the signer, and for the authority of the time-stamp that was last
   * @return Invalid {@code malformed} when it is anything else; refused, too, when the source
   *     refuses
   */
  public static Verdict<Bytes> renew(
      Bytes cms, SignedContent content, Evidence evidence, TimestampSource source) {
    Optional<ParsedCms> read = parsed(cms).filter(p -> p.signers().size() == 1);
    if (read.isEmpty()) {
      return new Report.Builder()
          .fail("renewal", "RFC 5652 5.1", Reason.MALFORMED, "not DER with one SignerInfo")
          .refusal();
    }
    ParsedCms parsed = read.get();
    boolean stamped =
        parsed.contentType().equals(Oids.TST_INFO)
            || parsed.signers().stream()
                .anyMatch(s -> !s.unsigned(Oids.SIGNATURE_TIMESTAMP).isEmpty());
    Verdict<Bytes> first =
        stamped
            ? new Report.Builder().pass("timestamp", "", "").verdict(cms)
            : timestamp(cms, source);
    return first.fold(
        there -> archive(values(there, evidence), content, source),
        (reason, report) -> new Verdict.Invalid<>(reason, report),
        (reason, report) -> new Verdict.Indeterminate<>(reason, report));
  }

  /**
   * B-LTA: an archive-time-stamp-v3 over everything there is now.
   *
   * @param content what was signed, when it is detached
   */
  public static Verdict<Bytes> archive(Bytes cms, SignedContent content, TimestampSource source) {
    ContentDigest digest = stampedWith(cms);
    ParsedCms parsed = ParsedCms.parse(cms);
    ParsedSigner signer = parsed.signers().get(0);
    SignedContent signed = parsed.content().orElse(content);
    DERSequence index = ArchiveStamp.index(parsed, signer, digest);
    Bytes stamped = new ArchiveStamp(parsed, signer, Der.encode(index)).imprint(digest, signed);
    return map(
        source.stamp(digest, stamped),
        token ->
            withAttribute(
                cms,
                Oids.ARCHIVE_TIMESTAMP_V3,
                withAttribute(token, Oids.HASH_INDEX_V3, Der.encode(index))));
  }

  private static Optional<ParsedCms> parsed(Bytes cms) {
    try {
      return Optional.of(ParsedCms.parse(cms));
    } catch (MalformedDer other) {
      return Optional.empty();
    }
  }

  private static ContentDigest stampedWith(Bytes cms) {
    List<ParsedSigner> signers = ParsedCms.parse(cms).signers();
    if (signers.size() != 1) {
      throw new IllegalArgumentException("one SignerInfo is wanted, not " + signers.size());
    }
    return ContentDigest.ofOid(signers.get(0).digest().getAlgorithm()).orElse(ContentDigest.SHA256);
  }

  private static <T> Verdict<T> map(Verdict<Bytes> verdict, Function<Bytes, T> step) {
    return verdict.fold(
        token -> new Verdict.Valid<>(step.apply(token), verdict.report()),
        (reason, report) -> new Verdict.Invalid<>(reason, report),
        (reason, report) -> new Verdict.Indeterminate<>(reason, report));
  }

  /** With one more unsigned attribute in the only SignerInfo. */
  private static Bytes withAttribute(Bytes cms, ASN1ObjectIdentifier type, Bytes value) {
    Parts parts = Parts.of(cms);
    List<ASN1Encodable> info = list(parts.signerInfo());
    List<ASN1Encodable> unsigned = new ArrayList<>();
    if (info.get(info.size() - 1) instanceof ASN1TaggedObject there && there.getTagNo() == 1) {
      info.remove(info.size() - 1);
      ASN1Set.getInstance(there, false).forEach(unsigned::add);
    }
    DERSet values = new DERSet(primitive(value));
    unsigned.add(new DERSequence(new ASN1Encodable[] {type, values}));
    DERSet all = new DERSet(unsigned.toArray(ASN1Encodable[]::new));
    info.add(new DERTaggedObject(false, 1, all));
    return parts.with(parts.tagged(0), parts.tagged(1), SignedDataMaker.sequence(info));
  }

  private static ASN1Primitive primitive(Bytes der) {
    return Der.outer(der).primitive();
  }

  private static List<ASN1Encodable> list(ASN1Sequence sequence) {
    List<ASN1Encodable> all = new ArrayList<>();
    sequence.forEach(all::add);
    return all;
  }

  /** SignedData in pieces. */
  private record Parts(ASN1Encodable type, List<ASN1Encodable> data) {
    static Parts of(Bytes cms) {
      ASN1Sequence outer = ASN1Sequence.getInstance(primitive(cms));
      ASN1TaggedObject inner = ASN1TaggedObject.getInstance(outer.getObjectAt(1));
      return new Parts(
          outer.getObjectAt(0), list(ASN1Sequence.getInstance(inner.getExplicitBaseObject())));
    }

    Parts ofVersion(int version) {
      List<ASN1Encodable> changed = new ArrayList<>(data);
      changed.set(0, new ASN1Integer(version));
      return new Parts(type, changed);
    }

    ASN1Sequence signerInfo() {
      return ASN1Sequence.getInstance(
          ASN1Set.getInstance(data.get(data.size() - 1)).getObjectAt(0));
    }

    List<ASN1Encodable> tagged(int tag) {
      List<ASN1Encodable> found = new ArrayList<>();
      for (ASN1Encodable part : data) {
        if (part instanceof ASN1TaggedObject there && there.getTagNo() == tag) {
          ASN1Set.getInstance(there, false).forEach(found::add);
        }
      }
      return found;
    }

    Bytes with(List<ASN1Encodable> certificates, List<ASN1Encodable> lists, ASN1Encodable signer) {
      List<ASN1Encodable> all = new ArrayList<>(data.subList(0, FIXED));
      add(all, 0, certificates);
      add(all, 1, lists);
      all.add(new DERSet(signer));
      return Der.encode(
          SignedDataMaker.sequence(
              List.of(type, new DERTaggedObject(true, 0, SignedDataMaker.sequence(all)))));
    }

    private static void add(List<ASN1Encodable> all, int tag, List<ASN1Encodable> elements) {
      if (!elements.isEmpty()) {
        DERSet set = new DERSet(elements.toArray(ASN1Encodable[]::new));
        all.add(new DERTaggedObject(false, tag, set));
      }
    }
  }
}
