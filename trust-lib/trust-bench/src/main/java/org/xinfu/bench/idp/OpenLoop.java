package org.xinfu.bench.idp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that come at a constant rate, whether or not those before have their answers. A latency
 * is counted from the moment at which the request was due, so that a server that stalls does not
 * hide what it did to everybody who came meanwhile (coordinated omission).
 */
final class OpenLoop {
  private OpenLoop() {}

  /** The n-th request. */
  interface Numbered {
    void send(int number) throws Exception;
  }

  /** Sends so many requests at so many a second; one failure fails the run. */
  static Latencies run(int count, double perSecond, Numbered request) throws Exception {
    long start = System.nanoTime();
    List<Future<Long>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        long due = start + (long) (i * 1e9 / perSecond);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        answers.add(
            threads.submit(
                () -> {
                  request.send(number);
                  return System.nanoTime() - due;
                }));
      }
      long[] nanos = new long[count];
      for (int i = 0; i < count; i++) {
        nanos[i] = answers.get(i).get();
      }
      return Latencies.of(nanos);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }
}
