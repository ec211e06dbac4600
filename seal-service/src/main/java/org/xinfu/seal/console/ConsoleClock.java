package org.xinfu.seal.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as officials read them: Beijing time, to the second. */
final class ConsoleClock {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.of("Asia/Shanghai"));

  private ConsoleClock() {}

  static String shown(Instant moment) {
    return SHOWN.format(moment);
  }
}
