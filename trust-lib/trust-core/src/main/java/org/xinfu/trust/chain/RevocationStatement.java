package org.xinfu.trust.chain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one genuine CRL or OCSP response says about one certificate.
 *
 * @param knows whether its silence, or its "good", means anything for this certificate
 * @param reasons the reasons that it would have told, one bit each
 * @param entry the revocation, when it tells one
 * @param word what its entry is worth
 * @param online whether it was made for asking, so that without nextUpdate it serves for a day
 * @param maker whose key made it, the certificate's issuer or somebody whom it allowed
 * @param existed when it is proven to have existed: until then a stolen key could have made it
 * @param ours whether the policy brings it, so that whoever distrusts its maker has chosen it
 */
record RevocationStatement(
    Instant thisUpdate,
    Optional<Instant> nextUpdate,
    boolean knows,
    int reasons,
    Optional<RevokedEntry> entry,
    Word word,
    boolean online,
    Certificate maker,
    Instant existed,
    boolean ours) {
  private static final Duration SERVES = Duration.ofDays(1);

  /** Whether that it names the certificate is a revocation, or else a doubt and why. */
  enum Word {
    COUNTS,
    /** Something of it is critical that we do not know (RFC 5280 §5.2, RFC 6960 §4.4). */
    NOT_UNDERSTOOD,
    /** Its maker was disowned before it is proven to have existed: whoever has the key made it. */
    DISOWNED;

    static Word ofUnderstood(boolean understood) {
      return understood ? COUNTS : NOT_UNDERSTOOD;
    }
  }

  /** The same, proven to exist at this later moment alone: its base was not proven before. */
  RevocationStatement provenOnly(Instant later) {
    return new RevocationStatement(
        thisUpdate, nextUpdate, knows, reasons, entry, word, online, maker, later, ours);
  }

  /** Whether it would tell that the certificate is on hold, so that its silence ends a hold. */
  boolean knowsOfHolds() {
    return knows && (reasons & (1 << RevocationCause.CERTIFICATE_HOLD.number())) != 0;
  }

  /**
   * Before nextUpdate; a list that promises no next one is never fresh. That thisUpdate has come
   * was seen to before there was a statement.
   */
  boolean freshAt(Instant now) {
    Optional<Instant> end =
        online ? nextUpdate.or(() -> Optional.of(thisUpdate.plus(SERVES))) : nextUpdate;
    return end.filter(e -> !now.isAfter(e)).isPresent();
  }
}
