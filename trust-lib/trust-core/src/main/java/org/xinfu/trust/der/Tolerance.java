package org.xinfu.trust.der;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a reading takes that is BER and not DER (X.690 §8.1.3): lengths with more octets than needed
 * and indefinite lengths. One reading, one instance: it counts and keeps what was met.
 */
public final class Tolerance {
  private static final int MOST = 200_000;
  private static final int DEEPEST_OUTLINE = 64;

  private final SortedMap<Integer, String> odd = new TreeMap<>();
  private final int depth;
  private final boolean outline;
  private int scanned;

  private Tolerance(int depth, boolean outline) {
    this.depth = depth;
    this.outline = outline;
  }

  /** Keeps where the octets deviate, by the offset of the value. */
  public Tolerance() {
    this(Der.MAX_DEPTH, false);
  }

  /**
   * For {@link Der#first}: finds where a value ends, past any tag (X.690 §8.1.2.4) and any number
   * of values, and keeps nothing. What is inside is then read by somebody else.
   */
  public static Tolerance ofOutline() {
    return new Tolerance(DEEPEST_OUTLINE, true);
  }

  /** Offset to what is odd there, in order. */
  public SortedMap<Integer, String> odd() {
    return Collections.unmodifiableSortedMap(odd);
  }

  /** How many indefinite lengths may lie in one another. */
  int depth() {
    return depth;
  }

  /** Whether tags of several octets are passed. */
  boolean longTags() {
    return outline;
  }

  void note(int offset, String what) {
    if (!outline) {
      odd.put(offset, what);
    }
    count();
  }

  void count() {
    if (!outline && ++scanned > MOST) {
      throw new MalformedDer("too deep or too many values");
    }
  }
}
