package org.xinfu.seal.picture;

/**
 * What stands on a round seal (GA 241 practice; 国发〔1999〕25号 for the diameters).
 *
 * @param name on the arc, left to right, 4 to 30 characters
 * @param bottomText the business it is for, straight under the star; may be empty
 * @param diameterMm 40 for enterprises, 42 for township governments and common official seals, 45
 * @param code 13 or 14 digits on the arc at the bottom
 * @param sample whether it bears the sample mark, as every test seal does
 */
public record SealDrawing(
    String name, String bottomText, int diameterMm, String code, boolean sample) {
  /** Longest and shortest name that stays legible. */
  public static final int SHORTEST = 4;

  public static final int LONGEST = 30;
  public static final int LONGEST_BOTTOM = 10;

  public SealDrawing {
    int length = name.codePointCount(0, name.length());
    if (length < SHORTEST || length > LONGEST) {
      throw new IllegalArgumentException("a name has 4 to 30 characters");
    }
    if (bottomText.codePointCount(0, bottomText.length()) > LONGEST_BOTTOM) {
      throw new IllegalArgumentException("the text under the star has at most 10 characters");
    }
    if (diameterMm != 40 && diameterMm != 42 && diameterMm != 45) {
      throw new IllegalArgumentException("diameter 40, 42 or 45 mm");
    }
    if (!code.matches("[0-9]{13,14}")) {
      throw new IllegalArgumentException("a seal code has 13 or 14 digits");
    }
  }
}
