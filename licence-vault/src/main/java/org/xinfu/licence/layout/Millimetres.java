package org.xinfu.licence.layout;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Lengths as text: a tenth of a micrometre is finer than any printer and the same everywhere. */
final class Millimetres {
  private Millimetres() {}

  static String text(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** Several, parted by blanks. */
  static String text(double... values) {
    StringBuilder all = new StringBuilder();
    for (double value : values) {
      all.append(all.isEmpty() ? "" : " ").append(text(value));
    }
    return all.toString();
  }
}
