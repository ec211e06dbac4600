package org.xinfu.idp.mandate;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.Mandates;

/**
 * Follows the registry: what a change takes away is gone when the change was read. Also ends logins
 * whose mandates have expired. Safe on several replicas at once.
 */
public final class RegistryWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);

  private final EntityRegistry registry;
  private final Mandates mandates;
  private final Clock clock;

  public RegistryWatch(EntityRegistry registry, Mandates mandates, Clock clock) {
    this.registry = registry;
    this.mandates = mandates;
    this.clock = clock;
  }

  /** Reads on from the last change that was followed. */
  @Scheduled(
      initialDelayString = "${xinfu.registry.poll:PT5S}",
      fixedDelayString = "${xinfu.registry.poll:PT5S}")
  public void follow() {
    mandates.endLapsed(clock.instant());
    try {
      registry
          .changes(mandates.position())
          .forEach(change -> mandates.follow(change, clock.instant()));
    } catch (EntityRegistry.Unavailable noAnswer) {
      LOG.warn("the registry's changes are not known: {}", noAnswer.getMessage());
    }
  }
}
