package org.xinfu.bench.idp;

/**
 * Warms a server up for a minute at least, and until its compilers rest: what they cost a server
 * that has just started is more than an answer costs, and no part of it.
 */
final class Warming {
  /** They rest when they take less than this share of the processor time of all its processes. */
  private static final double REST = 0.05;

  private static final double LEAST_SECONDS = 60;

  /** A server whose compilers never rest is measured as it is after so many parts. */
  private static final int MOST = 25;

  private Warming() {}

  /**
   * What it took.
   *
   * @param compilers their share of the processor time in the last part
   */
  record Taken(int works, double seconds, double compilers) {}

  /** Does the work in parts of {@code each}. */
  static Taken until(Contender one, int each, ClosedLoop.Work work) throws Exception {
    long begin = System.nanoTime();
    int done = 0;
    double share = 1;
    double seconds = 0;
    for (int part = 0; seconds < LEAST_SECONDS || (part < MOST && share >= REST); part++) {
      double all = Cpu.seconds(one.processes());
      double compilers = Cpu.compilers(one.processes());
      ClosedLoop.times(each, work);
      done += each;
      share = (Cpu.compilers(one.processes()) - compilers) / (Cpu.seconds(one.processes()) - all);
      seconds = (System.nanoTime() - begin) / 1e9;
    }
    return new Taken(done, seconds, share);
  }
}
