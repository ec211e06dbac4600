package org.xinfu.trust.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.xinfu.trust.DocumentSource;

/**
 * Says that work is still going on and how far it is, once it has taken a while and then now and
 * again; short work says nothing.
 */
record Progress(Duration patience, Consumer<String> say) {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** What {@code work} gives; {@code line} is said when it takes longer than the patience. */
  <T> T during(String line, Work<T> work) throws IOException {
    WatchedSource.Count count = new WatchedSource.Count();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var unused =
          timer.scheduleAtFixedRate(
              () -> say.accept(line + count.percent()),
              patience.toMillis(),
              AGAIN.toMillis(),
              TimeUnit.MILLISECONDS);
      return work.run(count::watch);
    } finally {
      timer.shutdownNow();
    }
  }

  /** What takes its time; it reads its documents under the watch. */
  interface Work<T> {
    T run(UnaryOperator<DocumentSource> watch) throws IOException;
  }
}
