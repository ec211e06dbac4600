package org.xinfu.kit.log;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * DOWN where nothing is signed until an operator has looked: the service answers as before, but the
 * tree that grows is nobody's word. A device that is away is told by its own token.
 */
final class LogHealth implements HealthIndicator {
  private final LogRounds rounds;

  LogHealth(LogRounds rounds) {
    this.rounds = rounds;
  }

  @Override
  public Health health() {
    String why = rounds.stopped();
    return why.isEmpty() ? Health.up().build() : Health.down().withDetail("signing", why).build();
  }
}
