package org.xinfu.idp.upstream;

import java.time.Clock;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Upstream;

/** Knows whether the platform answers: from every call, and by asking now and then. */
public final class WatchUpstream {
  private final List<Upstream> platforms;
  private final UpstreamLinks links;
  private final IdpAudit audit;
  private final Clock clock;

  public WatchUpstream(List<Upstream> platforms, UpstreamLinks links, IdpAudit audit, Clock clock) {
    this.platforms = List.copyOf(platforms);
    this.links = links;
    this.audit = audit;
    this.clock = clock;
  }

  /** Asks each platform for a sign of life. */
  @Scheduled(fixedDelayString = "${xinfu.upstream.probe:PT30S}")
  public void probe() {
    for (Upstream platform : platforms) {
      try {
        platform.probe();
        answered(platform);
      } catch (Upstream.Unavailable silence) {
        silent(platform);
      }
    }
  }

  void answered(Upstream platform) {
    if (links.back(platform.id())) {
      audit.record(null, platform.id(), "upstream-outage", "ended");
    }
  }

  void silent(Upstream platform) {
    if (links.away(platform.id(), clock.instant())) {
      audit.record(null, platform.id(), "upstream-outage", "began");
    }
  }
}
