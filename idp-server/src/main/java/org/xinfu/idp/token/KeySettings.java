package org.xinfu.idp.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When signing keys change (prefix {@code xinfu.keys}).
 *
 * @param period a key signs for so long
 * @param lead it is published so long before it signs; longer than services cache a JWK set
 * @param overlap it stays published so long after it signed; longer than any token lives
 */
@ConfigurationProperties("xinfu.keys")
public record KeySettings(
    @DefaultValue("P90D") Duration period,
    @DefaultValue("P7D") Duration lead,
    @DefaultValue("P1D") Duration overlap) {
  public KeySettings {
    if (lead.compareTo(period) >= 0 || lead.isNegative() || lead.isZero() || overlap.isNegative()) {
      throw new IllegalArgumentException("xinfu.keys: 0 < lead < period, 0 <= overlap");
    }
  }

  /** What was read of the list is believed for so long; a quarter of the lead loses nothing. */
  Duration fresh() {
    Duration quarter = lead.dividedBy(4);
    Duration minute = Duration.ofMinutes(1);
    return quarter.compareTo(minute) < 0 ? quarter : minute;
  }
}
