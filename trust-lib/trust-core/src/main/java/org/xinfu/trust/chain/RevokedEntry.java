package org.xinfu.trust.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a CRL.
 *
 * @param serial of the certificate
 * @param at when it was revoked
 * @param invalidSince since when the key is suspected, RFC 5280 §5.3.2
 */
public record RevokedEntry(
    BigInteger serial, Instant at, RevocationCause cause, Optional<Instant> invalidSince) {
  /** From when it counts: the revocation, or the suspicion when that is earlier. */
  Instant since() {
    return invalidSince.filter(i -> i.isBefore(at)).orElse(at);
  }

  /** Whether it may be lifted again. */
  boolean onHold() {
    return cause == RevocationCause.CERTIFICATE_HOLD;
  }
}
