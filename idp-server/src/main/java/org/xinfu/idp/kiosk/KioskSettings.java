package org.xinfu.idp.kiosk;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.xinfu.idp.domain.Kiosk;

/**
 * Self-service terminals (prefix {@code xinfu.kiosk}).
 *
 * @param idle a session ends so long after its last use
 * @param longest and so long after its start
 * @param addresses of terminals, single or in CIDR notation: whatever they ask for is at a kiosk;
 *     elsewhere what a client asks for that is registered for kiosks
 */
@ConfigurationProperties("xinfu.kiosk")
public record KioskSettings(
    @DefaultValue("PT60S") Duration idle,
    @DefaultValue("PT10M") Duration longest,
    @DefaultValue List<String> addresses) {
  public KioskSettings {
    addresses = List.copyOf(addresses);
    if (idle.toSeconds() < 10 || longest.compareTo(idle) < 0 || longest.toHours() >= 1) {
      throw new IllegalArgumentException(
          "xinfu.kiosk.idle is 10 seconds at least, xinfu.kiosk.longest less than an hour");
    }
  }

  Kiosk kiosk() {
    return new Kiosk((int) idle.toSeconds(), (int) longest.toSeconds());
  }
}
