package org.xinfu.kit.log;

import java.util.List;

/**
 * Rows up to a number are settled when those who were writing as it was seen are done: numbers are
 * given before transactions commit, so that a row can appear after one with a higher number.
 *
 * @param to number of the last row that was seen
 * @param writers virtual transactions that held the lock of who writes into the book
 */
record Horizon(long to, List<String> writers) {
  Horizon {
    writers = List.copyOf(writers);
  }
}
