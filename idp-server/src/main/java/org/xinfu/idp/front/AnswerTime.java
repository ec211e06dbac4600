package org.xinfu.idp.front;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When an authority answered. Evidence is dated by its answer, so that one of another time would
 * lengthen its life, or keep evidence that is over when it comes.
 */
public final class AnswerTime {
  /** Clocks differ a little. */
  private static final Duration APART_AT_MOST = Duration.ofMinutes(5);

  private AnswerTime() {}

  /** Whether it was just now. */
  public static boolean ofNow(Instant at, Clock clock) {
    return Duration.between(at, clock.instant()).abs().compareTo(APART_AT_MOST) <= 0;
  }
}
