package org.xinfu.idp.authorize;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;
import org.xinfu.trust.key.Digests;

/**
 * Request objects that lie on the client's site (RFC 9101 §5.2): fetched by the limited fetcher,
 * and only from addresses that administrators registered, so that nobody sends this server where
 * they like (§10.4.1). What was fetched is kept for a minute, as OpenID Connect Dynamic Client
 * Registration §2 allows of {@code request_uris}, and what failed for ten seconds: whoever asks in
 * a client's name makes its site be called no more often than that. What is kept is believed no
 * more than what comes: it is judged each time.
 */
public final class ReferredObjects {
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final Duration FAILED = Duration.ofSeconds(10);

  /** Files kept in one replica, each of 32 KiB at most; beyond it none is kept. */
  private static final int MOST = 500;

  /** Requests that wait for the sites of one client, and of all: a slow one holds few. */
  private static final int WAITING = 8;

  private static final int ALL_WAITING = 64;

  private final Fetcher fetcher;
  private final PushAllowance allowance;
  private final Clock clock;
  private final Map<Address, Kept> kept = new ConcurrentHashMap<>();
  private final Map<Address, CompletableFuture<Found>> underWay = new ConcurrentHashMap<>();
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();
  private final Semaphore seats = new Semaphore(ALL_WAITING);

  private record Address(String clientId, String uri) {}

  private record Kept(Found found, Instant until) {}

  /** What came of it. */
  sealed interface Found {
    /**
     * The file; nothing of it was judged.
     *
     * @param term that of objects whose hash is registered, or of others
     */
    record Text(String object, RequestObjects.Term term) implements Found {}

    /** There is no such file, or not the one that is registered. */
    record Nothing(String why) implements Found {}

    /** Too many ask for what has to be fetched first. */
    record Busy() implements Found {}
  }

  public ReferredObjects(Fetcher fetcher, PushAllowance allowance, Clock clock) {
    this.fetcher = fetcher;
    this.allowance = allowance;
    this.clock = clock;
  }

  /**
   * What lies at an address.
   *
   * @param uri one that the client registered
   * @param prefix where the request comes from
   */
  Found of(String clientId, String uri, String prefix) {
    Address address = new Address(clientId, uri);
    Found known = known(address);
    if (known != null) {
      return known;
    }
    if (!sit(clientId)) {
      return new Found.Busy();
    }
    try {
      return allowance.fetch(prefix) ? fetchedOnce(address) : new Found.Busy();
    } finally {
      rise(clientId);
    }
  }

  private @Nullable Found known(Address address) {
    Kept known = kept.get(address);
    return known != null && clock.instant().isBefore(known.until()) ? known.found() : null;
  }

  /** By the first who asks; the others wait, no longer than the fetcher may take. */
  private Found fetchedOnce(Address address) {
    CompletableFuture<Found> mine = new CompletableFuture<>();
    CompletableFuture<Found> others = underWay.putIfAbsent(address, mine);
    if (others != null) {
      return others.join();
    }
    Found found = new Found.Nothing("could not be fetched");
    try {
      Found meanwhile = known(address);
      found = meanwhile == null ? keep(address, fetch(address.uri())) : meanwhile;
      return found;
    } finally {
      underWay.remove(address);
      mine.complete(found);
    }
  }

  private Found keep(Address address, Found found) {
    Instant now = clock.instant();
    if (kept.size() >= MOST) {
      kept.values().removeIf(one -> !now.isBefore(one.until()));
    }
    if (kept.size() < MOST) {
      kept.put(address, new Kept(found, now.plus(found instanceof Found.Text ? FRESH : FAILED)));
    }
    return found;
  }

  /** A fragment is the hash of the file (OpenID Connect Core §6.2) and is not sent. */
  private Found fetch(String uri) {
    int mark = uri.indexOf('#');
    URI at = URI.create(mark < 0 ? uri : uri.substring(0, mark));
    return switch (fetcher.fetch(FetchRequest.get(at, "application/oauth-authz-req+jwt"))) {
      case FetchOutcome.NotFetched not -> new Found.Nothing("could not be fetched");
      case FetchOutcome.Fetched fetched -> {
        Bytes file = fetched.content();
        if (file.length() > Parameters.LONGEST) {
          yield new Found.Nothing("is too long");
        }
        yield mark < 0 || uri.substring(mark + 1).equals(hash(file))
            ? text(file, mark < 0 ? RequestObjects.Term.SHORT : RequestObjects.Term.REGISTERED)
            : new Found.Nothing("is not the file whose hash is registered");
      }
    };
  }

  private static Found text(Bytes file, RequestObjects.Term term) {
    return new Found.Text(new String(file.toArray(), StandardCharsets.US_ASCII).strip(), term);
  }

  /** As a fragment has it. */
  private static String hash(Bytes file) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Digests.sha256(file).toArray());
  }

  private boolean sit(String clientId) {
    if (!seats.tryAcquire()) {
      return false;
    }
    if (waiting.merge(clientId, 1, Integer::sum) > WAITING) {
      rise(clientId);
      return false;
    }
    return true;
  }

  private void rise(String clientId) {
    waiting.computeIfPresent(clientId, (id, many) -> many == 1 ? null : many - 1);
    seats.release();
  }
}
