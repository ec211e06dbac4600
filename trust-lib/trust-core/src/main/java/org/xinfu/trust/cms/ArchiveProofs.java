package org.xinfu.trust.cms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.time.Existence;

/**
 * What the verified archive time-stamps of one SignerInfo prove to have existed, EN 319 122-1
 * §5.5.2: the signature, and of certificates, lists and unsigned attributes those alone that the
 * index names. The rest may have been added by anybody at any time since.
 */
final class ArchiveProofs {
  private final ParsedCms data;
  private final ParsedSigner signer;
  private final Optional<Existence> outside;
  private final List<Proof> proofs = new ArrayList<>();
  private Evidence evidence;

  /**
   * None yet.
   *
   * @param outside a moment at which all of the message existed, as something around it proves
   */
  ArchiveProofs(ParsedCms data, ParsedSigner signer, Optional<Existence> outside) {
    this.data = data;
    this.signer = signer;
    this.outside = outside;
    Evidence own = data.evidence().and(UnsignedValues.of(signer));
    this.evidence = outside.map(o -> own.existing(o.latest())).orElse(own);
  }

  private record Proof(ArchiveStamp stamp, Existence at) {}

  /** One that was verified with its index. */
  void add(ArchiveStamp stamp, Existence at) {
    proofs.add(new Proof(stamp, at));
    evidence = evidence.proving(stamp.covered(), at.latest());
  }

  /** What the message brings for its validation, and what of it is proven to have existed. */
  Evidence evidence() {
    return evidence;
  }

  boolean any() {
    return !proofs.isEmpty();
  }

  /**
   * Whether lists or answers are among what an archive time-stamp covers: such as may tell of the
   * signer, where the message has any.
   */
  boolean lists(Optional<Certificate> own) {
    Set<Bytes> telling = own.filter(c -> any()).map(evidence::tellingOf).orElse(Set.of());
    return proofs.stream()
        .flatMap(p -> p.stamp().covered().lists())
        .anyMatch(list -> telling.isEmpty() || telling.contains(list));
  }

  /** The earliest moment at which the signature existed. */
  Optional<Existence> signature() {
    return earliest(stamp -> true);
  }

  /** The earliest moment at which this unsigned attribute existed. */
  Optional<Instant> attribute(ASN1ObjectIdentifier type, Der value) {
    return earliest(stamp -> stamp.covers(type, value)).map(Existence::latest);
  }

  private Optional<Existence> earliest(Predicate<ArchiveStamp> covers) {
    Stream<Existence> own = proofs.stream().filter(p -> covers.test(p.stamp())).map(Proof::at);
    return Existence.earliest(Stream.concat(outside.stream(), own));
  }

  /** Says what no archive time-stamp covers. Whatever of it is used is judged for itself. */
  void tellRest(Report.Builder checks) {
    if (!any() || outside.isPresent()) {
      return;
    }
    long certificates = count(data.certificates(), ArchiveStamp::coversCertificate);
    long lists = count(data.lists(), ArchiveStamp::coversList);
    long attributes =
        signer.unsigned().stream()
            .filter(a -> !a.type().equals(Oids.ARCHIVE_TIMESTAMP_V3))
            .mapToLong(a -> count(a.values(), (stamp, value) -> stamp.covers(a.type(), value)))
            .sum();
    if (certificates + lists + attributes > 0) {
      checks.warn(
          "archive-coverage",
          "EN 319 122-1 5.5.2",
          Reason.NO_PROOF_OF_EXISTENCE,
          "not covered by an archive time-stamp: %s certificates, %s lists, %s attributes"
              .formatted(certificates, lists, attributes));
    } else {
      checks.pass("archive-coverage", "EN 319 122-1 5.5.2", "");
    }
  }

  private interface Covers<T> {
    boolean covers(ArchiveStamp stamp, T part);
  }

  /** How many of {@code parts} no stamp covers. */
  private <T> long count(List<T> parts, Covers<T> by) {
    return parts.stream()
        .filter(part -> proofs.stream().noneMatch(p -> by.covers(p.stamp(), part)))
        .count();
  }
}
