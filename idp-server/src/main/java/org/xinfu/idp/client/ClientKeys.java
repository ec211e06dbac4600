package org.xinfu.idp.client;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;

/**
 * The public keys of clients: registered with them, or behind their {@code jwks_uri} (RFC 7591 §2),
 * which administrators registered too. It is fetched by the limited fetcher, kept for all replicas,
 * and asked again when it is an hour old or a key is unknown, once a minute at most.
 */
public final class ClientKeys {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Keys that could not be asked for again for so long are believed no more. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final int MOST = 20;

  private final RemoteKeys remote;
  private final Fetcher fetcher;
  private final Clock clock;

  public ClientKeys(RemoteKeys remote, Fetcher fetcher, Clock clock) {
    this.remote = remote;
    this.fetcher = fetcher;
    this.clock = clock;
  }

  /** Where a client's signatures are checked; null when the client has no keys here. */
  public @Nullable JWKSource<SecurityContext> of(RegisteredClient client) {
    String registered = ClientFacts.jwks(client);
    if (registered != null) {
      JWKSet keys =
          usable(registered)
              .orElseThrow(() -> new IllegalStateException("keys of " + client.getClientId()));
      return (selector, context) -> selector.select(keys);
    }
    return remote.of(client.getClientId()).isEmpty()
        ? null
        : (selector, context) -> select(client.getClientId(), selector);
  }

  /** P-256 public keys, one at least and no private one; empty when the text is nothing such. */
  public static Optional<JWKSet> usable(String jwks) {
    try {
      List<JWK> keys = JWKSet.parse(jwks).getKeys();
      boolean ok =
          !keys.isEmpty()
              && keys.size() <= MOST
              && keys.stream()
                  .allMatch(
                      key ->
                          !key.isPrivate()
                              && key instanceof ECKey ec
                              && Curve.P_256.equals(ec.getCurve()));
      return ok ? Optional.of(new JWKSet(keys)) : Optional.empty();
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  private List<JWK> select(String clientId, JWKSelector selector) {
    RemoteKeys.Kept kept = remote.of(clientId).orElse(null);
    if (kept == null) {
      return List.of();
    }
    Instant now = clock.instant();
    List<JWK> found = selected(kept, selector, now);
    boolean due = found.isEmpty() || kept.at() == null || kept.at().plus(FRESH).isBefore(now);
    if (!due || !remote.mayFetch(clientId, now.minus(PAUSE), now)) {
      return found;
    }
    Optional<String> fetched = fetch(kept.uri());
    fetched.ifPresent(jwks -> remote.keep(clientId, jwks, now));
    return fetched
        .map(jwks -> selected(new RemoteKeys.Kept(kept.uri(), jwks, now), selector, now))
        .orElse(found);
  }

  private static List<JWK> selected(RemoteKeys.Kept kept, JWKSelector selector, Instant now) {
    String jwks = kept.jwks();
    Instant at = kept.at();
    if (jwks == null || at == null || at.plus(LONGEST).isBefore(now)) {
      return List.of();
    }
    return usable(jwks).map(selector::select).orElse(List.of());
  }

  private Optional<String> fetch(URI uri) {
    return switch (fetcher.fetch(FetchRequest.get(uri, "application/json"))) {
      case FetchOutcome.Fetched fetched ->
          Optional.of(new String(fetched.content().toArray(), StandardCharsets.UTF_8))
              .filter(text -> usable(text).isPresent());
      case FetchOutcome.NotFetched not -> Optional.empty();
    };
  }
}
