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
 */
record DocumentPath(@Nullable DocumentPath parent, String step, PdfValue.@Nullable Ref object) {
  /** Not those by which what is there may look otherwise: default colours, layers (§8.6.5.6). */
  private static final Set<String> KINDS = Set.of("XObject", "Font");

  static DocumentPath of(String step) {
    return new DocumentPath(null, step, null);
  }

  DocumentPath then(String next) {
    return new DocumentPath(this, next, object);
  }

  DocumentPath in(PdfValue.Ref other) {
    return new DocumentPath(parent, step, other);
  }

  /** Whether it was reached through one of these entries. */
  boolean passes(Set<String> entries) {
    for (DocumentPath at = this; at != null; at = at.parent()) {
      if (entries.contains(at.step())) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a resource that content may use by name, or all of a kind (table 34). */
  boolean resource() {
    DocumentPath kind = kinds() ? this : parent;
    return kind != null && kind.kinds();
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
