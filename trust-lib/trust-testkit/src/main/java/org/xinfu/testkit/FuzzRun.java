package org.xinfu.testkit;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.xinfu.trust.Bytes;

/**
 * Feeds parsers with {@link ByteFuzz}: nothing may be thrown, and no input may take more than two
 * seconds of processor time. Run it in a process of 256 MB, and memory is watched as well.
 */
public final class FuzzRun {
  private static final long MOST_NANOS = 2_000_000_000L;
  private static final long HANGING_NANOS = 60_000_000_000L;
  private static final int MOST_SHOWN = 100_000;
  private final long seed;
  private final PrintStream out;
  private volatile String where = "";
  private volatile long since = System.nanoTime();

  /** One parser with genuine samples of what it reads; it returns whatever the input is. */
  public record Target(String name, List<Bytes> samples, Consumer<Bytes> parser) {}

  public FuzzRun(long seed, PrintStream out) {
    this.seed = seed;
    this.out = out;
  }

  /**
   * Tries every target in turn until each had {@code tries} or the time is over.
   *
   * @return how many inputs failed; each is printed with what is needed to repeat it
   */
  public int run(List<Target> targets, int tries, long seconds) {
    watch();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    int failures = 0;
    int done = 0;
    for (int i = 0; i < tries && System.nanoTime() < end; i++) {
      for (Target target : targets) {
        failures += one(target, i) ? 0 : 1;
        done++;
      }
    }
    out.println("fuzz: " + done + " inputs, " + failures + " failures, seed " + seed);
    return failures;
  }

  /**
   * Gives every target each of these inputs, for how long it takes.
   *
   * @return how many failed; each is printed
   */
  public int grown(List<Target> targets, Map<String, Bytes> inputs) {
    watch();
    int failures = 0;
    for (Target target : targets) {
      for (Map.Entry<String, Bytes> input : inputs.entrySet()) {
        where = target.name() + " " + input.getKey();
        failures += one(target, input.getValue()) ? 0 : 1;
      }
    }
    out.println("grown: " + targets.size() * inputs.size() + " inputs, " + failures + " failures");
    return failures;
  }

  private boolean one(Target target, int index) {
    where = target.name() + " " + index;
    return one(target, ByteFuzz.input(seed, target.name(), index, target.samples()));
  }

  private boolean one(Target target, Bytes input) {
    since = System.nanoTime();
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    try {
      target.parser().accept(input);
    } catch (RuntimeException | Error thrown) {
      return report(input, thrown.toString() + " at " + place(thrown));
    }
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    return nanos < MOST_NANOS || report(input, "took " + nanos / 1_000_000 + " ms");
  }

  private boolean report(Bytes input, String what) {
    byte[] head = input.slice(0, Math.min(input.length(), MOST_SHOWN)).toArray();
    String shown = Base64.getEncoder().encodeToString(head);
    out.println("FAILED " + where + ": " + what + " input " + shown);
    return false;
  }

  /** The first frames in our own packages. */
  private static String place(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(f -> f.getClassName().startsWith("org.xinfu.trust"))
        .limit(3)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(" < "));
  }

  /** Ends the process when one input hangs, saying which. */
  private void watch() {
    since = System.nanoTime();
    Thread watcher =
        new Thread(
            () -> {
              while (true) {
                try {
                  Thread.sleep(1000);
                } catch (InterruptedException e) {
                  return;
                }
                if (System.nanoTime() - since > HANGING_NANOS) {
                  out.println("FAILED " + where + ": hangs, seed " + seed);
                  out.flush();
                  Runtime.getRuntime().halt(3);
                }
              }
            },
            "watcher");
    watcher.setDaemon(true);
    watcher.start();
  }
}
