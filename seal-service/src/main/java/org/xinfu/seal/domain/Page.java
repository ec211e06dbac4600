package org.xinfu.seal.domain;

/**
 * A part of a list.
 *
 * @param number from 0
 * @param size 1 to 100
 */
public record Page(int number, int size) {
  public Page {
    if (number < 0 || number > 1_000_000 || size < 1 || size > 100) {
      throw new IllegalArgumentException("page from 0, size 1 to 100");
    }
  }

  /** How many items come before it. */
  public long offset() {
    return (long) number * size;
  }
}
