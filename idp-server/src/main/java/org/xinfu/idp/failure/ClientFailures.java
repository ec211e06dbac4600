package org.xinfu.idp.failure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;

/**
 * How many requests of a client may fail in a minute, so that one that goes wrong leaves the others
 * their share. All replicas count together, and only what has failed is counted; a replica that
 * finds the count used up remembers that until the minute is over, and answers without looking.
 */
public final class ClientFailures {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What a whole network may beside what each of it may. */
  private static final int NETWORK = 10;

  /** More clients than that do not fail in one minute; what is not remembered is counted still. */
  private static final int MOST_REMEMBERED = 10_000;

  private final Budgets budgets;
  private final Limits limits;
  private final IdpAudit audit;
  private final Clock clock;
  private final Map<String, Instant> braked = new ConcurrentHashMap<>();

  /**
   * How many a minute.
   *
   * @param proven of a client that proves itself, wherever it is
   * @param named under a client's name alone, from one device, or from all of a network that show
   *     none; ten times as many from a network's devices; under all names that are no client's from
   *     one network
   */
  public record Limits(int proven, int named) {}

  public ClientFailures(Budgets budgets, Limits limits, IdpAudit audit, Clock clock) {
    this.budgets = budgets;
    this.limits = limits;
    this.audit = audit;
    this.clock = clock;
  }

  /** Who asks: nobody but a client that proves itself uses up what is that client's. */
  sealed interface Asking {
    /** A client that has proven itself. */
    record Proven(String client) implements Asking {}

    /** Whoever names a client that is registered. */
    record Named(String client, Origin from) implements Asking {}

    /** Whoever names none that is registered: the name may be anything, and is not kept. */
    record Stranger(Origin from) implements Asking {}
  }

  /** Whether too much of it has failed in this minute. */
  boolean spent(Asking who) {
    if (braked.isEmpty()) {
      return false; // nobody's is, most of the time
    }
    Instant now = clock.instant();
    return lines(who).stream()
        .map(line -> braked.get(line.key()))
        .anyMatch(until -> until != null && now.isBefore(until));
  }

  /** The same of a client that proves itself. */
  public boolean spent(String client) {
    return spent(new Asking.Proven(client));
  }

  /** The same of a client that proves itself, or of whoever names it from there. */
  public boolean spent(String client, Supplier<Origin> from) {
    return !braked.isEmpty() && (spent(client) || spent(new Asking.Named(client, from.get())));
  }

  /** Counts one that failed. */
  void failed(Asking who) {
    Instant now = clock.instant();
    for (Budgets.Line line : lines(who)) {
      if (!budgets.take(List.of(line), now)) {
        brake(line, who, now);
      }
    }
  }

  private void brake(Budgets.Line line, Asking who, Instant now) {
    long seconds = MINUTE.toSeconds();
    Instant end =
        Instant.ofEpochSecond((Math.floorDiv(now.getEpochSecond(), seconds) + 1) * seconds);
    braked.values().removeIf(until -> !now.isBefore(until));
    if (braked.size() >= MOST_REMEMBERED || braked.put(line.key(), end) != null) {
      return;
    }
    switch (who) {
      case Asking.Proven proven ->
          audit.record(proven.client(), proven.client(), "client-braked", "proven");
      case Asking.Named named -> audit.record(null, "unknown", "client-braked", "named");
      case Asking.Stranger stranger -> audit.record(null, "unknown", "client-braked", "stranger");
    }
  }

  /** Devices and whoever shows none have allowances apart: neither uses up what is the other's. */
  private List<Budgets.Line> lines(Asking who) {
    return switch (who) {
      case Asking.Proven proven -> List.of(line("by " + proven.client(), limits.proven()));
      case Asking.Named named -> {
        String as = "as " + named.client();
        Origin from = named.from();
        yield from.device().isEmpty()
            ? List.of(line(as + " without device from " + from.prefix(), limits.named()))
            : List.of(
                line(as + " from device " + from.device(), limits.named()),
                line(as + " from " + from.prefix(), NETWORK * limits.named()));
      }
      case Asking.Stranger stranger ->
          List.of(line("without client from " + stranger.from().prefix(), limits.named()));
    };
  }

  private static Budgets.Line line(String who, int most) {
    return new Budgets.Line("failed " + who, most, MINUTE);
  }
}
