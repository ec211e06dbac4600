package org.xinfu.trust.fetch;

/** Port: somewhere that fetches by URL. Safe for many threads. */
@FunctionalInterface
public interface Fetcher {
  /** What came, or why nothing did; never throws for what a stranger's server does. */
  FetchOutcome fetch(FetchRequest request);

  /** The default: opens nothing and says {@code network-refused}. */
  static Fetcher refusing() {
    return request ->
        new FetchOutcome.NotFetched(
            request.uri(), FetchRefusal.NETWORK_REFUSED, "nobody allowed the network");
  }
}
