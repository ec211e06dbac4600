package org.xinfu.trust.fetch;

import java.time.Clock;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * SPI of a module that can fetch, found by {@link ServiceLoader} here and nowhere else.
 * Implementations have a public no-argument constructor.
 */
public interface FetcherProvider {
  /** A fetcher that keeps to {@code limits}; {@code clock} says when something came. */
  Fetcher fetcher(FetchLimits limits, Clock clock);

  /** That of the first provider on the class path. */
  static Optional<Fetcher> find(FetchLimits limits, Clock clock) {
    return ServiceLoader.load(FetcherProvider.class).findFirst().map(p -> p.fetcher(limits, clock));
  }
}
