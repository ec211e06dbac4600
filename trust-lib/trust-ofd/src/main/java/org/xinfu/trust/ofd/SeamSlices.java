package org.xinfu.trust.ofd;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Reason;
import org.xinfu.trust.seal.RidingSeam;
import org.xinfu.trust.seal.SealPicture;

/**
 * Cuts a picture over the pages of a riding seam. All cuts are whole micrometres, which is what a
 * Signature.xml of ours can say, so that the slices leave no gap and share nothing.
 */
record SeamSlices(RidingSeam seam, long width, long height) {
  private static final int MICROMETRES = 1000;
  private static final double LARGEST_PAGE_MM = 1e6;

  /** {@code picture} must have a size. */
  static SeamSlices of(RidingSeam seam, SealPicture picture) throws Finding {
    if (picture.widthMm() < 1 || picture.heightMm() < 1) {
      throw new Finding(Reason.STAMP_NOT_ON_PAGE, "the seal's picture has no size");
    }
    return new SeamSlices(
        seam, (long) picture.widthMm() * MICROMETRES, (long) picture.heightMm() * MICROMETRES);
  }

  /** One stamp for each page, in the order of the pages. */
  List<SignatureXml.Placed> over(List<OfdDocument.Page> pages) throws Finding {
    if (pages.size() < 2) {
      throw new Finding(Reason.STAMP_NOT_ON_PAGE, "a seam needs two pages");
    }
    List<SignatureXml.Placed> placed = new ArrayList<>();
    int groups = (pages.size() + seam.mostPages() - 1) / seam.mostPages();
    for (int g = 0; g < groups; g++) {
      int from = (int) ((long) pages.size() * g / groups);
      int to = (int) ((long) pages.size() * (g + 1) / groups);
      placed.addAll(onePicture(pages.subList(from, to)));
    }
    return placed;
  }

  private List<SignatureXml.Placed> onePicture(List<OfdDocument.Page> pages) throws Finding {
    List<SignatureXml.Placed> placed = new ArrayList<>();
    int count = pages.size();
    for (int i = 0; i < count; i++) {
      int slice = seam.edge().forward() ? i : count - 1 - i;
      long side = seam.edge().vertical() ? width : height;
      placed.add(placed(pages.get(i), side * slice / count, side * (slice + 1) / count));
    }
    return placed;
  }

  /** The slice from {@code begin} to {@code end} of the picture, flush with the page's edge. */
  private SignatureXml.Placed placed(OfdDocument.Page page, long begin, long end) throws Finding {
    Optional<Rectangle> box = page.box();
    if (box.isEmpty()
        || box.get().width() > LARGEST_PAGE_MM
        || box.get().height() > LARGEST_PAGE_MM) {
      throw new Finding(Reason.STAMP_NOT_ON_PAGE, "page " + page.id() + " has no usable box");
    }
    boolean vertical = seam.edge().vertical();
    long along = down(vertical ? box.get().height() : box.get().width());
    long across = down(vertical ? box.get().width() : box.get().height());
    long from = BigDecimal.valueOf(seam.fromMm()).movePointRight(3).longValue();
    long length = vertical ? height : width;
    if (from < 0 || from + length > along || end - begin > across) {
      throw new Finding(Reason.STAMP_NOT_ON_PAGE, "the seam leaves page " + page.id());
    }
    long at = seam.edge().forward() ? across - end : -begin;
    return vertical
        ? new SignatureXml.Placed(
            page.id(), box(at, from, width, height), box(begin, 0, end - begin, height))
        : new SignatureXml.Placed(
            page.id(), box(from, at, width, height), box(0, begin, width, end - begin));
  }

  /** Rounded so that the slice never hangs over the edge. */
  private static long down(double millimetres) {
    return BigDecimal.valueOf(millimetres)
        .movePointRight(3)
        .setScale(0, RoundingMode.FLOOR)
        .longValue();
  }

  private static Rectangle box(long x, long y, long w, long h) {
    return new Rectangle(mm(x), mm(y), mm(w), mm(h));
  }

  private static double mm(long micrometres) {
    return micrometres / (double) MICROMETRES;
  }
}
