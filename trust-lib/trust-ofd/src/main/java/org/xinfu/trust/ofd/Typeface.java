package org.xinfu.trust.ofd;

import java.awt.Shape;
import java.util.Optional;

/**
 * The letters with which a picture's text is drawn. They are the caller's: a font that a stranger
 * put into a picture is a program for a machine, and is never run.
 */
@FunctionalInterface
public interface Typeface {
  /**
   * The outline of a character in a square of 1 by 1, its origin at the left end of the base line,
   * y upwards; empty when the typeface has no such character.
   */
  Optional<Shape> outline(int codePoint);

  /** No letters: text is left out, and said to be. */
  static Typeface none() {
    return codePoint -> Optional.empty();
  }
}
