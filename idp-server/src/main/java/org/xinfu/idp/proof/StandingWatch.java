package org.xinfu.idp.proof;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.proof.Standings.Outcome;

/**
 * Compares verified persons with the register: whom the authority calls deceased is frozen though
 * nobody has asked. It renews no proof and changes no level. One replica at a time, one question at
 * a time; a round ends where the authority is silent, after a minute, or with the server.
 */
public final class StandingWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StandingWatch.class);

  /** Questions are counted by it: the next round begins so long after this one began. */
  private static final Duration ROUND = Duration.ofMinutes(1);

  /** Longer than the last question of a round can take. */
  private static final Duration LAST = Duration.ofSeconds(15);

  /** A question without an answer is put again after so long. */
  private static final Duration AGAIN = Duration.ofHours(1);

  private final IdentityAuthority authority;
  private final Proofs proofs;
  private final Standings standings;
  private final Part part;
  private final AtomicInteger due = new AtomicInteger();
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final ExecutorService runner = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * How often, the clock and the figures.
   *
   * @param fictitious whether the document can be nobody's
   */
  public record Part(
      StandingSettings settings,
      Predicate<IdDocument> fictitious,
      Clock clock,
      MeterRegistry meters) {}

  public StandingWatch(IdentityAuthority authority, Proofs proofs, Standings standings, Part part) {
    this.authority = authority;
    this.proofs = proofs;
    this.standings = standings;
    this.part = part;
    part.meters().gauge("xinfu.standing.due", due);
  }

  /** In a thread of its own: other recurring work does not wait for the authority. */
  @Scheduled(
      initialDelayString = "${xinfu.person.standing-poll:PT15S}",
      fixedDelayString = "${xinfu.person.standing-poll:PT15S}")
  public void watch() {
    if (part.settings().on() && running.compareAndSet(false, true)) {
      runner.execute(this::run);
    }
  }

  private void run() {
    try {
      round();
    } catch (DataAccessException | TransactionException later) {
      LOG.warn("the register is asked later: {}", later.getMessage());
    } finally {
      running.set(false);
    }
  }

  /** One round, where no other is under way; tells how many the authority has spoken of. */
  public int round() {
    Instant begun = part.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Instant before = begun.minus(part.settings().standingEvery());
    due.set(standings.due(before));
    Instant until = begun.plus(ROUND).plus(LAST);
    if (due.get() == 0 || !standings.begin(begun, until)) {
      return 0;
    }
    Standings.Turn turn = new Standings.Turn(before, begun.minus(AGAIN), begun);
    List<String> taken = standings.take(turn, part.settings().standingPerMinute());
    Map<Outcome, Integer> heard = new EnumMap<>(Outcome.class);
    int asked = 0;
    while (asked < taken.size() && goesOn(begun, heard)) {
      Outcome outcome = ask(taken.get(asked++));
      heard.merge(outcome, 1, Integer::sum);
      String name = outcome.name().toLowerCase(Locale.ROOT);
      part.meters().counter("xinfu.standing.asked", "outcome", name).increment();
    }
    standings.release(taken.subList(asked, taken.size()), begun);
    standings.end(until, begun.plus(ROUND), heard);
    return heard.entrySet().stream()
        .filter(one -> one.getKey().answered())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private boolean goesOn(Instant begun, Map<Outcome, Integer> heard) {
    return !closing.get()
        && !heard.containsKey(Outcome.SILENT)
        && part.clock().instant().isBefore(begun.plus(ROUND));
  }

  private Outcome ask(String account) {
    Optional<Claims> claims;
    try {
      claims = standings.claims(account);
    } catch (IllegalStateException altered) {
      LOG.error("the document of account {} does not open", account, altered);
      return Outcome.UNREADABLE;
    }
    Instant now = part.clock().instant();
    Optional<Claims> real = claims.filter(one -> !part.fictitious().test(one.document()));
    if (real.isEmpty()) {
      standings.heard(account, Outcome.PASSED, now);
      return Outcome.PASSED;
    }
    try {
      return heard(account, real.get(), authority.check(real.get()));
    } catch (IdentityAuthority.Unavailable noAnswer) {
      LOG.warn("who has died is asked later: {}", noAnswer.getMessage());
      return Outcome.SILENT;
    }
  }

  /** The freeze first: whoever dies in between is asked about again. */
  private Outcome heard(String account, Claims claims, IdentityAuthority.Answer answer) {
    Instant now = part.clock().instant();
    ProvePerson.dead(claims, answer).forEach(document -> proofs.freezeUnasked(document, now));
    Outcome outcome =
        switch (answer.standing()) {
          case LIVING -> Outcome.LIVING;
          case DECEASED -> Outcome.DECEASED;
          case UNKNOWN -> Outcome.UNKNOWN;
        };
    standings.heard(account, outcome, now);
    return outcome;
  }

  /** Waits for the question that is under way. */
  @Override
  public void close() {
    closing.set(true);
    runner.close();
  }
}
