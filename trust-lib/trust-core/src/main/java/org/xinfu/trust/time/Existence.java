package org.xinfu.trust.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A moment at which something is proven to have existed.
 *
 * @param at as it was told: genTime of a time-stamp
 * @param latest with what the authority's clock may be off, the upper limit of RFC 3161 §2.4.2:
 *     nothing is surely older than this
 */
public record Existence(Instant at, Instant latest) {
  /** A moment that is told without saying how exact it is. */
  public static Existence exact(Instant at) {
    return new Existence(at, at);
  }

  /** The one that proves most; empty when there is none. */
  public static Optional<Existence> earliest(Stream<Existence> proven) {
    return proven.min(Comparator.comparing(Existence::latest).thenComparing(Existence::at));
  }

  /** How far the true time may be behind the one that was told. */
  public Duration accuracy() {
    return Duration.between(at, latest);
  }
}
