package org.xinfu.trust.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says that work is still going on, once it has taken a while; short work says nothing. */
record Progress(Duration patience, Consumer<String> say) {
  /** What {@code work} gives; {@code line} is said when it takes longer than the patience. */
  <T> T during(String line, Work<T> work) throws IOException {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var unused =
          timer.schedule(() -> say.accept(line), patience.toMillis(), TimeUnit.MILLISECONDS);
      return work.run();
    } finally {
      timer.shutdownNow();
    }
  }

  /** What takes its time. */
  interface Work<T> {
    T run() throws IOException;
  }
}
