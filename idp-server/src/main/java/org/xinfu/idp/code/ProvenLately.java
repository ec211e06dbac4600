package org.xinfu.idp.code;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a code that was given counts, in a browser that was left open as well: the contact may
 * be somebody else's by then, and has to be proven again.
 */
public record ProvenLately(Duration life, Clock clock) {
  /** When a code is given that is given now. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Whether it counts no longer.
   *
   * @param at when it was given; null in sessions of older releases
   */
  public boolean over(@Nullable Instant at) {
    return at == null || clock.instant().isAfter(at.plus(life));
  }
}
