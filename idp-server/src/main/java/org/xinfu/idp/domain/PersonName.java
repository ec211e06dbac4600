package org.xinfu.idp.domain;

import java.util.regex.Pattern;

/**
 * How a natural person's name is written. The separation dot (间隔号, GB/T 15834-2011 §4.14) of names
 * such as those of Yi, Tibetans and Uyghurs has one form here, whichever of those that look alike
 * was typed or kept elsewhere: by another one nobody is somebody else.
 */
public final class PersonName {
  /** Bullets, dots of mathematics, of katakana, and the full-width full stop. */
  private static final Pattern DOTS =
      Pattern.compile("[\\x{0387}\\x{2022}\\x{2027}\\x{2219}\\x{22c5}\\x{30fb}\\x{ff0e}\\x{ff65}]");

  private PersonName() {}

  /** The name with U+00B7 in it. */
  public static String written(String name) {
    return DOTS.matcher(name).replaceAll("\u00b7");
  }
}
