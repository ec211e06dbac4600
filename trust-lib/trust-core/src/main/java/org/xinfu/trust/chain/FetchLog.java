package org.xinfu.trust.chain;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchOutcome.Fetched;
import org.xinfu.trust.fetch.FetchOutcome.NotFetched;
import org.xinfu.trust.fetch.FetchRefusal;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;
import org.xinfu.trust.key.Digests;

/**
 * Fetches and tells of it. A server that did not answer is not asked again in the same run, and no
 * run asks without end: the addresses are strangers'.
 */
final class FetchLog {
  static final String ID = "revocation-fetch";
  private static final int MOST = 256;
  private static final long MOST_OCTETS = 64L << 20;

  private final Fetcher fetcher;
  private final Map<String, FetchRefusal> silent = new ConcurrentHashMap<>();
  private final Map<URI, FetchOutcome> gotten = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong octets = new AtomicLong();

  FetchLog(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * What came, when it is what was wanted.
   *
   * @param refusal why what came is of no use; empty when it is
   */
  Optional<Fetched> ask(
      FetchRequest request,
      String clause,
      Function<Fetched, Optional<String>> refusal,
      List<Check> attempts) {
    return tell(outcome(request), clause, refusal, attempts);
  }

  private static Optional<Fetched> tell(
      FetchOutcome outcome,
      String clause,
      Function<Fetched, Optional<String>> refusal,
      List<Check> attempts) {
    if (outcome instanceof NotFetched not) {
      attempts.add(notDone(clause, not.at() + ": " + not.refusal().word() + ", " + not.detail()));
      return Optional.empty();
    }
    Fetched fetched = (Fetched) outcome;
    String what =
        "%s: %s sha256 %s at %s"
            .formatted(
                fetched.from(),
                fetched.contentType(),
                Digests.sha256(fetched.content()).toHex(),
                fetched.at());
    Optional<String> why = refusal.apply(fetched);
    attempts.add(
        why.map(w -> notDone(clause, what + ", " + w))
            .orElseGet(() -> new Check(ID, clause, Outcome.PASS, null, what)));
    return why.isPresent() ? Optional.empty() : Optional.of(fetched);
  }

  /** As {@link #ask}, first one way and, when the server does not take that, the other. */
  Optional<Fetched> askEither(
      List<FetchRequest> ways,
      String clause,
      Function<Fetched, Optional<String>> refusal,
      List<Check> attempts) {
    for (FetchRequest request : ways) {
      FetchOutcome outcome = outcome(request);
      Optional<Fetched> fetched = tell(outcome, clause, refusal, attempts);
      boolean status =
          outcome instanceof NotFetched not && not.refusal() == FetchRefusal.STATUS_NOT_OK;
      if (!status) {
        return fetched;
      }
    }
    return Optional.empty();
  }

  /** One list serves for all certificates that name it. */
  private FetchOutcome outcome(FetchRequest request) {
    return request.body().isPresent()
        ? fetched(request)
        : gotten.computeIfAbsent(request.uri(), u -> fetched(request));
  }

  private FetchOutcome fetched(FetchRequest request) {
    URI uri = request.uri();
    String server = uri.getScheme() + "://" + uri.getRawAuthority();
    FetchRefusal before = silent.get(server);
    if (before != null) {
      return new NotFetched(uri, before, "not asked again");
    }
    if (asked.incrementAndGet() > MOST || octets.get() > MOST_OCTETS) {
      return new NotFetched(uri, FetchRefusal.NETWORK_REFUSED, "asked too much in this run");
    }
    FetchOutcome outcome = fetcher.fetch(request);
    if (outcome instanceof Fetched fetched) {
      octets.addAndGet(fetched.content().length());
    }
    if (outcome instanceof NotFetched not && silence(not.refusal())) {
      silent.put(server, not.refusal());
    }
    return outcome;
  }

  private static boolean silence(FetchRefusal refusal) {
    return refusal == FetchRefusal.TOO_SLOW
        || refusal == FetchRefusal.UNREACHABLE
        || refusal == FetchRefusal.HOST_UNKNOWN;
  }

  private static Check notDone(String clause, String detail) {
    return new Check(ID, clause, Outcome.NOT_DONE, null, detail);
  }
}
