package org.xinfu.idp.mandate;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.EntityRegistry.Change;
import org.xinfu.idp.domain.mandate.EntityRegistry.Noted;
import org.xinfu.idp.domain.mandate.EntityRegistry.Unread;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.UnreadChanges;

/**
 * Follows the registry: what a change takes away is gone when the change was read. One that cannot
 * be read is kept apart and asked for again, where it has a number to ask by. Also ends logins
 * whose mandates have expired. Safe on several replicas at once.
 */
public final class RegistryWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);

  /** One that was not readable is asked for again after so long. */
  private static final Duration AGAIN = Duration.ofMinutes(5);

  /** Pages without a number that are passed in one turn. */
  private static final int PAGES_ON = 100;

  /** Pages that are read again in one turn. */
  private static final int PAGES = 10;

  private final EntityRegistry registry;
  private final Mandates mandates;
  private final UnreadChanges unread;
  private final Clock clock;
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong stopped = new AtomicLong();

  /** The clock, and the figures that {@code xinfu.registry.unread} is among. */
  public record Part(Clock clock, MeterRegistry meters) {}

  public RegistryWatch(
      EntityRegistry registry, Mandates mandates, UnreadChanges unread, Part part) {
    this.registry = registry;
    this.mandates = mandates;
    this.unread = unread;
    this.clock = part.clock();
    part.meters().gauge("xinfu.registry.unread", kept);
    part.meters().gauge("xinfu.registry.stopped", stopped);
  }

  /** Reads on from the last change that was followed. */
  @Scheduled(
      initialDelayString = "${xinfu.registry.poll:PT5S}",
      fixedDelayString = "${xinfu.registry.poll:PT5S}")
  public void follow() {
    mandates.endLapsed(clock.instant());
    try {
      stopped.set(readOn() ? 0 : 1);
    } catch (EntityRegistry.Unavailable noAnswer) {
      LOG.warn("the registry's changes are not known: {}", noAnswer.getMessage());
    }
    kept.set(unread.count());
    if (kept.get() > 0) {
      again();
      unread.giveUp(clock.instant().minus(Mandates.REMEMBERED));
      kept.set(unread.count());
    }
  }

  /**
   * Behind lines without numbers it goes on by how many they are, always from the last number: if
   * the registry gives them numbers, none of them is left out. False when it cannot go on.
   */
  private boolean readOn() {
    long position = mandates.position();
    List<Noted> page = registry.changes(position);
    page.forEach(this::follow);
    long lines = page.size();
    for (int more = 0; more < PAGES_ON && unnumbered(page); more++) {
      List<Noted> next = registry.changes(position, lines);
      if (next.equals(page) && page.stream().distinct().count() > 1) {
        LOG.warn("the registry does not go on behind {} lines without numbers", lines);
        return false;
      }
      next.forEach(this::follow);
      lines += next.size();
      page = next;
    }
    if (unnumbered(page)) {
      LOG.warn("the registry has more than {} lines without numbers", lines);
      return false;
    }
    return true;
  }

  private static boolean unnumbered(List<Noted> page) {
    return !page.isEmpty() && page.stream().noneMatch(Noted::numbered);
  }

  private void follow(Noted noted) {
    switch (noted) {
      case Change change -> mandates.follow(change, clock.instant());
      case Unread one -> {
        if (mandates.pass(one, clock.instant())) {
          LOG.warn("change {} of the registry is not readable: {}", one.number(), one.fault());
        }
      }
    }
  }

  /** The registry may have mended its list, or this server may have learnt to read it. */
  private void again() {
    try {
      Instant now = clock.instant();
      OptionalLong number = unread.next(now.minus(AGAIN));
      for (int page = 0; page < PAGES && number.isPresent(); page++) {
        again(number.getAsLong(), now);
        number = unread.next(now.minus(AGAIN));
      }
    } catch (EntityRegistry.Unavailable noAnswer) {
      LOG.warn("the changes that were not readable are not known: {}", noAnswer.getMessage());
    }
  }

  private void again(long first, Instant now) {
    List<Noted> listed = registry.changes(first - 1);
    for (Noted noted : listed) {
      if (noted instanceof Change change) {
        mandates.followLate(change, now);
      }
    }
    long last = listed.stream().mapToLong(Noted::number).reduce(first, Math::max);
    unread.tried(first, last, now);
  }
}
