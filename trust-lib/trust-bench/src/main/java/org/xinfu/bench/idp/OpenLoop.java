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

  /**
   * What came of a run.
   *
   * @param answers from when a request was due until its answer was there
   * @param lateness from when it was due until it was sent: what the driver itself adds to the
   *     answers, on a machine that it shares with the server
   */
  record Result(Latencies answers, Latencies lateness) {}

  private record Times(long sent, long answered) {}

  /** Sends so many requests at so many a second; one failure fails the run. */
  static Result run(int count, double perSecond, Numbered request) throws Exception {
    long start = System.nanoTime();
    List<Future<Times>> answers = new ArrayList<>();
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
                  long sent = System.nanoTime() - due;
                  request.send(number);
                  return new Times(sent, System.nanoTime() - due);
                }));
      }
      long[] answered = new long[count];
      long[] sent = new long[count];
      for (int i = 0; i < count; i++) {
        Times times = answers.get(i).get();
        answered[i] = times.answered();
        sent[i] = times.sent();
      }
      return new Result(Latencies.of(answered), Latencies.of(sent));
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }
}
