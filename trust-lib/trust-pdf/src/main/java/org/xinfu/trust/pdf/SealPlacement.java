package org.xinfu.trust.pdf;

import java.util.List;

/**
 * Where a seal lies in a page's own coordinates, whatever the page's crop box, rotation and user
 * unit (ISO 32000-2 §8.3.2.3, §14.11.2).
 *
 * @param area the annotation's rectangle
 * @param matrix of the appearance form that keeps the picture upright as shown
 * @param form the form's bounding box, which begins at 0,0; what lies outside is cut off
 * @param picture where the whole picture lies in the form's coordinates
 */
public record SealPlacement(Box area, List<Integer> matrix, Box form, Box picture) {
  private static final double POINTS_PER_MM = 72 / 25.4;

  public SealPlacement {
    matrix = List.copyOf(matrix);
  }

  /** A rectangle; user space units. */
  public record Box(double left, double bottom, double right, double top) {
    /** The extent from left to right. */
    public double width() {
      return right - left;
    }

    /** The extent from bottom to top. */
    public double height() {
      return top - bottom;
    }
  }

  /**
   * Places a stamp.
   *
   * @throws IllegalArgumentException when it would leave the page
   */
  public static SealPlacement on(Page page, SealStamp stamp, PdfSealRequest.Seal seal) {
    double scale = POINTS_PER_MM / page.userUnit();
    double w = seal.widthMm() * scale;
    double h = seal.heightMm() * scale;
    double begin = w * stamp.across()[0];
    double width = w * stamp.across()[1] - begin;
    double above = h * stamp.down()[0];
    double height = h * stamp.down()[1] - above;
    double u = stamp.xMm() * scale;
    double v = stamp.yMm() * scale;
    if (stamp.edge().isPresent()) {
      switch (stamp.edge().get()) {
        case LEFT -> u = 0;
        case RIGHT -> u = page.shownWidth() - width;
        case TOP -> v = 0;
        case BOTTOM -> v = page.shownHeight() - height;
      }
    }
    // Half a point: what rounding of millimetres may cost.
    if (u < -0.5
        || v < -0.5
        || u + width > page.shownWidth() + 0.5
        || v + height > page.shownHeight() + 0.5) {
      throw new IllegalArgumentException("the seal leaves page " + stamp.page());
    }
    double bottom = height + above - h;
    return new SealPlacement(
        page.area(new Box(u, v, u + width, v + height)),
        page.upright(),
        new Box(0, 0, width, height),
        new Box(-begin, bottom, w - begin, bottom + h));
  }

  /** The picture in the middle of a field's rectangle, as large as it fits, not distorted. */
  public static SealPlacement in(Page page, Box area, PdfSealRequest.Seal seal) {
    double width = page.turned() ? area.height() : area.width();
    double height = page.turned() ? area.width() : area.height();
    if (!(width > 0) || !(height > 0)) {
      throw new IllegalArgumentException("the field has no room for a seal");
    }
    double scale = Math.min(width / seal.widthMm(), height / seal.heightMm());
    double w = seal.widthMm() * scale;
    double h = seal.heightMm() * scale;
    double left = (width - w) / 2;
    double bottom = (height - h) / 2;
    return new SealPlacement(
        area,
        page.upright(),
        new Box(0, 0, width, height),
        new Box(left, bottom, left + w, bottom + h));
  }

  /**
   * The part of a page that is shown.
   *
   * @param left of the crop box, user space units; so are the other three
   * @param rotation clockwise, 0, 90, 180 or 270
   * @param userUnit size of a unit in 1/72 inch
   */
  public record Page(
      double left, double bottom, double right, double top, int rotation, double userUnit) {
    public Page {
      rotation = Math.floorMod(rotation, 360);
      if (rotation % 90 != 0 || userUnit <= 0) {
        throw new IllegalArgumentException("illegal page rotation or user unit");
      }
    }

    boolean turned() {
      return rotation % 180 != 0;
    }

    double shownWidth() {
      return turned() ? top - bottom : right - left;
    }

    double shownHeight() {
      return turned() ? right - left : top - bottom;
    }

    /** What is shown at {@code at}, its top and bottom counted down from the page's top. */
    Box area(Box at) {
      double u = at.left();
      double v = at.bottom();
      double toU = at.right();
      double toV = at.top();
      return switch (rotation) {
        case 0 -> new Box(left + u, top - toV, left + toU, top - v);
        case 90 -> new Box(left + v, bottom + u, left + toV, bottom + toU);
        case 180 -> new Box(right - toU, bottom + v, right - u, bottom + toV);
        default -> new Box(right - toV, top - toU, right - v, top - u);
      };
    }

    /** The turn against the page's own, as a matrix. */
    List<Integer> upright() {
      return switch (rotation) {
        case 0 -> List.of(1, 0, 0, 1, 0, 0);
        case 90 -> List.of(0, 1, -1, 0, 0, 0);
        case 180 -> List.of(-1, 0, 0, -1, 0, 0);
        default -> List.of(0, -1, 1, 0, 0, 0);
      };
    }
  }
}
