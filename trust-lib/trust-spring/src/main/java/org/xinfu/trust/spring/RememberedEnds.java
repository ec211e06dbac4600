package org.xinfu.trust.spring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Ended logins in this process's memory: as long-lived as the sessions that lie there too. */
final class RememberedEnds implements EndedLogins {
  /** No session is used for longer. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final Clock clock;
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();

  RememberedEnds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void ended(@Nullable String sid, @Nullable String sub, Instant at) {
    forget();
    ends.merge(sid != null ? "sid " + sid : "sub " + sub, at, RememberedEnds::later);
  }

  @Override
  public boolean hasEnded(@Nullable String sid, String sub, Instant loggedInAt) {
    Instant all = ends.get("sub " + sub);
    return (sid != null && ends.containsKey("sid " + sid))
        || (all != null && !loggedInAt.isAfter(all));
  }

  private void forget() {
    Instant before = clock.instant().minus(KEPT);
    ends.values().removeIf(at -> at.isBefore(before));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
