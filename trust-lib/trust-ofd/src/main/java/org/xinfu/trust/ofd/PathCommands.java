package org.xinfu.trust.ofd;

import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.Optional;
import java.util.StringTokenizer;

/** AbbreviatedData of a path, GB/T 33190-2016 §9.1: operators and coordinates in millimetres. */
final class PathCommands {
  private static final double FARTHEST = 100_000;
  private final StringTokenizer words;
  private final Path2D.Double path = new Path2D.Double();
  private int room;

  private PathCommands(String text, int most) {
    this.words = new StringTokenizer(text, " \t\r\n,");
    this.room = most;
  }

  /**
   * The path; empty when it is none, or has more than {@code most} operators.
   *
   * @param rule {@link Path2D#WIND_EVEN_ODD} or {@link Path2D#WIND_NON_ZERO}
   */
  static Optional<Path2D> parse(String text, int rule, int most) {
    PathCommands data = new PathCommands(text, most);
    data.path.setWindingRule(rule);
    try {
      while (data.words.hasMoreTokens()) {
        data.step(data.words.nextToken());
      }
    } catch (Unreadable damaged) {
      return Optional.empty();
    }
    return Optional.of(data.path);
  }

  private void step(String operator) throws Unreadable {
    if (--room < 0) {
      throw new Unreadable();
    }
    if (path.getCurrentPoint() == null && !operator.equals("S") && !operator.equals("M")) {
      throw new Unreadable();
    }
    switch (operator) {
      case "S", "M" -> path.moveTo(number(), number());
      case "L" -> path.lineTo(number(), number());
      case "Q" -> path.quadTo(number(), number(), number(), number());
      case "B" -> path.curveTo(number(), number(), number(), number(), number(), number());
      case "A" -> arc(number(), number(), number());
      case "C" -> path.closePath();
      default -> throw new Unreadable();
    }
  }

  private double number() throws Unreadable {
    if (!words.hasMoreTokens()) {
      throw new Unreadable();
    }
    return number(words.nextToken());
  }

  /** A number of moderate size. */
  static double number(String word) throws Unreadable {
    // Double.parseDouble would take NaN, hexadecimal and a trailing d.
    if (word.length() > 40 || !word.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,2})?")) {
      throw new Unreadable();
    }
    double value = Double.parseDouble(word);
    if (Math.abs(value) > FARTHEST) {
      throw new Unreadable();
    }
    return value;
  }

  /** An elliptical arc to a point, as SVG 1.1 F.6.5 computes its centre; the angle in degrees. */
  private void arc(double rxGiven, double ryGiven, double angle) throws Unreadable {
    boolean large = number() != 0;
    boolean sweep = number() != 0;
    Point2D from = path.getCurrentPoint();
    Point2D to = new Point2D.Double(number(), number());
    double rx = Math.abs(rxGiven);
    double ry = Math.abs(ryGiven);
    if (rx == 0 || ry == 0 || from.equals(to)) {
      path.lineTo(to.getX(), to.getY());
      return;
    }
    double cos = Math.cos(Math.toRadians(angle));
    double sin = Math.sin(Math.toRadians(angle));
    double dx = (from.getX() - to.getX()) / 2;
    double dy = (from.getY() - to.getY()) / 2;
    double x = cos * dx + sin * dy;
    double y = -sin * dx + cos * dy;
    double reach = x * x / (rx * rx) + y * y / (ry * ry);
    if (reach > 1) {
      rx *= Math.sqrt(reach);
      ry *= Math.sqrt(reach);
    }
    double below = rx * rx * y * y + ry * ry * x * x;
    double root = Math.sqrt(Math.max(0, (rx * rx * ry * ry - below) / below));
    double turn = large == sweep ? -root : root;
    double cx = turn * rx * y / ry;
    double cy = -turn * ry * x / rx;
    double start = Math.toDegrees(Math.atan2((y - cy) / ry, (x - cx) / rx));
    double extent = Math.toDegrees(Math.atan2((-y - cy) / ry, (-x - cx) / rx)) - start;
    extent += sweep && extent < 0 ? 360 : !sweep && extent > 0 ? -360 : 0;
    // Arc2D counts counter-clockwise on a screen, and so against the angles here.
    Arc2D.Double arc = new Arc2D.Double(-rx, -ry, 2 * rx, 2 * ry, -start, -extent, Arc2D.OPEN);
    AffineTransform place = new AffineTransform();
    place.translate((from.getX() + to.getX()) / 2, (from.getY() + to.getY()) / 2);
    place.rotate(Math.toRadians(angle));
    place.translate(cx, cy);
    path.append(arc.getPathIterator(place), true);
  }

  /** Path data, or a number, that says nothing. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable() {
      super(null, null, false, false);
    }
  }
}
