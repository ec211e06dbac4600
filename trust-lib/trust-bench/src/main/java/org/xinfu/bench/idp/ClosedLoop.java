package org.xinfu.bench.idp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A few workers, each of whom asks again when it has its answer. One failure fails the run. */
final class ClosedLoop {
  private static final int WORKERS = 4;

  private ClosedLoop() {}

  /** One piece of work. */
  interface Work {
    void run() throws Exception;
  }

  /** How often it was done in so many seconds, and a little more. */
  static long run(double seconds, Work work) throws Exception {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    return run(() -> System.nanoTime() < end, work);
  }

  /** Does it so many times. */
  static void times(int count, Work work) throws Exception {
    AtomicInteger left = new AtomicInteger(count);
    run(() -> left.getAndDecrement() > 0, work);
  }

  private static long run(BooleanSupplier again, Work work) throws Exception {
    Callable<Long> worker =
        () -> {
          long done = 0;
          while (again.getAsBoolean()) {
            work.run();
            done++;
          }
          return done;
        };
    try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        running.add(workers.submit(worker));
      }
      long done = 0;
      for (Future<Long> one : running) {
        done += one.get();
      }
      return done;
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }
}
