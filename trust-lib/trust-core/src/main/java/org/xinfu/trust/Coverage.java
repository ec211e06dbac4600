package org.xinfu.trust;

/** How much of a document its signatures, or one of them, protect. */
public enum Coverage {
  /** Everything that a reader can show. */
  WHOLE,
  /** A whole earlier revision of a PDF; later, allowed changes follow it. */
  REVISION,
  /** Some of what is shown is not protected. */
  PARTIAL,
  NONE
}
