package org.xinfu.idp.authorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRefusal;
import org.xinfu.trust.fetch.Fetcher;

/** How often a stranger makes this server call a client's site. */
class ReferredObjectsTest {
  private static final String ADDRESS = "https://rp.example/request.jwt";
  private static final ReferredObjects.Found TEXT =
      new ReferredObjects.Found.Text("e.y.J", RequestObjects.Term.SHORT);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now.get();
        }
      };
  private final List<URI> fetched = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private final AtomicInteger left = new AtomicInteger(1000);

  private ReferredObjects objects(Fetcher fetcher) {
    Budgets budgets =
        (lines, at) -> {
          lines.forEach(line -> counted.add(line.key()));
          return left.getAndDecrement() > 0;
        };
    PushAllowance.Limits limits = new PushAllowance.Limits(10, 10);
    return new ReferredObjects(fetcher, new PushAllowance(budgets, limits, clock), clock);
  }

  private Fetcher site(String text) {
    return request -> {
      fetched.add(request.uri());
      return text.isEmpty()
          ? new FetchOutcome.NotFetched(request.uri(), FetchRefusal.UNREACHABLE, "")
          : new FetchOutcome.Fetched(request.uri(), Bytes.utf8(text), "", now.get());
    };
  }

  @Test
  void a_file_is_kept_for_a_minute_and_a_failure_for_ten_seconds() {
    ReferredObjects good = objects(site("e.y.J"));
    for (int i = 0; i < 3; i++) {
      assertThat(good.of("a", ADDRESS, "p")).isEqualTo(TEXT);
    }
    now.set(START.plusSeconds(59));
    good.of("a", ADDRESS, "p");
    assertThat(fetched).hasSize(1);
    now.set(START.plusSeconds(60));
    good.of("a", ADDRESS, "p");
    assertThat(fetched).hasSize(2);
    assertThat(counted).as("what is kept costs nothing").hasSize(2).containsOnly("fetched for p");
    fetched.clear();
    ReferredObjects bad = objects(site(""));
    bad.of("a", ADDRESS, "p");
    now.set(START.plusSeconds(69));
    assertThat(bad.of("a", ADDRESS, "p")).isInstanceOf(ReferredObjects.Found.Nothing.class);
    assertThat(fetched).hasSize(1);
    now.set(START.plusSeconds(70));
    bad.of("a", ADDRESS, "p");
    assertThat(fetched).hasSize(2);
  }

  @Test
  void the_fragment_is_not_sent_and_what_is_kept_is_one_clients() {
    ReferredObjects objects = objects(site("e.y.J"));
    objects.of("a", ADDRESS + "#" + "A".repeat(43), "p");
    objects.of("a", ADDRESS, "p");
    objects.of("b", ADDRESS, "p");
    assertThat(fetched).hasSize(3).containsOnly(URI.create(ADDRESS));
  }

  @Test
  void a_network_that_has_used_up_its_minute_makes_nothing_be_fetched() {
    left.set(1);
    ReferredObjects objects = objects(site("e.y.J"));
    objects.of("a", ADDRESS, "p");
    assertThat(objects.of("b", ADDRESS, "p")).isInstanceOf(ReferredObjects.Found.Busy.class);
    assertThat(objects.of("a", ADDRESS, "p"))
        .as("kept")
        .isInstanceOf(ReferredObjects.Found.Text.class);
    assertThat(fetched).hasSize(1);
  }

  @Test
  void a_fault_of_the_fetcher_leaves_no_seat_taken_and_nobody_waiting() {
    ReferredObjects objects =
        objects(
            request -> {
              throw new IllegalStateException("a bug");
            });
    for (int i = 0; i < 200; i++) {
      assertThatThrownBy(() -> objects.of("a", ADDRESS, "p")).hasMessage("a bug");
    }
  }
}
