package org.xinfu.trust.cli;

import java.util.regex.Pattern;

/** Text of strangers (names of files, seals and certificates) as it may be shown. */
final class Printable {
  /**
   * Control characters, C1 as well, drive a terminal; format characters turn what is read around
   * (Unicode UTS 55); both separators break a line.
   */
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private Printable() {}

  /** The text with U+FFFD for each character that would act instead of being shown. */
  static String of(String text) {
    return UNSAFE.matcher(text).replaceAll("\uFFFD");
  }
}
