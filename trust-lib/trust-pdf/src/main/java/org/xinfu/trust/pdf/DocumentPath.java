package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How an object was reached from the trailer.
 *
 * @param parent empty for the trailer's entries
 * @param step name of the entry or index of the element
 * @param object the object that the entry lies in; null in the trailer
 */
record DocumentPath(@Nullable DocumentPath parent, String step, PdfValue.@Nullable Ref object) {
  static DocumentPath of(String step) {
    return new DocumentPath(null, step, null);
  }

  DocumentPath then(String next) {
    return new DocumentPath(this, next, object);
  }

  DocumentPath in(PdfValue.Ref other) {
    return new DocumentPath(parent, step, other);
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
