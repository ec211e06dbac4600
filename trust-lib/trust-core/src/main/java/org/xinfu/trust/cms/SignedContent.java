package org.xinfu.trust.cms;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.ContentReadings;

/**
 * What a SignedData is over, when it does not carry it: its digests, and its octets where they are
 * at hand. Octets, in memory or as a stream, are needed only where a signer has no signed
 * attributes.
 *
 * @param stream the octets from the first on, as often as they are asked for
 */
public record SignedContent(
    Function<ContentDigest, Bytes> digests,
    Optional<Bytes> octets,
    Optional<Supplier<InputStream>> stream) {
  /** Content that is no stream. */
  public SignedContent(Function<ContentDigest, Bytes> digests, Optional<Bytes> octets) {
    this(digests, octets, Optional.empty());
  }

  /** Content in memory; each digest of it is computed once. */
  public static SignedContent of(Bytes octets) {
    Map<ContentDigest, Bytes> known = new ConcurrentHashMap<>();
    return new SignedContent(
        digest -> known.computeIfAbsent(digest, d -> d.of(octets)), Optional.of(octets));
  }

  /** Content that is only digested, since it is large or far. */
  public static SignedContent ofDigests(Function<ContentDigest, Bytes> digests) {
    return new SignedContent(digests, Optional.empty());
  }

  /** How often they may be hashed together for signers that have no signed attributes. */
  static ContentReadings readings(List<SignedContent> contents) {
    return new ContentReadings(
        contents.stream()
            .mapToLong(
                c -> c.octets().isPresent() ? c.octets().get().length() : ContentReadings.LARGE)
            .sum());
  }
}
