package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * Whether seals of one document lie over each other. GB/T 33190-2016 §18.2.3 does not say which of
 * two is drawn last, and pictures may be opaque: what one hides nobody sees.
 *
 * <p>Seals of two parties at one place of a seam, and a name's seal over a unit's, are real: they
 * are told. A seal of which no appearance stays clear of the others was signed as it is, so that
 * interop leaves it open and strict refuses it.
 */
final class StampOverlap {
  private static final String ID = "stamp-overlap";
  private static final String CLAUSE = "GB/T 33190 18.2.3";

  /** Looked at along each side of a box. */
  private static final int POINTS = 20;

  /** So many hundredths are all of it: boxes are rounded to the millimetre. */
  private static final int HIDDEN = 90;

  private static final int TOUCHED = 10;

  /** More pairs than a hundred seals over a hundred pages make. */
  private static final int MOST_PAIRS = 2_000_000;

  private final Map<String, List<Shown>> pages = new HashMap<>();
  private int pairs;

  /**
   * What a signature shows.
   *
   * @param picture octets of the seal's picture
   * @param boxes what is seen of each appearance, by the page's identifier
   */
  record Seen(Bytes picture, List<Map.Entry<String, Rectangle>> boxes) {
    static Seen nothing() {
      return new Seen(Bytes.empty(), List.of());
    }

    static Seen of(List<SignatureFile.Stamp> stamps, Bytes picture) {
      List<Map.Entry<String, Rectangle>> boxes = new ArrayList<>();
      for (SignatureFile.Stamp stamp : stamps) {
        Optional<Rectangle> box = Rectangle.parse(stamp.boundary());
        Optional<Rectangle> clip = stamp.clip().flatMap(Rectangle::parse);
        box.map(b -> clip.map(b::clip).orElse(b))
            .filter(b -> b.width() > 0 && b.height() > 0)
            .ifPresent(b -> boxes.add(Map.entry(stamp.pageRef(), b)));
      }
      return new Seen(picture, boxes);
    }
  }

  /** One appearance of the {@code signature}-th seal. */
  private record Shown(int signature, Bytes picture, Rectangle box) {}

  private final List<Seen> all;

  StampOverlap(List<Seen> all) {
    this.all = all;
    for (int i = 0; i < all.size(); i++) {
      for (Map.Entry<String, Rectangle> box : all.get(i).boxes()) {
        pages
            .computeIfAbsent(box.getKey(), page -> new ArrayList<>())
            .add(new Shown(i, all.get(i).picture(), box.getValue()));
      }
    }
  }

  /** Tells of the seal of one signature. */
  void check(int signature, boolean strict, Report.Builder checks) {
    Seen own = all.get(signature);
    int clear = 0;
    int touched = 0;
    int doubled = 0;
    for (Map.Entry<String, Rectangle> box : own.boxes()) {
      List<Shown> others = new ArrayList<>(pages.getOrDefault(box.getKey(), List.of()));
      pairs += others.size();
      if (pairs > MOST_PAIRS) {
        checks.unknown(ID, CLAUSE, Reason.BUDGET_EXCEEDED, "stamps are too many to compare");
        return;
      }
      others.remove(new Shown(signature, own.picture(), box.getValue()));
      int under = covered(box.getValue(), others, o -> !o.picture().equals(own.picture()));
      clear += under < HIDDEN ? 1 : 0;
      touched += under >= TOUCHED ? 1 : 0;
      doubled +=
          covered(box.getValue(), others, o -> o.picture().equals(own.picture())) >= HIDDEN ? 1 : 0;
    }
    tell(new Counts(own.boxes().size(), clear, touched, doubled), strict, checks);
  }

  private record Counts(int all, int clear, int touched, int doubled) {}

  private static void tell(Counts counts, boolean strict, Report.Builder checks) {
    Reason reason = Reason.STAMP_NOT_ON_PAGE;
    if (counts.all() == 0) {
      return;
    }
    if (counts.clear() == 0) {
      String detail = "other seals lie over every appearance of this one";
      if (strict) {
        checks.fail(ID, CLAUSE, reason, detail);
      } else {
        checks.unknown(ID, CLAUSE, reason, detail);
      }
    } else if (counts.touched() > 0) {
      checks.warn(ID, CLAUSE, reason, counts.touched() + " appearances lie over or under others");
    } else if (counts.doubled() > 0) {
      checks.warn(
          ID, CLAUSE, reason, counts.doubled() + " appearances lie on one of the same seal");
    } else {
      checks.pass(ID, CLAUSE, counts.all() + " appearances");
    }
  }

  /** How many hundredths of the box some of the others cover. */
  private static int covered(
      Rectangle box, List<Shown> others, java.util.function.Predicate<Shown> which) {
    boolean[] points = new boolean[POINTS * POINTS];
    int found = 0;
    for (Shown other : others) {
      if (which.test(other) && box.overlaps(other.box())) {
        found += mark(points, box, other.box());
      }
    }
    return 100 * found / points.length;
  }

  private static int mark(boolean[] points, Rectangle box, Rectangle over) {
    int fresh = 0;
    for (int i = 0; i < points.length; i++) {
      int column = i % POINTS;
      int row = i / POINTS;
      double x = box.x() + box.width() * (column + 0.5) / POINTS;
      double y = box.y() + box.height() * (row + 0.5) / POINTS;
      boolean inside =
          x >= over.x()
              && x < over.x() + over.width()
              && y >= over.y()
              && y < over.y() + over.height();
      if (inside && !points[i]) {
        points[i] = true;
        fresh++;
      }
    }
    return fresh;
  }
}
