package org.xinfu.idp.domain.staff;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Days in office: ISO 8601 dates in China Standard Time, the last one inclusive. */
public final class OfficeDays {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  private OfficeDays() {}

  /**
   * When the first day begins; now when it is empty or has begun.
   *
   * @throws DateTimeException when it is no day
   */
  public static Instant begin(String first, Instant now) {
    Instant start = first.isEmpty() ? now : start(LocalDate.parse(first));
    return start.isBefore(now) ? now : start;
  }

  /**
   * When the last day is over; null when it is empty: open.
   *
   * @throws DateTimeException when it is no day
   */
  public static @Nullable Instant end(String last) {
    return last.isEmpty() ? null : start(LocalDate.parse(last).plusDays(1));
  }

  /** The day that a time in office begins on. */
  public static String first(Instant from) {
    return LocalDate.ofInstant(from, CHINA).toString();
  }

  /** The last day before the end. */
  public static String last(Instant until) {
    return first(until.minusSeconds(1));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(CHINA).toInstant();
  }
}
