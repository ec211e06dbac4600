package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;

/** Text strings and dates, ISO 32000-2 §7.9.2 and §7.9.4. */
final class PdfText {
  private static final Pattern DATE =
      Pattern.compile(
          "(?:D:)?(\\d{4})(\\d\\d)?(\\d\\d)?(\\d\\d)?(\\d\\d)?(\\d\\d)?"
              + "(?:(Z).*|([+-])(\\d\\d)'?(?:(\\d\\d)'?)?)?\\s*");

  private PdfText() {}

  static String of(Bytes text) {
    byte[] octets = text.toArray();
    if (octets.length >= 2 && (octets[0] & 0xff) == 0xfe && (octets[1] & 0xff) == 0xff) {
      return new String(octets, 2, octets.length - 2, StandardCharsets.UTF_16BE);
    }
    boolean marked =
        octets.length >= 3
            && (octets[0] & 0xff) == 0xef
            && (octets[1] & 0xff) == 0xbb
            && (octets[2] & 0xff) == 0xbf;
    return marked
        ? new String(octets, 3, octets.length - 3, StandardCharsets.UTF_8)
        : new String(octets, StandardCharsets.ISO_8859_1);
  }

  /**
   * Whether some reader makes another name of it: UTF-16 with its octets exchanged, which PDFium
   * reads, or an odd number of them, what is no Unicode, and codes that only PDFDocEncoding has.
   */
  static boolean strange(Bytes text) {
    byte[] octets = text.toArray();
    String said = of(text);
    boolean wide = octets.length >= 2 && (octets[0] & 0xff) == 0xfe && (octets[1] & 0xff) == 0xff;
    boolean turned = octets.length >= 2 && (octets[0] & 0xff) == 0xff && (octets[1] & 0xff) == 0xfe;
    boolean odd = wide && octets.length % 2 != 0;
    boolean coded = !wide && said.chars().anyMatch(c -> c < ' ');
    return turned || odd || coded || said.indexOf(0xfffd) >= 0;
  }

  /**
   * A moment; without an offset it is taken as UTC.
   *
   * @param zoned whether the text says how it relates to UTC
   */
  record Date(Instant at, boolean zoned) {}

  static Optional<Date> date(Bytes text) {
    Matcher date = DATE.matcher(of(text));
    if (!date.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              part(date, 1, 0),
              part(date, 2, 1),
              part(date, 3, 1),
              part(date, 4, 0),
              part(date, 5, 0),
              part(date, 6, 0));
      int sign = "-".equals(date.group(8)) ? -1 : 1;
      ZoneOffset offset =
          ZoneOffset.ofHoursMinutes(sign * part(date, 9, 0), sign * part(date, 10, 0));
      boolean zoned = date.group(7) != null || date.group(8) != null;
      return Optional.of(new Date(local.toInstant(offset), zoned));
    } catch (java.time.DateTimeException none) {
      return Optional.empty();
    }
  }

  private static int part(Matcher date, int group, int otherwise) {
    String digits = date.group(group);
    return digits == null ? otherwise : Integer.parseInt(digits);
  }
}
