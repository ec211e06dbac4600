package org.xinfu.idp.logout;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.springframework.scheduling.annotation.Scheduled;
import org.xinfu.idp.logout.Deliveries.Delivery;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;
import org.xinfu.trust.key.VaultException;

/**
 * Delivers logout tokens until the service takes them. Any number of replicas does this at once: a
 * row is leased, not locked, so that neither a slow service nor a killed replica holds it. A
 * service that did not take the last one gets few at a time, so that others are told meanwhile.
 */
public final class DeliverLogouts implements AutoCloseable {
  private final Deliveries deliveries;
  private final Messages messages;
  private final LogoutSettings settings;
  private final Outside outside;
  private final AtomicInteger running = new AtomicInteger();
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final ExecutorService runners = Executors.newVirtualThreadPerTaskExecutor();

  /** What services are told: logout tokens, or LogoutRequests by CAS. */
  public record Messages(LogoutToken tokens, LogoutRequestForm requests) {
    Bytes form(Delivery delivery) {
      return Bytes.utf8(
          delivery.sessionIndex() == null
              ? "logout_token=" + tokens.of(delivery)
              : requests.of(delivery, delivery.sessionIndex()));
    }
  }

  /** What the delivery needs of the world around it. */
  public record Outside(Fetcher fetcher, Clock clock, MeterRegistry meters) {}

  public DeliverLogouts(
      Deliveries deliveries, Messages messages, LogoutSettings settings, Outside outside) {
    this.deliveries = deliveries;
    this.messages = messages;
    this.settings = settings;
    this.outside = outside;
  }

  /** Starts a runner for each delivery that is due; a runner takes the next one by itself. */
  @Scheduled(fixedDelayString = "${xinfu.logout.poll:PT1S}")
  public void deliver() {
    for (Delivery due : claim(settings.atOnce() - running.get())) {
      running.incrementAndGet();
      runners.execute(() -> run(due));
    }
  }

  private void run(Delivery first) {
    try {
      List<Delivery> next = List.of(first);
      while (!next.isEmpty()) {
        tried(next.getFirst());
        next = claim(1);
      }
    } finally {
      running.decrementAndGet();
    }
  }

  private List<Delivery> claim(int most) {
    if (most < 1) {
      return List.of();
    }
    int few = settings.few();
    Set<String> busy =
        failing.stream()
            .filter(client -> underWay.getOrDefault(client, 0) >= few)
            .collect(Collectors.toSet());
    Deliveries.Wish wish = new Deliveries.Wish(most, few, failing, busy);
    List<Delivery> claimed = deliveries.claim(wish, outside.clock().instant(), settings.lease());
    claimed.forEach(one -> underWay.merge(one.clientId(), 1, Integer::sum));
    return claimed;
  }

  private void tried(Delivery delivery) {
    try {
      attempt(delivery);
    } finally {
      underWay.merge(delivery.clientId(), -1, Integer::sum);
    }
  }

  private void attempt(Delivery delivery) {
    String problem = problem(delivery);
    if (problem.isEmpty()) {
      failing.remove(delivery.clientId());
    } else {
      failing.add(delivery.clientId());
    }
    Instant now = outside.clock().instant();
    if (problem.isEmpty()) {
      deliveries.delivered(delivery, now);
      count(delivery, "delivered");
    } else if (delivery.attempt() >= settings.attempts()) {
      deliveries.dead(delivery, problem, now);
      count(delivery, "dead");
    } else {
      deliveries.failed(delivery, problem, now.plus(settings.after(delivery.attempt())));
      count(delivery, "failed");
    }
  }

  /** Why the service did not take it; empty when it did (§2.8: 200, or 204). */
  private String problem(Delivery delivery) {
    try {
      Bytes form = messages.form(delivery);
      FetchRequest post =
          FetchRequest.post(
              URI.create(delivery.uri()), "*/*", form, "application/x-www-form-urlencoded");
      return switch (outside.fetcher().fetch(post)) {
        case FetchOutcome.Fetched taken -> "";
        case FetchOutcome.NotFetched not -> not.refusal().word() + ": " + not.detail();
      };
    } catch (VaultException deviceAway) {
      return "vault-unavailable";
    }
  }

  private void count(Delivery delivery, String outcome) {
    outside
        .meters()
        .counter("xinfu.logout.attempts", "client", delivery.clientId(), "outcome", outcome)
        .increment();
  }

  /** Attempts that are under way may end; what was not reported is due again after its lease. */
  @Override
  public void close() {
    runners.shutdown();
  }
}
