package org.xinfu.idp.logout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How logout tokens are delivered (prefix {@code xinfu.logout}).
 *
 * @param attempts after so many failures a delivery is given up and kept as a dead letter: by
 *     default after ten hours, nearly as long as a login lasts here
 * @param firstDelay before the second attempt; doubled for each further one
 * @param longestDelay the doubling ends here
 * @param timeout for one attempt, from the name server to the last octet
 * @param atOnce deliveries under way at the same time in one replica
 */
@ConfigurationProperties("xinfu.logout")
public record LogoutSettings(
    @DefaultValue("48") int attempts,
    @DefaultValue("PT5S") Duration firstDelay,
    @DefaultValue("PT15M") Duration longestDelay,
    @DefaultValue("PT5S") Duration timeout,
    @DefaultValue("32") int atOnce) {
  /** How long to wait after the failure with this number, the first being 1. */
  Duration after(int failures) {
    Duration delay = firstDelay.multipliedBy(1L << Math.min(failures - 1, 20));
    return delay.compareTo(longestDelay) > 0 ? longestDelay : delay;
  }

  /** How many at the same time go to a service that did not take the last one. */
  int few() {
    return Math.max(1, atOnce / 8);
  }

  /** Nobody else takes a delivery while an attempt may still be under way. */
  Duration lease() {
    return timeout.multipliedBy(3).plusSeconds(10);
  }
}
