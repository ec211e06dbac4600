package org.xinfu.kit.log;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.TransactionException;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.key.VaultException;

/**
 * Round after round of the sequencer, on a thread of its own: a book that is long already, or a
 * device that does not answer, keeps no other task of the service waiting. What the world refuses
 * is told once and tried again in the next round.
 */
final class LogRounds implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
  private static final int STOPS_WITHIN_SECONDS = 5;

  private final Sequencer sequencer;
  private final Duration interval;
  private volatile @Nullable ThreadPoolTaskScheduler thread;
  private @Nullable ScheduledFuture<?> rounds;
  private String told = "";
  private volatile String stopped = "";

  LogRounds(Sequencer sequencer, Duration interval) {
    this.sequencer = sequencer;
    this.interval = interval;
  }

  @Override
  public void start() {
    ThreadPoolTaskScheduler own = new ThreadPoolTaskScheduler();
    own.setThreadNamePrefix("log-");
    own.setDaemon(true);
    // A round that is under way ends by itself: its connection is not broken off.
    own.setWaitForTasksToCompleteOnShutdown(true);
    own.setAwaitTerminationSeconds(STOPS_WITHIN_SECONDS);
    own.initialize();
    thread = own;
    rounds = own.scheduleWithFixedDelay(this::rounds, interval);
  }

  @Override
  public void stop() {
    ThreadPoolTaskScheduler own = thread;
    thread = null;
    if (own != null && rounds != null) {
      rounds.cancel(false);
      own.shutdown();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  /** Why nothing is signed until an operator has looked; empty while nothing is wrong. */
  String stopped() {
    return stopped;
  }

  private void rounds() {
    try {
      Sequencer.Round round = Sequencer.Round.MORE;
      while (round == Sequencer.Round.MORE && isRunning()) {
        round = sequencer.round();
      }
      if (round != Sequencer.Round.ANOTHERS) {
        told = "";
        stopped = "";
      }
    } catch (VaultException | StoreUnavailable | DataAccessException | TransactionException away) {
      tell(Level.WARN, "the log goes on later: " + away.getMessage());
    } catch (LogForked forked) {
      tell(Level.ERROR, "nothing is signed any more: " + forked.getMessage());
      stopped = told;
    }
  }

  private void tell(Level level, String message) {
    if (!message.equals(told)) {
      LOG.atLevel(level).log(message);
      told = message;
    }
  }
}
