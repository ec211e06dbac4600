package org.xinfu.trust.client.fetch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xinfu.trust.fetch.FetchRefusal;

/** The one moment at which everything has to be done, however many small steps it takes. */
final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration total) {
    return new Deadline(System.nanoTime() + total.toNanos());
  }

  /** Milliseconds left, rounded up: who waits that long comes after the moment, not before. */
  int left() throws FetchFailure {
    long nanos = end - System.nanoTime();
    if (nanos <= 0) {
      throw new FetchFailure(FetchRefusal.TOO_SLOW, "the time is up");
    }
    return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
  }

  boolean passed() {
    return end - System.nanoTime() <= 0;
  }
}
