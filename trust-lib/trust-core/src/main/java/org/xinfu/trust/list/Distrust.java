package org.xinfu.trust.list;

import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.chain.RevocationCause;

/**
 * A key that is trusted no longer: of an anchor, a sub CA, a maker, a time-stamping authority.
 *
 * @param keySha256 SHA-256 of its SubjectPublicKeyInfo, lower-case hex
 * @param since when it was given up
 * @param reason why; where the key is in other hands no claimed time is believed
 * @param invalidityDate since when it is suspected, when that is earlier
 */
public record Distrust(
    String keySha256, Instant since, RevocationCause reason, Optional<Instant> invalidityDate) {
  /** From when on nothing of it counts. */
  Instant limit() {
    return invalidityDate.filter(i -> i.isBefore(since)).orElse(since);
  }
}
