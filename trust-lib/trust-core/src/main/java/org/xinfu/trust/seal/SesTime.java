package org.xinfu.trust.seal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * A moment as producers write it. One without a zone is China's, since all producers of seals are
 * there.
 *
 * @param zoned whether the zone was written
 */
record SesTime(Instant at, boolean zoned) {
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})[-/.]?(\\d{2})[-/.]?(\\d{2})[T ]?(\\d{2}):?(\\d{2})(?::?(\\d{2}))?"
              + "(?:[.,:](\\d{1,9}))? ?(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?");
  private static final Pattern MILLISECONDS = Pattern.compile("1\\d{12}");

  /** UTCTime or GeneralizedTime of any form of X.680. */
  static Optional<SesTime> ofAsn1(Der slice) {
    String text = slice.content().toUtf8();
    return slice.tag() == Der.UTC_TIME ? ofText(century(text) + text) : ofText(text);
  }

  private static String century(String text) {
    // RFC 5280 §4.1.2.5.1: 50 and more are the twentieth century.
    return text.isEmpty() || text.charAt(0) >= '5' ? "19" : "20";
  }

  /** {@code timeInfo} of GM/T 0031-2014: a DER time or free text; empty when it is no time. */
  static Optional<SesTime> ofTimeInfo(Bytes content) {
    int first = content.length() == 0 ? 0 : content.at(0);
    if (first == Der.UTC_TIME || first == Der.GENERALIZED_TIME) {
      try {
        return ofAsn1(Der.read(content));
      } catch (MalformedDer e) {
        return Optional.empty();
      }
    }
    String text = content.toUtf8().replace("\u0000", "").strip();
    if (MILLISECONDS.matcher(text).matches()) {
      return Optional.of(new SesTime(Instant.ofEpochMilli(Long.parseLong(text)), true));
    }
    Optional<SesTime> plain = ofText(text);
    // Of two meanings of twelve digits the one with seconds, as UTCTime has them.
    boolean shortYear = text.matches("\\d{12}Z?");
    return shortYear ? ofText(century(text) + text).or(() -> plain) : plain;
  }

  static Optional<SesTime> ofText(String text) {
    Matcher part = FORM.matcher(text);
    if (!part.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(part, 1),
              number(part, 2),
              number(part, 3),
              number(part, 4),
              number(part, 5),
              part.group(6) == null ? 0 : number(part, 6),
              nanos(part.group(7)));
      String zone = part.group(8);
      return Optional.of(new SesTime(local.toInstant(zone(zone)), zone != null));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher part, int group) {
    return Integer.parseInt(part.group(group));
  }

  private static int nanos(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits + "0".repeat(9 - digits.length()));
  }

  private static ZoneOffset zone(@Nullable String zone) {
    if (zone == null) {
      return CHINA;
    }
    return Character.isLetter(zone.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(zone);
  }
}
