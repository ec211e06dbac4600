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
  private static final int DEEPEST = 64;

  private final SortedMap<Integer, String> odd = new TreeMap<>();
  private final int depth;
  private final boolean noted;
  private final boolean longTags;
  private int scanned;

  private Tolerance(int depth, boolean noted, boolean longTags) {
    this.depth = depth;
    this.noted = noted;
    this.longTags = longTags;
  }

  /** Keeps where the octets deviate, by the offset of the value. */
  public Tolerance() {
    this(Der.MAX_DEPTH, true, false);
  }

  /** Takes all of BER with tags of one octet, and keeps nothing: of any number of values. */
  public static Tolerance ofBer() {
    return new Tolerance(DEEPEST, false, false);
  }

  /** As {@link #ofBer}, with tags of several octets too: to find where a value ends. */
  public static Tolerance ofAnyTag() {
    return new Tolerance(DEEPEST, false, true);
  }

  /** Offset to what is odd there, in order. */
  public SortedMap<Integer, String> odd() {
    return Collections.unmodifiableSortedMap(odd);
  }

  /** How many indefinite lengths may lie in one another. */
  int depth() {
    return depth;
  }

  boolean longTags() {
    return longTags;
  }

  void note(int offset, String what) {
    if (noted) {
      odd.put(offset, what);
    }
    count();
  }

  void count() {
    if (noted && ++scanned > MOST) {
      throw new MalformedDer("too deep or too many values");
    }
  }
}
