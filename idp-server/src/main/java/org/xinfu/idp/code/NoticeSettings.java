package org.xinfu.idp.code;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How notices are sent (prefix {@code xinfu.notices}).
 *
 * @param attempts after so many failures one is given up: by default after a day
 * @param firstDelay before the second attempt; doubled for each further one
 * @param longestDelay the doubling ends here
 * @param atOnce how many are sent at the same time by one replica
 */
@ConfigurationProperties("xinfu.notices")
public record NoticeSettings(
    @DefaultValue("100") int attempts,
    @DefaultValue("PT5S") Duration firstDelay,
    @DefaultValue("PT15M") Duration longestDelay,
    @DefaultValue("16") int atOnce) {
  /** Three times as long as a gateway has to answer ({@link HttpMessages}). */
  private static final Duration LEASE = Duration.ofSeconds(15);

  public NoticeSettings {
    if (attempts < 1
        || atOnce < 1
        || firstDelay.isNegative()
        || firstDelay.isZero()
        || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException("xinfu.notices: nothing would be sent, or without end");
    }
  }

  /** How long to wait after the failure with this number, the first being 1. */
  Duration after(int failures) {
    Duration delay = firstDelay.multipliedBy(1L << Math.min(failures - 1, 20));
    return delay.compareTo(longestDelay) > 0 ? longestDelay : delay;
  }

  /** Nobody else takes a notice while an attempt may still be under way. */
  Duration lease() {
    return LEASE;
  }
}
