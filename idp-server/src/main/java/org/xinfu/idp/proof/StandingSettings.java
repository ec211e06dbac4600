package org.xinfu.idp.proof;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the authority is asked again whether verified persons live (prefix {@code xinfu.person}).
 *
 * @param standingEvery how long after its last word; zero: never
 * @param standingPerMinute the most questions in a minute, of all replicas together
 */
@ConfigurationProperties("xinfu.person")
public record StandingSettings(
    @DefaultValue("P30D") Duration standingEvery, @DefaultValue("100") int standingPerMinute) {
  public StandingSettings {
    if (standingEvery.isNegative() || standingPerMinute < 1) {
      throw new IllegalArgumentException(
          "xinfu.person: standing-every from nothing, standing-per-minute from one on");
    }
  }

  /** Whether anybody is asked about at all. */
  boolean on() {
    return !standingEvery.isZero();
  }
}
