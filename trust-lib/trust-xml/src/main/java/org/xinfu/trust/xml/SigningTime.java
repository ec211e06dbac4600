package org.xinfu.trust.xml;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.xinfu.trust.chain.Certificate;

/**
 * SigningTime of XAdES (EN 319 132-1 §5.2.1), an xs:dateTime, which need not say its zone. It is
 * UTC then; but programs write what the clock on the wall shows, which is ahead of UTC in the east
 * and behind it in the west. Such a time is neither to come nor before the certificate where
 * another zone of the world lets it stand: who has the key may state any time, so nobody gains by
 * it.
 *
 * @param zoned whether the zone was written
 */
record SigningTime(Instant at, boolean zoned) {
  /** The zones of the world reach from UTC-12 to UTC+14. */
  private static final Duration EAST = Duration.ofHours(14);

  private static final Duration WEST = Duration.ofHours(12);

  static Optional<SigningTime> parse(String text) {
    try {
      boolean zoned = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
      return Optional.of(
          new SigningTime(
              zoned
                  ? OffsetDateTime.parse(text).toInstant()
                  : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
              zoned));
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  /** The moment that counts: as written, or the nearest to it that another zone can mean. */
  Instant read(Optional<Certificate> own, Instant now) {
    Instant begin = own.map(Certificate::notBefore).orElse(Instant.MIN);
    if (zoned) {
      return at;
    }
    if (at.isBefore(begin)) {
      return begin.isAfter(at.plus(WEST)) || begin.isAfter(now) ? at : begin;
    }
    return at.isAfter(now) && !now.isBefore(at.minus(EAST)) && !now.isBefore(begin) ? now : at;
  }
}
