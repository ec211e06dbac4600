package org.xinfu.kit.hsm;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.xinfu.trust.key.VaultException;

/** UP when every configured token answers, and the file with its PIN can be read. */
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
      } catch (VaultException | IllegalStateException e) {
        health.down().withDetail(token, "does not answer");
      }
    }
    return health.build();
  }
}
