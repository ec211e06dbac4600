package org.xinfu.trust.ofd;

import java.util.Optional;
import java.util.regex.Pattern;

/** ST_Box, GB/T 33190-2016 §7.3.3: left, top, width and height in millimetres. */
record Rectangle(double x, double y, double width, double height) {
  /** A tenth of a millimetre, less what decimal fractions lose in binary. */
  private static final double SEEN = 0.1 - 1e-9;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,9}(\\.\\d{0,20})?|\\.\\d{1,20})([eE][+-]?\\d)?");

  static Optional<Rectangle> parse(String text) {
    String[] parts = text.strip().split("\\s+", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    double[] values = new double[4];
    for (int i = 0; i < 4; i++) {
      if (!NUMBER.matcher(parts[i]).matches()) {
        return Optional.empty();
      }
      values[i] = Double.parseDouble(parts[i]);
    }
    return Optional.of(new Rectangle(values[0], values[1], values[2], values[3]));
  }

  /** Whether this and {@code other} share an area. */
  boolean overlaps(Rectangle other) {
    return width > 0
        && height > 0
        && x < other.x + other.width
        && other.x < x + width
        && y < other.y + other.height
        && other.y < y + height;
  }

  /** What this and {@code other} share; without an area when they share none. */
  Rectangle shared(Rectangle other) {
    double left = Math.max(x, other.x);
    double top = Math.max(y, other.y);
    double right = Math.min(x + width, other.x + other.width);
    double bottom = Math.min(y + height, other.y + other.height);
    return new Rectangle(left, top, right - left, bottom - top);
  }

  /** Whether enough of this to be seen is on a page: less is no more than the page's edge. */
  boolean seenOn(Rectangle page) {
    Rectangle seen = shared(page);
    return overlaps(page) && seen.width >= SEEN && seen.height >= SEEN;
  }

  /** {@code inner}, given relative to this box's corner, in the space of this box. */
  Rectangle clip(Rectangle inner) {
    return shared(new Rectangle(x + inner.x, y + inner.y, inner.width, inner.height));
  }
}
