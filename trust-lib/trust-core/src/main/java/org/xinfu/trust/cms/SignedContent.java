package org.xinfu.trust.cms;

import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;

/**
 * What a SignedData is over, when it does not carry it: its digests, and its octets where they are
 * at hand. Octets are needed only where a signer has no signed attributes.
 */
public record SignedContent(Function<ContentDigest, Bytes> digests, Optional<Bytes> octets) {
  /** Content in memory. */
  public static SignedContent of(Bytes octets) {
    return new SignedContent(digest -> digest.of(octets), Optional.of(octets));
  }

  /** Content that is only digested, since it is large or far. */
  public static SignedContent ofDigests(Function<ContentDigest, Bytes> digests) {
    return new SignedContent(digests, Optional.empty());
  }
}
