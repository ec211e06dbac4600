package org.xinfu.idp.cas;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How CAS tickets live (prefix {@code xinfu.cas}).
 *
 * @param ticketLife a service or proxy ticket must be shown within so long; 1 to 60 seconds
 * @param grantingLife a proxy-granting ticket ends so long after it was made, and with its login
 */
@ConfigurationProperties("xinfu.cas")
public record CasSettings(
    @DefaultValue("PT10S") Duration ticketLife, @DefaultValue("PT2H") Duration grantingLife) {
  public CasSettings {
    if (ticketLife.toMillis() < 1000 || ticketLife.toSeconds() > 60 || grantingLife.isNegative()) {
      throw new IllegalArgumentException("xinfu.cas.ticket-life is 1 to 60 seconds");
    }
  }
}
