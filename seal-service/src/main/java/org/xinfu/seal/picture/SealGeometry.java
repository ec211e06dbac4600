package org.xinfu.seal.picture;

import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.xinfu.kit.font.FontChain;

/**
 * The shapes of a round seal in millimetres, origin in the centre, y downwards. Each part is apart,
 * so that a test can ask whether they touch.
 *
 * @param diameter outer edge of the rim
 * @param name one shape per character
 * @param mark the sample mark, empty on a genuine seal
 */
record SealGeometry(
    double diameter,
    Path2D rim,
    Path2D star,
    List<Path2D> name,
    List<Path2D> bottom,
    List<Path2D> code,
    List<Path2D> mark) {
  private static final ResourceBundle MARK =
      ResourceBundle.getBundle("org.xinfu.seal.picture.mark", Locale.ROOT);
  private static final double RIM = 1.2;
  private static final double STAR = 7;
  private static final double NOMINAL_RADIUS = 20;

  static SealGeometry of(SealDrawing drawing, FontChain fonts) {
    double radius = drawing.diameterMm() / 2.0;
    double k = radius / NOMINAL_RADIUS;
    TextSetter text = new TextSetter(fonts);
    return new SealGeometry(
        drawing.diameterMm(),
        rim(radius),
        star(STAR * k),
        new NameArc(radius - RIM - 0.9 * k, k).set(text, drawing.name()),
        bottom(text, drawing.bottomText(), k),
        code(text, drawing.code(), radius - RIM - 0.55 * k, k),
        drawing.sample() ? mark(text, k) : List.of());
  }

  /** Everything that is inked, in drawing order. */
  List<Path2D> parts() {
    List<Path2D> all = new ArrayList<>(List.of(rim, star));
    List.of(name, bottom, code, mark).forEach(all::addAll);
    return List.copyOf(all);
  }

  private static Path2D rim(double radius) {
    Area ring = new Area(circle(radius));
    ring.subtract(new Area(circle(radius - RIM)));
    return new Path2D.Double(ring);
  }

  private static Ellipse2D circle(double radius) {
    return new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius);
  }

  /** A pentagram: its inner corners lie where the lines between the tips cross. */
  private static Path2D star(double radius) {
    double inner = radius * Math.sin(Math.toRadians(18)) / Math.sin(Math.toRadians(54));
    Path2D star = new Path2D.Double();
    for (int i = 0; i < 10; i++) {
      double angle = Math.toRadians(36.0 * i);
      double r = i % 2 == 0 ? radius : inner;
      if (i == 0) {
        star.moveTo(0, -r);
      } else {
        star.lineTo(r * Math.sin(angle), -r * Math.cos(angle));
      }
    }
    star.closePath();
    return star;
  }

  private static List<Path2D> bottom(TextSetter text, String words, double k) {
    int count = words.codePointCount(0, words.length());
    if (count == 0) {
      return List.of();
    }
    double step = Math.min(3.9 * k, 19.0 * k / count);
    double width = Math.min(3.5 * k, 0.92 * step);
    return text.line(words, new TextSetter.Line(0, 9.75 * k, step), new Cell(width, 3.5 * k));
  }

  private static List<Path2D> code(TextSetter text, String digits, double outer, double k) {
    // Feet to the rim: upright for who looks at the lower edge, left to right.
    double height = 1.55 * k;
    double step = 1.42 * k / (outer - height / 2);
    return text.arc(
        digits,
        new TextSetter.Arc(outer - height / 2, Math.PI, -step),
        new Cell(1.75 * k, 1.75 * k));
  }

  private static List<Path2D> mark(TextSetter text, double k) {
    return text.line(
        MARK.getString("sample"),
        new TextSetter.Line(0, 3.0 * k, 17.4 * k),
        new Cell(2.9 * k, 2.9 * k));
  }

  /** Every part shifted so that the seal's square begins at the origin. */
  List<Path2D> placed() {
    AffineTransform shift = AffineTransform.getTranslateInstance(diameter / 2, diameter / 2);
    return parts().stream()
        .map(part -> new Path2D.Double(part, shift))
        .map(Path2D.class::cast)
        .toList();
  }

  /** Where one em of a character goes: its width and height in millimetres. */
  record Cell(double width, double height) {}
}
