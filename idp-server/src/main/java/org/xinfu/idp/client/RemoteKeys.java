package org.xinfu.idp.client;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port to keys that were fetched from a client's {@code jwks_uri}. */
public interface RemoteKeys {
  /** Empty when the client has no {@code jwks_uri}. */
  Optional<Kept> of(String clientId);

  /** Whether nobody has fetched since; whoever asks first is to fetch now. */
  boolean mayFetch(String clientId, Instant since, Instant now);

  /** Keeps what was fetched. */
  void keep(String clientId, String jwks, Instant at);

  /**
   * What is kept.
   *
   * @param jwks null before the first fetch
   * @param at when it was fetched
   */
  record Kept(URI uri, @Nullable String jwks, @Nullable Instant at) {}
}
