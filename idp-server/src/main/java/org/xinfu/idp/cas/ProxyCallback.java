package org.xinfu.idp.cas;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.xinfu.idp.cas.CasTickets.Granting;
import org.xinfu.idp.cas.CasTickets.Service;
import org.xinfu.idp.cas.CasTickets.Ticket;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;

/**
 * Sends a proxy-granting ticket to where the client registered to take it (CAS protocol 3.0
 * §2.5.4), through the limited fetcher: https, or http to hosts that the operator lists as inside.
 */
public final class ProxyCallback {
  /** A chain of proxies longer than this is refused. */
  private static final int LONGEST = 5;

  private final CasTickets tickets;
  private final Fetcher fetcher;
  private final CasPart part;
  private final SecureRandom random = new SecureRandom();

  public ProxyCallback(CasTickets tickets, Fetcher fetcher, CasPart part) {
    this.tickets = tickets;
    this.fetcher = fetcher;
    this.part = part;
  }

  /** The ticket's name for the service (PGTIOU); empty when it was not taken. */
  Optional<String> send(Ticket ticket, String callback) {
    boolean registered =
        tickets
            .service(ticket.service())
            .filter(service -> service.clientId().equals(ticket.clientId()))
            .map(Service::callbacks)
            .filter(urls -> urls.contains(callback))
            .isPresent();
    if (!registered || ticket.proxies().size() >= LONGEST) {
      return Optional.empty();
    }
    List<String> proxies = new ArrayList<>(List.of(callback));
    proxies.addAll(ticket.proxies());
    Instant expires = part.now().plus(part.settings().grantingLife());
    String granting =
        tickets.issueGranting(new Granting(ticket.clientId(), ticket.login(), proxies), expires);
    String iou = "PGTIOU-" + random();
    char joint = callback.indexOf('?') < 0 ? '?' : '&';
    URI uri = URI.create(callback + joint + "pgtId=" + granting + "&pgtIou=" + iou);
    return fetcher.fetch(FetchRequest.get(uri, "*/*")) instanceof FetchOutcome.Fetched
        ? Optional.of(iou)
        : Optional.empty();
  }

  private String random() {
    byte[] value = new byte[24];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }
}
