package org.xinfu.trust.pdf;

import java.util.List;

/**
 * Where a seal lies in a page's own coordinates, whatever the page's crop box, rotation and user
 * unit (ISO 32000-2 §8.3.2.3, §14.11.2).
 *
 * @param left of the annotation's rectangle, user space units; so are the other three
 * @param matrix of the appearance form that keeps the picture upright as shown
 * @param formWidth width of the form's bounding box, which begins at 0,0
 * @param formHeight its height
 */
public record SealPlacement(
    double left,
    double bottom,
    double right,
    double top,
    List<Integer> matrix,
    double formWidth,
    double formHeight) {
  private static final double POINTS_PER_MM = 72 / 25.4;

  public SealPlacement {
    matrix = List.copyOf(matrix);
  }

  /**
   * Places the request's picture.
   *
   * @throws IllegalArgumentException when it would leave the page
   */
  public static SealPlacement on(Page page, PdfSealRequest request) {
    double scale = POINTS_PER_MM / page.userUnit();
    double u = request.xMm() * scale;
    double v = request.yMm() * scale;
    double w = request.widthMm() * scale;
    double h = request.heightMm() * scale;
    boolean turned = page.rotation() % 180 != 0;
    double shownWidth = turned ? page.top() - page.bottom() : page.right() - page.left();
    double shownHeight = turned ? page.right() - page.left() : page.top() - page.bottom();
    // Half a point: what rounding of millimetres may cost.
    if (u + w > shownWidth + 0.5 || v + h > shownHeight + 0.5) {
      throw new IllegalArgumentException("the seal leaves the page");
    }
    return switch (page.rotation()) {
      case 0 ->
          new SealPlacement(
              page.left() + u,
              page.top() - v - h,
              page.left() + u + w,
              page.top() - v,
              List.of(1, 0, 0, 1, 0, 0),
              w,
              h);
      case 90 ->
          new SealPlacement(
              page.left() + v,
              page.bottom() + u,
              page.left() + v + h,
              page.bottom() + u + w,
              List.of(0, 1, -1, 0, 0, 0),
              w,
              h);
      case 180 ->
          new SealPlacement(
              page.right() - u - w,
              page.bottom() + v,
              page.right() - u,
              page.bottom() + v + h,
              List.of(-1, 0, 0, -1, 0, 0),
              w,
              h);
      default ->
          new SealPlacement(
              page.right() - v - h,
              page.top() - u - w,
              page.right() - v,
              page.top() - u,
              List.of(0, -1, 1, 0, 0, 0),
              w,
              h);
    };
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
  }
}
