package org.xinfu.idp.cas;

import java.time.Clock;
import java.time.Instant;
import org.xinfu.idp.domain.IdpAudit;

/** The clock, the audit book and the lives of tickets. */
public record CasPart(CasSettings settings, IdpAudit audit, Clock clock) {
  Instant now() {
    return clock.instant();
  }

  Instant expires() {
    return now().plus(settings.ticketLife());
  }
}
