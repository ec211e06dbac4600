package org.xinfu.trust.ofd;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SignatureDateTime of GB/T 33190-2016 table 67 in the spellings that real files show.
 *
 * @param zoned whether the zone was written
 */
record SignatureDateTime(Instant at, boolean zoned) {
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})-?(\\d{2})-?(\\d{2})[T ]?(\\d{2}):?(\\d{2}):?(\\d{2})(?:\\.\\d{1,9})?"
              + "(Z|[+-]\\d{2}:?\\d{2})?");

  /** A time without a zone is China's; empty when the text is no time. */
  static Optional<SignatureDateTime> parse(String text) {
    Matcher part = FORM.matcher(text.strip());
    if (!part.matches()) {
      return Optional.empty();
    }
    try {
      int[] n = new int[6];
      for (int i = 0; i < n.length; i++) {
        n[i] = Integer.parseInt(part.group(i + 1));
      }
      boolean zoned = part.group(7) != null;
      ZoneOffset zone = zoned ? ZoneOffset.of(part.group(7)) : CHINA;
      LocalDateTime local = LocalDateTime.of(n[0], n[1], n[2], n[3], n[4], n[5]);
      return Optional.of(new SignatureDateTime(local.toInstant(zone), zoned));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
