package org.xinfu.trust.ofd;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.FlatteningPathIterator;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * A transparent sheet of dots. Before anything is drawn it is flattened and its work counted: a
 * scan line that an edge crosses, and a dot that an object may cover, are a step each.
 */
final class PictureCanvas implements AutoCloseable {
  private static final int LONGER_SIDE = 480;
  private static final double FLATNESS = 0.1;
  private static final int HALVINGS = 6;
  private static final int MOST_EDGES = 100_000;
  private static final long MOST_STEPS = 60_000_000;
  private final BufferedImage image;
  private final Graphics2D graphics;
  private final AffineTransform page;
  private long room = MOST_STEPS;

  /** A sheet for a box in millimetres, its upper left corner at the box's. */
  PictureCanvas(Rectangle box) {
    double scale = LONGER_SIDE / Math.max(box.width(), box.height());
    int width = (int) Math.max(1, Math.round(box.width() * scale));
    int height = (int) Math.max(1, Math.round(box.height() * scale));
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    page = AffineTransform.getScaleInstance(scale, scale);
    page.translate(-box.x(), -box.y());
  }

  BufferedImage image() {
    return image;
  }

  /**
   * From millimetres of the page to dots, for an object in a box with a matrix of its own. What is
   * drawn next stays within the box.
   */
  AffineTransform enter(Rectangle boundary, AffineTransform matrix) {
    AffineTransform place = new AffineTransform(page);
    place.translate(boundary.x(), boundary.y());
    Rectangle2D box =
        new Rectangle2D.Double(0, 0, Math.max(0, boundary.width()), Math.max(0, boundary.height()));
    graphics.setClip(place.createTransformedShape(box).getBounds2D());
    place.concatenate(matrix);
    return place;
  }

  /**
   * Fills a shape that stands in the units of {@code place}.
   *
   * @return false when that would be too much work
   */
  boolean fill(Shape shape, AffineTransform place, Color colour) {
    Optional<Path2D> flat = flat(shape, place);
    if (flat.isEmpty()) {
      return false;
    }
    graphics.setColor(colour);
    graphics.fill(flat.get());
    return true;
  }

  /** Draws an image into the unit square of {@code place}; false when that is too much work. */
  boolean draw(BufferedImage picture, AffineTransform place, double alpha) {
    Rectangle2D square = new Rectangle2D.Double(0, 0, 1, 1);
    if (flat(square, place).isEmpty() || !afford((long) picture.getWidth() * picture.getHeight())) {
      return false;
    }
    AffineTransform dots = new AffineTransform(place);
    dots.scale(1.0 / picture.getWidth(), 1.0 / picture.getHeight());
    graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) alpha));
    graphics.drawImage(picture, dots, null);
    graphics.setComposite(AlphaComposite.SrcOver);
    return true;
  }

  /** The shape in dots and straight lines, paid for; empty when it is too much. */
  private Optional<Path2D> flat(Shape shape, AffineTransform place) {
    Path2D.Double flat = new Path2D.Double();
    PathIterator edges =
        new FlatteningPathIterator(shape.getPathIterator(place), FLATNESS, HALVINGS);
    flat.setWindingRule(edges.getWindingRule());
    double[] to = new double[6];
    double last = 0;
    long steps = 0;
    for (int count = 0; !edges.isDone(); edges.next(), count++) {
      int kind = edges.currentSegment(to);
      if (count > MOST_EDGES) {
        return Optional.empty();
      }
      switch (kind) {
        case PathIterator.SEG_MOVETO -> flat.moveTo(to[0], to[1]);
        case PathIterator.SEG_LINETO -> flat.lineTo(to[0], to[1]);
        default -> flat.closePath();
      }
      steps += 1 + (long) Math.abs(within(to[1]) - last);
      last = within(to[1]);
    }
    Rectangle2D sheet = new Rectangle2D.Double(0, 0, image.getWidth(), image.getHeight());
    Rectangle2D covered = flat.getBounds2D().createIntersection(sheet);
    double dots = Math.max(0, covered.getWidth()) * Math.max(0, covered.getHeight());
    return afford(8 * steps + (long) dots) ? Optional.of(flat) : Optional.empty();
  }

  private double within(double ordinate) {
    return Math.max(0, Math.min(image.getHeight(), ordinate));
  }

  private boolean afford(long steps) {
    room -= steps;
    return room >= 0;
  }

  @Override
  public void close() {
    graphics.dispose();
  }
}
