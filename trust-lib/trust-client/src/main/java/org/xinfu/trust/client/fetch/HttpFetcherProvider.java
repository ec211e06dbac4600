package org.xinfu.trust.client.fetch;

import java.time.Clock;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.Fetcher;
import org.xinfu.trust.fetch.FetcherProvider;

/** Makes {@link HttpFetcher}s for whoever has this module on the class path. */
public final class HttpFetcherProvider implements FetcherProvider {
  @Override
  public Fetcher fetcher(FetchLimits limits, Clock clock) {
    return HttpFetcher.create(limits, clock);
  }
}
