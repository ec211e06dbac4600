package org.xinfu.idp.code;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.xinfu.idp.code.NoticeQueue.Backlog;
import org.xinfu.idp.code.NoticeQueue.Waiting;
import org.xinfu.idp.code.Notices.Notice;

/**
 * Sends notices until a gateway takes them, or for a day. Any number of replicas does this at once:
 * a row is leased, not locked, so that neither a slow gateway nor a killed replica holds it.
 *
 * <p>Each contact hears of each act once. It is twice where nobody can know whether the gateway
 * took a message: where a replica dies or stands still between the gateway's answer and the row's
 * end, and where that answer is not there in five seconds. Rather that than a notice that is lost;
 * a link of either message is good, and both have one id, by which a gateway can drop the second.
 */
public final class DeliverNotices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverNotices.class);

  private final NoticeQueue queue;
  private final Messages messages;
  private final NoticeSettings settings;
  private final Part part;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong givenUp = new AtomicLong();
  private final AtomicLong oldest = new AtomicLong();
  private final ExecutorService runners = Executors.newVirtualThreadPerTaskExecutor();

  /** What is added to a notice. */
  @FunctionalInterface
  public interface Link {
    /** Words with a link that undoes it; empty where none may go there. */
    String of(Waiting notice);
  }

  /** The bundles, what is added, the clock and the figures. */
  public record Part(MessageSource texts, Link link, Clock clock, MeterRegistry meters) {}

  public DeliverNotices(NoticeQueue queue, Messages messages, NoticeSettings settings, Part part) {
    this.queue = queue;
    this.messages = messages;
    this.settings = settings;
    this.part = part;
    part.meters().gauge("xinfu.notices.waiting", waiting);
    part.meters().gauge("xinfu.notices.given.up", givenUp);
    part.meters().gauge("xinfu.notices.oldest.seconds", oldest);
  }

  /** In another thread, now: whoever has just changed something waits for no gateway. */
  public void wake() {
    try {
      runners.execute(this::deliver);
    } catch (RejectedExecutionException closing) {
      LOG.info("notices are sent by another replica, or after the next start");
    }
  }

  /** Starts a runner for each notice that is due; a runner takes the next one by itself. */
  @Scheduled(fixedDelayString = "${xinfu.notices.poll:PT1S}")
  public synchronized void deliver() {
    for (Waiting due : claim(settings.atOnce() - running.get())) {
      running.incrementAndGet();
      runners.execute(() -> run(due));
    }
  }

  /** For whoever watches over the server. */
  @Scheduled(fixedDelayString = "PT15S")
  public void measure() {
    Backlog backlog = queue.backlog(part.clock().instant());
    waiting.set(backlog.waiting());
    givenUp.set(backlog.givenUp());
    oldest.set(backlog.oldest().toSeconds());
  }

  private void run(Waiting first) {
    try {
      List<Waiting> next = List.of(first);
      while (!next.isEmpty()) {
        attempt(next.getFirst());
        next = claim(1);
      }
    } finally {
      running.decrementAndGet();
    }
  }

  private List<Waiting> claim(int most) {
    return most < 1 ? List.of() : queue.claim(most, part.clock().instant(), settings.lease());
  }

  private void attempt(Waiting notice) {
    // One by which servers die is not tried for ever.
    boolean sent = notice.attempt() <= settings.attempts() && sent(notice);
    Instant now = part.clock().instant();
    if (sent) {
      queue.sent(notice);
      count("sent");
    } else if (notice.attempt() >= settings.attempts()) {
      queue.givenUp(notice, now);
      count("given_up");
    } else {
      queue.failed(notice, now.plus(settings.after(notice.attempt())));
      count("failed");
    }
  }

  private boolean sent(Waiting waiting) {
    Notice notice = waiting.what().notice();
    Object[] facts = notice.arguments().toArray();
    String text = part.texts().getMessage(notice.key(), facts, notice.language());
    String link = notice.undo() ? part.link().of(waiting) : "";
    try {
      messages.send(waiting.message(), waiting.what().contact(), (text + " " + link).strip());
      return true;
    } catch (Messages.MessageNotSent gateway) {
      return false;
    }
  }

  private void count(String outcome) {
    part.meters().counter("xinfu.notices.attempts", "outcome", outcome).increment();
  }

  /** Attempts that are under way may end; what was not marked is due again after its lease. */
  @Override
  public void close() {
    runners.shutdown();
  }
}
