package org.xinfu.bench.idp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values of two that were measured in turns, A B, B A, A B. What else the machine does hurts both
 * alike; the ratio is taken round by round and its median counts.
 */
final class Rounds {
  /** One round's value for both. */
  record Pair(double ours, double peer) {
    double ratio() {
      return ours / peer;
    }
  }

  private final List<Pair> pairs = new ArrayList<>();

  /** Something that gives a value when its turn comes. */
  interface Measure {
    double value() throws Exception;
  }

  /** Measures both, the one or the other first. */
  Pair take(Measure ours, Measure peer) throws Exception {
    boolean first = pairs.size() % 2 == 0;
    double one = (first ? ours : peer).value();
    double two = (first ? peer : ours).value();
    Pair pair = first ? new Pair(one, two) : new Pair(two, one);
    pairs.add(pair);
    return pair;
  }

  void add(Pair pair) {
    pairs.add(pair);
  }

  double ours() {
    return median(pairs.stream().mapToDouble(Pair::ours).toArray());
  }

  double peer() {
    return median(pairs.stream().mapToDouble(Pair::peer).toArray());
  }

  double ratio() {
    return median(pairs.stream().mapToDouble(Pair::ratio).toArray());
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
