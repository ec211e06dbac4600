package org.xinfu.idp.cas;

import org.xinfu.idp.cas.CasOutcome.Code;
import org.xinfu.idp.cas.CasOutcome.Refused;
import org.xinfu.idp.cas.CasTickets.Granting;
import org.xinfu.idp.cas.CasTickets.Service;
import org.xinfu.idp.cas.CasTickets.Ticket;

/**
 * Makes a proxy ticket (CAS protocol 3.0 §2.7): the holder of a proxy-granting ticket speaks for
 * the person at another registered service, which sees the whole chain of proxies.
 */
public final class IssueProxyTicket {
  private final CasTickets tickets;
  private final CasPart part;

  public IssueProxyTicket(CasTickets tickets, CasPart part) {
    this.tickets = tickets;
    this.part = part;
  }

  CasOutcome issue(String grantingTicket, String target) {
    Granting granting = tickets.granting(grantingTicket, part.now()).orElse(null);
    if (granting == null) {
      return new Refused(Code.INVALID_TICKET, "the ticket is unknown or its login has ended");
    }
    Service service = tickets.service(target).filter(one -> !one.asks()).orElse(null);
    String account = granting.login().account();
    if (service == null) {
      part.audit().record(granting.clientId(), account, "cas-proxy-ticket-issued", "refused");
      return new Refused(Code.UNAUTHORIZED_SERVICE, "the target service is not registered");
    }
    Ticket ticket =
        new Ticket(service.clientId(), service.url(), granting.login(), false, granting.proxies());
    String text = tickets.issue(ticket, part.expires());
    part.audit().record(granting.clientId(), account, "cas-proxy-ticket-issued", "done");
    return new CasOutcome.Proxied(text);
  }
}
