package org.xinfu.bench.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the numbers of the table are made of. */
class ArithmeticTest {
  @Test
  void a_percentile_is_the_nearest_rank() {
    Latencies hundred =
        Latencies.of(LongStream.rangeClosed(1, 100).map(TimeUnit.MILLISECONDS::toNanos).toArray());
    assertThat(hundred.percentile(50)).isEqualTo(50);
    assertThat(hundred.percentile(99)).isEqualTo(99);
    assertThat(hundred.percentile(100)).isEqualTo(100);
    assertThat(Latencies.of(7_000_000).percentile(99)).isEqualTo(7);
  }

  @Test
  void a_stall_counts_for_everybody_who_came_meanwhile() throws Exception {
    AtomicInteger first = new AtomicInteger();
    OpenLoop.Result result =
        OpenLoop.run(
            20,
            100,
            number -> {
              synchronized (first) {
                if (first.getAndIncrement() == 0) {
                  Thread.sleep(300);
                }
              }
            });
    // Due every 10 ms: the eleventh waited for 200 of the 300 ms although it took none itself.
    assertThat(result.answers().percentile(50)).isGreaterThan(150);
    // It was sent in time: the stall is the server's, and not the driver's.
    assertThat(result.lateness().percentile(50)).isLessThan(100);
  }

  @Test
  void a_failure_fails_the_run() {
    assertThatThrownBy(
            () ->
                OpenLoop.run(
                    2,
                    1000,
                    number -> {
                      throw new IOException("no");
                    }))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () ->
                ClosedLoop.times(
                    1,
                    () -> {
                      throw new IOException("no");
                    }))
        .isInstanceOf(IOException.class);
  }

  /** This JVM has compiled something, and done something else besides. */
  @Test
  void compilers_are_told_from_the_rest() {
    List<Long> own = List.of(ProcessHandle.current().pid());
    double compilers = Cpu.compilers(own);
    assertThat(compilers).isPositive();
    assertThat(Cpu.own()).isGreaterThan(compilers);
    assertThat(Cpu.seconds(own)).isGreaterThan(compilers);
  }

  @Test
  void warming_is_counted() throws Exception {
    AtomicInteger done = new AtomicInteger();
    ClosedLoop.times(101, done::incrementAndGet);
    assertThat(done).hasValue(101);
  }

  @Test
  void they_take_turns_in_going_first() throws Exception {
    List<String> order = new ArrayList<>();
    Rounds rounds = new Rounds();
    for (int i = 0; i < 3; i++) {
      rounds.take(List.of(measure(order, "A", 2), measure(order, "B", 8), measure(order, "C", 4)));
    }
    assertThat(order).containsExactly("A", "B", "C", "B", "C", "A", "C", "A", "B");
    assertThat(rounds.ratio(1)).isEqualTo(0.25);
    assertThat(rounds.ratio(2)).isEqualTo(0.5);
    assertThat(rounds.value(1)).isEqualTo(8);
  }

  private static Rounds.Measure measure(List<String> order, String name, double value) {
    return () -> {
      order.add(name);
      return value;
    };
  }

  @Test
  void the_ratio_is_the_median_of_the_rounds() {
    Rounds rounds = new Rounds();
    rounds.add(1, 2);
    rounds.add(30, 10); // somebody else was busy
    rounds.add(1, 4);
    assertThat(rounds.ratio(1)).isEqualTo(0.5);
    assertThat(Rounds.median(1, 2, 3, 10)).isEqualTo(2.5);
  }

  @Test
  void proc_is_read_past_any_name() {
    Cpu.Stat stat =
        Cpu.Stat.of("42 (a ) b (c) S 7 1 1 0 -1 4194560 9 9 9 9 100 20 3 4 20 0 1 0 5 6 7");
    assertThat(stat).isEqualTo(new Cpu.Stat(7, 127));
  }

  @Test
  void a_tree_is_all_descendants_of_its_root() {
    Map<Long, Cpu.Stat> all =
        Map.of(
            1L,
            new Cpu.Stat(0, 0),
            5L,
            new Cpu.Stat(1, 0),
            6L,
            new Cpu.Stat(5, 0),
            7L,
            new Cpu.Stat(1, 0));
    assertThat(Cpu.descends(6, List.of(5L), all)).isTrue();
    assertThat(Cpu.descends(7, List.of(5L), all)).isFalse();
  }

  @Test
  void our_own_time_is_seen() {
    long self = ProcessHandle.current().pid();
    double before = Cpu.seconds(List.of(self));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(100);
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(Cpu.seconds(List.of(self)) - before).isBetween(0.03, 30.0);
  }
}
