package org.xinfu.idp.ticket;

import java.time.Clock;
import java.time.Instant;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.LevelTable;

/** The clock, the audit book, the lives of tickets and the table of levels. */
public record TicketPart(TicketSettings settings, LevelTable levels, IdpAudit audit, Clock clock) {
  Instant expires() {
    return clock.instant().plus(settings.life());
  }
}
