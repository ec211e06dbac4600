package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an object was reached from the trailer.
 *
 * @param parent empty for the trailer's entries
 * @param step name of the entry or index of the element
 * @param object the object that the entry lies in; null in the trailer
 * @param drawn whether it was reached through an entry below which everything is drawn
 * @param tree whether it lies in a tree of the catalog in which no field stands as such
 * @param tags whether it lies among the document's tags
 * @param item whether it is an element of an array
 */
record DocumentPath(
    @Nullable DocumentPath parent,
    String step,
    PdfValue.@Nullable Ref object,
    boolean drawn,
    boolean tree,
    boolean tags,
    boolean item) {
  /** What begins every path through the catalog. */
  static final String ROOT = "Root";

  private static final Set<String> DRAWN = Set.of("Resources", "DR", "AP");

  private static final Set<String> TREES =
      Set.of("Pages", "Names", "Dests", "PageLabels", "OCProperties");

  /** Entries that hold measures and no counts. */
  private static final Set<String> MEASURES =
      Set.of(
          "MediaBox",
          "CropBox",
          "BleedBox",
          "TrimBox",
          "ArtBox",
          "Rect",
          "RD",
          "BBox",
          "Matrix",
          "FontMatrix",
          "FontBBox",
          "QuadPoints",
          "Vertices",
          "L",
          "CL",
          "C",
          "IC",
          "BC",
          "BG",
          "Border",
          "D",
          "Dest",
          "Widths",
          "WhitePoint",
          "Gamma",
          "CA",
          "ca",
          "LW",
          "ML",
          "W",
          "UserUnit");

  /** Not those by which what is there may look otherwise: default colours, layers (§8.6.5.6). */
  private static final Set<String> KINDS = Set.of("XObject", "Font");

  static DocumentPath of(String step) {
    return new DocumentPath(null, step, null, false, false, step.equals("StructTreeRoot"), false);
  }

  DocumentPath then(String next) {
    boolean below = parent == null && step.equals(ROOT) && TREES.contains(next);
    boolean shows = drawn || DRAWN.contains(next);
    return new DocumentPath(this, next, object, shows, tree || below, tags, false);
  }

  /** To an element of the array that stands here. */
  DocumentPath item(int index) {
    return new DocumentPath(this, Integer.toString(index), object, drawn, tree, tags, true);
  }

  DocumentPath in(PdfValue.Ref other) {
    return new DocumentPath(parent, step, other, drawn, tree, tags, item);
  }

  /** Whether it is a resource that content may use by name, or all of a kind (table 34). */
  boolean resource() {
    DocumentPath kind = kinds() ? this : parent;
    return kind != null && kind.kinds();
  }

  /** Whether a number stands here that may be whole or not: readers measure by it. */
  boolean measure() {
    return MEASURES.contains(step) || (item && parent != null && parent.measures());
  }

  /** Whether an array that stands here is of measures, as one is that nothing is known of. */
  boolean measures() {
    // The elements of a font's /W are codes too (§9.7.4.3); Poppler knows none by a real.
    return (MEASURES.contains(step) && !step.equals("W")) || step.isEmpty();
  }

  /** Whether an annotation's face stands here, or its faces of states (§12.5.5). */
  boolean face() {
    return parent != null && parent.step().equals("AP");
  }

  /** Whether the annotation stands here that a tag is of (§14.7.5.3). */
  boolean tagged() {
    return tags && step.equals("Obj");
  }

  private boolean kinds() {
    return KINDS.contains(step) && parent != null && parent.step().equals("Resources");
  }

  /** The object and the way to it, as reports show it. */
  @Override
  public String toString() {
    Deque<String> steps = new ArrayDeque<>();
    int length = 0;
    for (DocumentPath at = this; at != null && length < 24; at = at.parent()) {
      steps.push(at.step());
      length++;
    }
    String way = String.join("/", steps);
    return object == null ? way : object + " " + way;
  }
}
