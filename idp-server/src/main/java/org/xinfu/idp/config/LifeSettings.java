package org.xinfu.idp.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The end of accounts, and their recovery (prefix {@code xinfu.life}).
 *
 * @param coolingOff how long a person may take the closure of their account back
 * @param keepPseudonym whether a closed account keeps the keyed hash of its holder's document and
 *     its signed evidence, which name nobody; else nothing of either
 * @param hold how long after a recovery nothing is done that cannot be undone, and after a contact
 *     was added the older ones stay; only a contact that was bound for so long gets a link that
 *     undoes a change
 * @param undo how long such a link is good; PT0S: none is sent; four days longer than the hold
 *     unless it is said: older contacts can be removed when the hold is over
 * @param undosPerPrefix how often one address prefix may try one in an hour
 */
@ConfigurationProperties("xinfu.life")
record LifeSettings(
    @DefaultValue("P15D") Duration coolingOff,
    @DefaultValue("true") boolean keepPseudonym,
    @DefaultValue("P3D") Duration hold,
    @Nullable Duration undo,
    @DefaultValue("100") int undosPerPrefix) {
  LifeSettings {
    if (coolingOff.isNegative() || hold.isNegative()) {
      throw new IllegalArgumentException("xinfu.life has no negative times");
    }
    if (undo != null && !undo.isZero() && undo.compareTo(hold) <= 0) {
      throw new IllegalArgumentException("xinfu.life.undo: longer than xinfu.life.hold, or PT0S");
    }
  }

  Duration linkLife() {
    return undo == null ? hold.plusDays(4) : undo;
  }
}
