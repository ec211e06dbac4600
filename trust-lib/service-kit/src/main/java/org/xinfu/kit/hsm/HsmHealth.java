package org.xinfu.kit.hsm;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** UP when every configured token answers. */
final class HsmHealth implements HealthIndicator {
  private final Hsm hsm;

  HsmHealth(Hsm hsm) {
    this.hsm = hsm;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (String token : hsm.tokens()) {
      try {
        health.withDetail(token, hsm.token(token).list().size() + " keys");
      } catch (RuntimeException e) {
        health.down().withDetail(token, "does not answer");
      }
    }
    return health.build();
  }
}
