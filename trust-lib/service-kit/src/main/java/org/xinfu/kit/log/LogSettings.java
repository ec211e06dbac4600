package org.xinfu.kit.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The log over the book of audit (prefix {@code xinfu.log}).
 *
 * @param token label of the HSM token with the log's keys; without it there is no log
 * @param origin the log's name, or the service's public URL, which gives one
 * @param interval how long rows wait for their places at most, when the server has time
 */
@ConfigurationProperties("xinfu.log")
public record LogSettings(
    @Nullable String token,
    @DefaultValue("localhost") String origin,
    @DefaultValue("2s") Duration interval) {
  /** C2SP tlog-checkpoint: a name without a scheme. */
  String name() {
    return origin.replaceFirst("^[a-z]+://", "").replaceFirst("/+$", "") + "/audit";
  }
}
