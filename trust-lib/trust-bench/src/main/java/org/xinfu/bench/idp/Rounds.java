package org.xinfu.bench.idp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Values of ours, the first, and of peers, measured in turns: A B C, B C A, C A B. What else the
 * machine does hurts all alike; the ratio is taken round by round and its median counts.
 */
final class Rounds {
  private final List<double[]> rounds = new ArrayList<>();

  /** Something that gives a value when its turn comes. */
  interface Measure {
    double value() throws Exception;
  }

  /** Measures each, in another order than the round before; the values are as they were given. */
  double[] take(List<Measure> measures) throws Exception {
    double[] values = new double[measures.size()];
    for (int i = 0; i < values.length; i++) {
      int turn = (rounds.size() + i) % values.length;
      values[turn] = measures.get(turn).value();
    }
    add(values);
    return values;
  }

  void add(double... values) {
    rounds.add(values);
  }

  double value(int which) {
    return median(round -> round[which]);
  }

  /** Ours divided by a peer's. */
  double ratio(int peer) {
    return median(round -> round[0] / round[peer]);
  }

  private double median(ToDoubleFunction<double[]> of) {
    return median(rounds.stream().mapToDouble(of).toArray());
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
