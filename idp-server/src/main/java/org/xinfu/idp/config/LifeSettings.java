package org.xinfu.idp.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The end of accounts, and their recovery (prefix {@code xinfu.life}).
 *
 * @param coolingOff how long a person may take the closure of their account back
 * @param keepPseudonym whether a closed account keeps the keyed hash of its holder's document and
 *     its signed evidence, which name nobody; else nothing of either
 * @param hold how long after a recovery nothing is done that cannot be undone, and after a contact
 *     was added the older ones stay
 */
@ConfigurationProperties("xinfu.life")
record LifeSettings(
    @DefaultValue("P15D") Duration coolingOff,
    @DefaultValue("true") boolean keepPseudonym,
    @DefaultValue("P3D") Duration hold) {
  LifeSettings {
    if (coolingOff.isNegative() || hold.isNegative()) {
      throw new IllegalArgumentException("xinfu.life has no negative times");
    }
  }
}
