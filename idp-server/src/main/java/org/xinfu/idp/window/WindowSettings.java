package org.xinfu.idp.window;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Acts at windows (prefix {@code xinfu.window}).
 *
 * @param presence the readers' front machine; without one a simulator for made-up residents
 *     answers, which production refuses
 * @param life how long a clerk may act for one citizen, ten minutes at most
 * @param perHour acts of one clerk
 * @param perDay acts of one clerk
 */
@ConfigurationProperties("xinfu.window")
public record WindowSettings(
    @Nullable URI presence,
    @DefaultValue("PT10M") Duration life,
    @DefaultValue("40") int perHour,
    @DefaultValue("200") int perDay) {
  public WindowSettings {
    if (life.compareTo(Duration.ofSeconds(30)) < 0 || life.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("xinfu.window.life is 30 seconds to 10 minutes");
    }
  }
}
