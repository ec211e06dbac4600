package org.xinfu.trust.seal;

/**
 * A riding-seam stamp (骑缝章): the seal's picture is cut into as many slices as there are pages, and
 * each page shows one at its edge, so that a page that is taken out or exchanged is missed (in OFD:
 * GB/T 33190-2016 §18.2.3, StampAnnot with Clip). With the pages fanned out over that edge, the
 * first on top, the slices make the picture again: from the first page on at the right and the
 * bottom, from the last page on at the left and the top.
 *
 * @param edge of the pages as shown at which the slices lie
 * @param fromMm where the picture begins along the edge, millimetres from the page's upper end of a
 *     vertical edge, from its left end of a horizontal one; the picture must end on every page
 * @param mostPages how many pages share one picture, 3 to 1000. A document of more pages takes
 *     several pictures, each over nearly the same number of pages and none over a single one
 */
public record RidingSeam(Edge edge, double fromMm, int mostPages) {
  private static final int FEWEST = 3;
  private static final int MOST = 1000;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when {@code fromMm} is no distance or {@code mostPages} is
   *     outside of its bounds
   */
  public RidingSeam {
    if (!(fromMm >= 0) || Double.isInfinite(fromMm)) {
      throw new IllegalArgumentException("fromMm: " + fromMm);
    }
    if (mostPages < FEWEST || mostPages > MOST) {
      throw new IllegalArgumentException("mostPages: " + mostPages);
    }
  }

  /** The four edges of a page. */
  public enum Edge {
    LEFT,
    RIGHT,
    TOP,
    BOTTOM;

    /** Whether the picture stands along the height of the pages. */
    public boolean vertical() {
      return this == LEFT || this == RIGHT;
    }

    /** Whether the first page shows the first slice. */
    public boolean forward() {
      return this == RIGHT || this == BOTTOM;
    }
  }
}
