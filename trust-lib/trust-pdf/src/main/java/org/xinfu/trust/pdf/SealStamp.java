package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.seal.RidingSeam;

/**
 * One appearance of a seal: the whole picture at a place, or a slice of it at a page's edge.
 *
 * @param page from 1
 * @param edge the page's edge at which a slice lies; empty for a whole picture
 * @param xMm from the left of the page as shown; unused at a vertical edge
 * @param yMm from the top of the page as shown; unused at a horizontal edge
 * @param slice which, from 0: from the picture's left at a vertical edge, from its top at another
 * @param slices how many there are
 */
public record SealStamp(
    int page, Optional<RidingSeam.Edge> edge, double xMm, double yMm, int slice, int slices) {
  static SealStamp whole(PdfSealRequest.Position at) {
    return new SealStamp(at.page(), Optional.empty(), at.xMm(), at.yMm(), 0, 1);
  }

  /** One slice for each page, in the order of the pages. */
  static List<SealStamp> over(RidingSeam seam, int pages) {
    if (pages < 2) {
      throw new IllegalArgumentException("a seam needs two pages");
    }
    List<SealStamp> slices = new ArrayList<>();
    int pictures = (pages + seam.mostPages() - 1) / seam.mostPages();
    for (int p = 0; p < pictures; p++) {
      int from = (int) ((long) pages * p / pictures);
      int count = (int) ((long) pages * (p + 1) / pictures) - from;
      for (int i = 0; i < count; i++) {
        slices.add(slice(seam, from + i + 1, seam.edge().forward() ? i : count - 1 - i, count));
      }
    }
    return slices;
  }

  private static SealStamp slice(RidingSeam seam, int page, int slice, int slices) {
    boolean vertical = seam.edge().vertical();
    return new SealStamp(
        page,
        Optional.of(seam.edge()),
        vertical ? 0 : seam.fromMm(),
        vertical ? seam.fromMm() : 0,
        slice,
        slices);
  }

  /** Where in the picture's width the slice begins and ends, as parts of it. */
  double[] across() {
    return edge.filter(RidingSeam.Edge::vertical).isPresent() ? cut() : new double[] {0, 1};
  }

  /** Where in the picture's height, from its top. */
  double[] down() {
    return edge.filter(e -> !e.vertical()).isPresent() ? cut() : new double[] {0, 1};
  }

  private double[] cut() {
    return new double[] {(double) slice / slices, (double) (slice + 1) / slices};
  }
}
