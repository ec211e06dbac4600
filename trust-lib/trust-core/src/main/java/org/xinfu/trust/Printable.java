package org.xinfu.trust;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Text of strangers (names of files, seals and certificates) as it may be shown to people. */
public final class Printable {
  /**
   * Control characters, C1 as well, drive a terminal; format characters turn what is read around
   * (Unicode UTS 55); both separators break a line.
   */
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  /**
   * What has no look of its own: fillers, joiners and variation selectors (Unicode 5.21), halves of
   * surrogate pairs, and private characters, which every font draws as it likes.
   */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cs}\\p{Co}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180D}\\x{180F}"
              + "\\x{2065}\\x{2800}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{FFF0}-\\x{FFF8}"
              + "\\x{E0100}-\\x{E01EF}]");

  /** Blanks in a row move what follows to where a line of ours would begin. */
  private static final Pattern GAP = Pattern.compile("(?<=\\S)\\p{Zs}{4,}(?=\\S)");

  private Printable() {}

  /**
   * The text with U+FFFD for each character that would act instead of being shown, and with the
   * number of each that nobody would see, or could tell from another.
   */
  public static String of(String text) {
    String harmless = UNSAFE.matcher(text).replaceAll("\uFFFD");
    String seen = UNSEEN.matcher(harmless).replaceAll(Printable::spelled);
    return GAP.matcher(seen).replaceAll(gap -> " [" + gap.group().length() + " blanks] ");
  }

  private static String spelled(MatchResult found) {
    return number(found.group().codePointAt(0));
  }

  /** As a reader may look it up, such as {@code [U+3164]}. */
  public static String number(int codePoint) {
    return "[U+%04X]".formatted(codePoint);
  }
}
