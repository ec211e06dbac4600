package org.xinfu.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Two candidates in turns in one process, by processor time of this thread, so that what else the
 * machine does hurts both alike. The ratio is taken round by round; its median is what counts.
 *
 * @param ours what the library does
 * @param peer what the other does with the same input
 */
record Duel(String id, Work ours, Work peer) {
  private static final int ROUNDS = 9;
  private static final long ROUND_NANOS = 150_000_000L;

  /** One operation; its result is used so that nothing is optimised away. */
  interface Work {
    Object run() throws Exception;
  }

  /** Operations per second of both, and the median of the ratios. */
  record Score(double ours, double peer, double ratio) {}

  Score fight() throws Exception {
    double[] our = new double[ROUNDS];
    double[] their = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    rate(ours);
    rate(peer);
    for (int i = 0; i < ROUNDS; i++) {
      boolean first = i % 2 == 0;
      double one = rate(first ? ours : peer);
      double two = rate(first ? peer : ours);
      our[i] = first ? one : two;
      their[i] = first ? two : one;
      ratios[i] = our[i] / their[i];
    }
    return new Score(median(our), median(their), median(ratios));
  }

  private static double rate(Work work) throws Exception {
    long begin = cpu();
    long used = 0;
    int done = 0;
    int seen = 0;
    while (used < ROUND_NANOS) {
      seen += System.identityHashCode(work.run()) & 1;
      done++;
      used = cpu() - begin;
    }
    if (seen > done) {
      throw new IllegalStateException("impossible");
    }
    return done * 1e9 / used;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
