package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fields with the widgets below them, ISO 32000-2 §12.7.4.1: whether these take up room on a page,
 * have a face, or are marked by readers. Kids that many name are met once.
 */
final class FieldWidgets {
  private static final int INVISIBLE = 1;
  private static final int HIDDEN = 1 << 1;
  private static final int NO_VIEW = 1 << 5;

  /** The first number beyond all flags: readers make others of what they cannot hold. */
  private static final int BEYOND = 1 << 10;

  /** What it costs to look at one of them, beside an element of a list. */
  private static final int EACH = 3;

  private final RevisionComparison comparison;

  FieldWidgets(RevisionComparison comparison) {
    this.comparison = comparison;
  }

  /** The field and all below it, each once: references, or dictionaries. */
  List<PdfValue> below(PdfView view, PdfValue field) {
    List<PdfValue> all = new ArrayList<>();
    References.Walk walk = new References.Walk(view).node(field);
    for (Optional<PdfValue> next = walk.next(); next.isPresent(); next = walk.next()) {
      all.add(next.get());
      PdfValue kids = view.dict(next.get()).get("Kids");
      comparison.looked(EACH + view.array(kids).size());
      walk.list(kids);
    }
    return all;
  }

  private List<PdfValue.Dict> dicts(PdfView view, PdfValue.Dict field) {
    return below(view, field).stream().map(view::dict).toList();
  }

  /** Whether the field or a widget anywhere below it takes up room on a page. */
  boolean visible(PdfView view, PdfValue.Dict field) {
    return dicts(view, field).stream().anyMatch(widget -> area(view, widget));
  }

  /**
   * Whether readers may draw a mark of their own there: MuPDF draws an opaque one over an empty
   * signature field.
   */
  boolean marked(PdfView view, PdfValue.Dict field) {
    return dicts(view, field).stream().anyMatch(one -> area(view, one) && !hidden(one));
  }

  /** Whether the field or a widget anywhere below it has an appearance of its own. */
  boolean painted(PdfView view, PdfValue.Dict field) {
    return dicts(view, field).stream().anyMatch(FieldWidgets::paints);
  }

  /** Whether the field's own widget has room, and readers draw it by other flags than before. */
  boolean shownOtherwise(PdfValue.Dict before, PdfValue.Dict after) {
    PdfView now = comparison.now();
    PdfValue a = before.get("F");
    PdfValue b = after.get("F");
    if (!area(now, after) || (a.equals(b) && !(a instanceof PdfValue.Ref))) {
      return false;
    }
    Optional<Integer> then = flags(comparison.then().resolve(a));
    return a instanceof PdfValue.Ref != b instanceof PdfValue.Ref
        || !then.equals(flags(now.resolve(b)))
        || (then.isEmpty() && !comparison.same(a, b));
  }

  /** Those of the flags by which readers show a widget or not; empty where they disagree. */
  private static Optional<Integer> flags(PdfValue value) {
    if (value instanceof PdfValue.Null) {
      return Optional.of(0);
    }
    return value instanceof PdfValue.Numeral flags
            && flags.whole()
            && flags.value() >= 0
            && flags.value() < BEYOND
        ? Optional.of((int) flags.value() & (INVISIBLE | HIDDEN | NO_VIEW))
        : Optional.empty();
  }

  /**
   * Whether an annotation says itself that nobody is to draw it (table 167). PDFium and Poppler cut
   * larger numbers off, and PDF.js takes those below zero for none.
   */
  static boolean hidden(PdfValue.Dict annotation) {
    return annotation.get("F") instanceof PdfValue.Numeral flags
        && flags(flags).filter(bits -> (bits & HIDDEN) != 0).isPresent();
  }

  /**
   * Whether it is a field, with a widget or without. Other annotations that a form lists (§12.5.6)
   * readers draw themselves, where a flag shows them or a field's rules take their picture away.
   */
  static boolean widget(PdfView view, PdfValue.Dict field) {
    PdfValue type = view.resolve(field.get("Type"));
    PdfValue subtype = view.resolve(field.get("Subtype"));
    return (type instanceof PdfValue.Null || type.equals(new PdfValue.Name("Annot")))
        && (subtype instanceof PdfValue.Null || subtype.equals(new PdfValue.Name("Widget")));
  }

  private static boolean area(PdfView view, PdfValue.Dict widget) {
    List<PdfValue> rect = view.array(widget.get("Rect"));
    Optional<Double> width = extent(view, rect, 0);
    Optional<Double> height = extent(view, rect, 1);
    // What has a face and no rectangle is drawn somewhere by somebody.
    boolean room =
        (widget.has("Rect") || paints(widget))
            && (width.isEmpty() || height.isEmpty() || width.get() * height.get() != 0);
    return room || WidgetFaces.paint(view, widget);
  }

  static Optional<Double> extent(PdfView view, List<PdfValue> rect, int axis) {
    return rect.size() == 4
            && view.resolve(rect.get(axis)) instanceof PdfValue.Numeral from
            && view.resolve(rect.get(axis + 2)) instanceof PdfValue.Numeral to
        ? Optional.of(to.value() - from.value())
        : Optional.empty();
  }

  private static boolean paints(PdfValue.Dict widget) {
    return widget.has("AP") || widget.has("MK");
  }
}
