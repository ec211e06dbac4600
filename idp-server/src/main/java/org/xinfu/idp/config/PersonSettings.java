package org.xinfu.idp.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How natural persons are reached (prefix {@code xinfu.messages}).
 *
 * @param gateway where messages are posted; without one they go to the spool
 * @param spool the spool's file; below the data directory unless named
 * @param perNumber codes to one contact an hour, three times that a day
 * @param perPrefix codes from one address prefix an hour
 * @param perDevice codes from one device an hour
 * @param perDay codes of one kind a day: the most they may cost
 * @param proven how long a code that was given lets an account be made or recovered by its contact
 */
@ConfigurationProperties("xinfu.messages")
record PersonSettings(
    @Nullable URI gateway,
    @Nullable Path spool,
    @DefaultValue("5") int perNumber,
    @DefaultValue("200") int perPrefix,
    @DefaultValue("10") int perDevice,
    @DefaultValue("50000") int perDay,
    @DefaultValue("PT15M") Duration proven) {
  PersonSettings {
    if (proven.isNegative() || proven.isZero()) {
      throw new IllegalArgumentException("xinfu.messages.proven: more than nothing");
    }
  }
}
