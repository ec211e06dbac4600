package org.xinfu.seal.picture;

/** The vermilion of seals. */
final class Ink {
  static final int RED = 0xD7;
  static final int GREEN = 0x00;
  static final int BLUE = 0x0F;
  static final String HEX = "#D7000F";

  private Ink() {}
}
