package org.xinfu.seal.picture;

import java.awt.geom.Path2D;
import java.util.List;
import org.xinfu.seal.picture.SealGeometry.Cell;

/**
 * The name on its arc: evenly spaced, never wider than {@link #SPAN}, so that it stays clear of the
 * text under the star. A long name gets narrower characters first, then lower ones.
 *
 * @param outer radius that the characters' heads touch
 * @param k scale against a seal of 40 mm
 */
record NameArc(double outer, double k) {
  static final double SPAN = Math.toRadians(230);
  private static final double TALLEST = 5.6;
  private static final double LOWEST = 3.3;
  private static final double WIDEST_STEP = Math.toRadians(24);
  private static final double SLIMMEST = 0.56;

  List<Path2D> set(TextSetter text, String name) {
    int count = name.codePointCount(0, name.length());
    double step = Math.min(WIDEST_STEP, SPAN / count);
    double height = TALLEST * k;
    while (width(step, height) < SLIMMEST * height && height > LOWEST * k) {
      height -= 0.05 * k;
    }
    double width = Math.min(width(step, height), 0.82 * height);
    return text.arc(name, new TextSetter.Arc(outer - height / 2, 0, step), new Cell(width, height));
  }

  /** Neighbours come closest at their feet, where the chord between them is shortest. */
  private double width(double step, double height) {
    return 0.96 * 2 * (outer - height) * Math.sin(step / 2);
  }
}
