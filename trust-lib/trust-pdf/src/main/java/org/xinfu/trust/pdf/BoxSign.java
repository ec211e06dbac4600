package org.xinfu.trust.pdf;

import java.util.Set;
import java.util.TreeSet;

/**
 * The sign of a check box or radio button, /CA of its widget's looks (ISO 32000-2 table 192), by
 * which readers without a picture for it draw the box.
 */
final class BoxSign {
  private static final String SIGN = "CA";
  private static final PdfValue BUTTON = new PdfValue.Name("Btn");
  private static final long PUSHED = 1L << 16;
  private final PdfView then;
  private final PdfView now;
  private final RevisionComparison comparison;

  BoxSign(RevisionComparison comparison) {
    this.then = comparison.then();
    this.now = comparison.now();
    this.comparison = comparison;
  }

  /**
   * Whether the looks of a field that was filled in say another sign and nothing else, as iText has
   * it when it ticks a box. It stands within the box as the picture does that was filled in, and is
   * one character: on a push button it would be a text that nobody signed.
   */
  boolean alone(PdfValue.Dict before, PdfValue.Dict after) {
    PdfValue.Dict a = then.dict(before.get("MK"));
    PdfValue.Dict b = now.dict(after.get("MK"));
    if (!before.has("MK") && Set.of(SIGN).containsAll(b.entries().keySet())) {
      return true;
    }
    Set<String> others = new TreeSet<>(a.entries().keySet());
    others.addAll(b.entries().keySet());
    others.remove(SIGN);
    return box(then, before)
        && box(now, after)
        && one(then, a)
        && one(now, b)
        && others.stream().allMatch(key -> comparison.same(a.get(key), b.get(key)));
  }

  private static boolean box(PdfView view, PdfValue.Dict field) {
    return BUTTON.equals(SignatureFinder.inherited(view, field, "FT"))
        && (FieldFlags.of(view, field) & PUSHED) == 0;
  }

  private static boolean one(PdfView view, PdfValue.Dict looks) {
    return view.resolve(looks.get(SIGN)) instanceof PdfValue.Text sign
        && sign.value().length() == 1;
  }
}
