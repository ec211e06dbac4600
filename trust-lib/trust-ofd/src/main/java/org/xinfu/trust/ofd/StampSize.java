package org.xinfu.trust.ofd;

import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.seal.SealPicture;

/**
 * Whether each appearance of a seal has the size in millimetres that its maker gave the picture
 * (GB/T 38540, SES_ESPictrueInfo). A box that is far larger shows a corner of the picture, a tiny
 * one shows nothing.
 */
final class StampSize {
  private static final String CLAUSE = "GB/T 33190 18.2.3";

  /** Layout programs round to the millimetre. */
  private static final double ROUNDING = 1;

  /** Smaller than that, in millimetres, nobody reads a seal. */
  private static final double READABLE = 10;

  private StampSize() {}

  /** Strict holds to the maker's size; interop tells of another, and doubts an absurd one. */
  static void run(
      List<SignatureFile.Stamp> stamps,
      SealPicture picture,
      boolean strict,
      Report.Builder checks) {
    if (picture.widthMm() <= 0 || picture.heightMm() <= 0) {
      return; // a seal without a size leaves it to the stamp
    }
    for (SignatureFile.Stamp stamp : stamps) {
      Optional<Rectangle> box = Rectangle.parse(stamp.boundary());
      if (box.isPresent()) {
        run(box.get(), picture, strict, checks);
      }
    }
  }

  private static void run(
      Rectangle box, SealPicture picture, boolean strict, Report.Builder checks) {
    double width = picture.widthMm();
    double height = picture.heightMm();
    String detail =
        SignatureXml.number(box.width())
            + " x "
            + SignatureXml.number(box.height())
            + " mm, the seal "
            + picture.widthMm()
            + " x "
            + picture.heightMm();
    boolean same =
        Math.abs(box.width() - width) <= ROUNDING && Math.abs(box.height() - height) <= ROUNDING;
    boolean absurd = absurd(box.width(), width) || absurd(box.height(), height);
    if (same || strict) {
      checks.require(same, "stamp-size", CLAUSE, Reason.STAMP_NOT_ON_PAGE, detail);
    } else if (absurd) {
      checks.unknown("stamp-size", CLAUSE, Reason.STAMP_NOT_ON_PAGE, detail);
    } else {
      checks.warn("stamp-size", CLAUSE, Reason.STAMP_NOT_ON_PAGE, detail);
    }
  }

  private static boolean absurd(double shown, double own) {
    return shown > 2 * own || (2 * shown < own && shown < READABLE);
  }
}
