package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The references of lists (ISO 32000-2 §7.3.10). Nothing but these is put into hash sets: anybody
 * can write thousands of names of one hash, and large values that are hashed again and again.
 */
final class References {
  private static final int LONGEST_CHAIN = 32;

  private References() {}

  static Set<PdfValue.Ref> of(List<PdfValue> list) {
    Set<PdfValue.Ref> found = new HashSet<>();
    for (PdfValue item : list) {
      if (item instanceof PdfValue.Ref ref) {
        found.add(ref);
      }
    }
    return found;
  }

  /** The last reference on the way to a value, which is one however many lead to it; or itself. */
  static PdfValue last(PdfView view, PdfValue value) {
    PdfValue at = value;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      if (!(at instanceof PdfValue.Ref ref && view.object(ref) instanceof PdfValue.Ref next)) {
        return at;
      }
      at = next;
    }
    return at;
  }

  /**
   * How many objects on the way to a value are themselves references (§7.3.10). PDFium and Poppler
   * follow none, others some.
   */
  static int detours(PdfView view, PdfValue value) {
    PdfValue at = value;
    int found = 0;
    while (found < LONGEST_CHAIN
        && at instanceof PdfValue.Ref ref
        && view.object(ref) instanceof PdfValue.Ref next) {
      at = next;
      found++;
    }
    return found;
  }

  /** Whether a value is met for the first time: by its reference, or since it has none. */
  static boolean first(PdfValue value, Set<PdfValue.Ref> seen) {
    return !(value instanceof PdfValue.Ref ref) || seen.add(ref);
  }

  /** Walks a tree: a node that has a reference once, and a list once, however many name them. */
  static final class Walk {
    private final PdfView view;
    private final Deque<PdfValue> open = new ArrayDeque<>();
    private final Set<PdfValue.Ref> nodes = new HashSet<>();
    private final Set<PdfValue.Ref> lists = new HashSet<>();

    Walk(PdfView view) {
      this.view = view;
    }

    /** The nodes of this list come next, in its order. */
    Walk list(PdfValue list) {
      List<PdfValue> items = once(list);
      for (int i = items.size() - 1; i >= 0; i--) {
        node(items.get(i));
      }
      return this;
    }

    /** This node comes next. */
    Walk node(PdfValue node) {
      if (node instanceof PdfValue.Ref || node instanceof PdfValue.Dict) {
        open.push(node);
      }
      return this;
    }

    /** The elements of a list; none where it was asked for before. */
    private List<PdfValue> once(PdfValue list) {
      return first(last(view, list), lists) ? view.array(list) : List.of();
    }

    /** The next node, a reference or a dictionary. */
    Optional<PdfValue> next() {
      while (!open.isEmpty()) {
        PdfValue next = open.pop();
        if (first(next, nodes)) {
          return Optional.of(next);
        }
      }
      return Optional.empty();
    }
  }
}
