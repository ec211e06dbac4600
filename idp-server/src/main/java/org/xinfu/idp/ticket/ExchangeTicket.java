package org.xinfu.idp.ticket;

import java.time.Clock;
import java.time.Instant;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.ticket.AppTickets.Exchanged;
import org.xinfu.idp.ticket.AppTickets.Login;
import org.xinfu.kit.Refused;

/** Makes a token of a ticket, once; the token lives no longer than the login. */
public final class ExchangeTicket {
  private final AppTickets tickets;
  private final TicketSettings settings;
  private final SignOut signOut;
  private final Part part;

  /** The clock and the audit book. */
  public record Part(IdpAudit audit, Clock clock) {}

  public ExchangeTicket(AppTickets tickets, TicketSettings settings, SignOut signOut, Part part) {
    this.tickets = tickets;
    this.settings = settings;
    this.signOut = signOut;
    this.part = part;
  }

  Exchanged exchange(String appId, String ticket) {
    Instant now = part.clock().instant();
    Exchanged made =
        tickets.exchange(appId, ticket, now, now.plus(settings.tokenLife())).orElse(null);
    if (made == null) {
      part.audit().record(appId, "unknown", "app-ticket-exchanged", "ticket-invalid");
      throw new Refused(TicketRefusal.TICKET_INVALID);
    }
    part.audit().record(appId, made.login().account(), "app-ticket-exchanged", "done");
    return made;
  }

  /** The login that the token stands for. */
  Login login(String appId, String token) {
    return tickets
        .login(appId, token, part.clock().instant())
        .orElseThrow(
            () -> {
              TicketRefusal why = TicketRefusal.TICKET_TOKEN_INVALID;
              part.audit().record(appId, appId, "app-call", why.code());
              return new Refused(why);
            });
  }

  void end(Login login) {
    signOut.login(login.sid(), SignOut.Cause.LOGOUT);
    part.audit().record(login.appId(), login.account(), "app-exit", "done");
  }

  long seconds() {
    return settings.tokenLife().toSeconds();
  }
}
