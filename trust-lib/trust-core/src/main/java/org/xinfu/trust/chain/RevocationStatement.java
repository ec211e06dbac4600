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
 * @param online whether it was made for asking, so that without nextUpdate it serves for a day
 */
record RevocationStatement(
    Instant thisUpdate,
    Optional<Instant> nextUpdate,
    boolean knows,
    int reasons,
    Optional<RevokedEntry> entry,
    boolean online) {
  private static final Duration SERVES = Duration.ofDays(1);

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
