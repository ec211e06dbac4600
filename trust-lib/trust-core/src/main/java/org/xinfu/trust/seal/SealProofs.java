package org.xinfu.trust.seal;

import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.chain.Evidence;

/**
 * What a container brings so that a signature can be judged after its certificates have expired.
 *
 * @param evidence certificates, CRLs and OCSP responses from elsewhere in the container; not
 *     believed, only checked
 * @param existedBy a moment at which the whole signature existed, as something verified that covers
 *     it proves
 */
public record SealProofs(Evidence evidence, Optional<Instant> existedBy) {
  /** A container that brings nothing. */
  public static SealProofs none() {
    return new SealProofs(Evidence.none(), Optional.empty());
  }

  /** With more evidence. */
  SealProofs and(Evidence more) {
    return new SealProofs(evidence.and(more), existedBy);
  }

  /** When the signature is proven to have existed; what nobody proves exists {@code now}. */
  Instant atMost(Instant now) {
    return existedBy.filter(now::isAfter).orElse(now);
  }

  /** With an earlier proof, when {@code moment} is one. */
  SealProofs existing(SealTimes.Moment moment) {
    return new SealProofs(evidence, moment.proven().or(() -> existedBy));
  }
}
