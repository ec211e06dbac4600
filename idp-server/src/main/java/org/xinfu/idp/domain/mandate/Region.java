package org.xinfu.idp.domain.mandate;

import java.util.Optional;

/**
 * An administrative division of GB/T 2260: six digits, where a pair of zeros at the end stands for
 * all divisions below; {@code 000000} is the whole country.
 */
public record Region(String code) {
  /** The whole country. */
  public static final Region EVERYWHERE = new Region("000000");

  public Region {
    if (!code.matches("[0-9]{6}") || !code.matches("[0-9]{2}0000|[0-9]{4}00|[0-9]{6}")) {
      throw new IllegalArgumentException("not a division code");
    }
  }

  /** The division, when the text has the form of one. */
  public static Optional<Region> parse(String text) {
    return text.matches("[0-9]{6}") ? Optional.of(new Region(text)) : Optional.empty();
  }

  /** Whether the other is this one or lies in it. */
  public boolean contains(Region other) {
    return other.code.startsWith(stem());
  }

  private String stem() {
    String stem = code;
    while (stem.endsWith("00")) {
      stem = stem.substring(0, stem.length() - 2);
    }
    return stem;
  }

  @Override
  public String toString() {
    return code;
  }
}
