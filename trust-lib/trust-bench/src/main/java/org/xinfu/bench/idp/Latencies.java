package org.xinfu.bench.idp;

import java.util.Arrays;

/** How long answers took, counted from when the request was due. */
final class Latencies {
  private final long[] sortedNanos;

  private Latencies(long[] sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  static Latencies of(long... nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  /**
   * The nearest-rank percentile in milliseconds: the smallest value that at least so many percent
   * of all do not exceed.
   */
  double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sortedNanos.length);
    return sortedNanos[Math.max(rank, 1) - 1] / 1e6;
  }

  int count() {
    return sortedNanos.length;
  }
}
