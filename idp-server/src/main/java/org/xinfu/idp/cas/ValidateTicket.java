package org.xinfu.idp.cas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.authorize.AcrNames;
import org.xinfu.idp.cas.CasOutcome.Code;
import org.xinfu.idp.cas.CasOutcome.Refused;
import org.xinfu.idp.cas.CasTickets.Shown;
import org.xinfu.idp.cas.CasTickets.Ticket;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.LevelTable;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.Mandate;

/**
 * Tells a service whom a ticket stands for (CAS protocol 3.0 §2.4 to §2.6). Whatever is wrong with
 * the request, a ticket that was shown is spent.
 */
public final class ValidateTicket {
  private final CasTickets tickets;
  private final People people;
  private final ProxyCallback callback;
  private final CasPart part;

  /** Whom tickets stand for, and how levels are called. */
  public record People(
      Accounts accounts,
      Subjects subjects,
      ActingIdentities acting,
      Levels levels,
      Sandbox sandbox) {}

  /** How levels are called. */
  public record Levels(AcrNames names, LevelTable table) {
    String of(String acr) {
      return names.level(table, acr);
    }
  }

  public ValidateTicket(CasTickets tickets, People people, ProxyCallback callback, CasPart part) {
    this.tickets = tickets;
    this.people = people;
    this.callback = callback;
    this.part = part;
  }

  /**
   * A service's question.
   *
   * @param renew only a ticket for which the person logged in will do
   * @param callback where a proxy-granting ticket is wanted; null for none
   * @param proxied whether proxy tickets are taken as well
   */
  record Asked(
      String ticket, String service, boolean renew, @Nullable String callback, boolean proxied) {}

  CasOutcome validate(Asked asked) {
    Shown shown = tickets.take(asked.ticket(), part.now()).orElse(null);
    if (shown == null) {
      part.audit().record(null, "unknown", "cas-ticket-validated", "invalid-ticket");
      return new Refused(Code.INVALID_TICKET, "the ticket is unknown, spent or too old");
    }
    CasOutcome outcome = judged(asked, shown);
    Ticket ticket = shown.ticket();
    String told = outcome instanceof Refused refused ? kebab(refused.code()) : "done";
    part.audit().record(ticket.clientId(), ticket.login().account(), "cas-ticket-validated", told);
    return outcome;
  }

  private CasOutcome judged(Asked asked, Shown shown) {
    Ticket ticket = shown.ticket();
    if (!ticket.service().equals(asked.service())) {
      return new Refused(Code.INVALID_SERVICE, "the ticket was made for another service");
    }
    if (ticket.proxied() && !asked.proxied()) {
      return new Refused(Code.INVALID_TICKET_SPEC, "a proxy ticket is not taken here");
    }
    if (asked.renew() && !ticket.fresh()) {
      return new Refused(Code.INVALID_TICKET, "nobody logged in for this ticket");
    }
    Account account =
        people.accounts().byId(ticket.login().account()).filter(Account::active).orElse(null);
    Acting acting = ticket.login().acting();
    Chain chain = acting == null ? null : people.acting().now(acting).orElse(null);
    boolean lapsed = acting != null && chain == null;
    if (account == null
        || lapsed
        || !people.sandbox().meet(ticket.clientId(), account.id())
        || !tickets.reached(shown, part.now())) {
      return new Refused(Code.INVALID_TICKET, "the login has ended");
    }
    String iou = null;
    if (asked.callback() != null) {
      iou = callback.send(ticket, asked.callback()).orElse(null);
      if (iou == null) {
        return new Refused(
            Code.INVALID_PROXY_CALLBACK, "the callback is not registered or does not answer");
      }
    }
    return new CasOutcome.Valid(
        people.subjects().of(ticket.clientId(), chain == null ? account.id() : chain.entity().id()),
        attributes(ticket, chain == null ? person(account) : entity(ticket, chain)),
        iou,
        ticket.proxies());
  }

  /** The same as ID tokens tell, never the citizen id number. */
  private Map<String, List<String>> attributes(Ticket ticket, Map<String, List<String>> whom) {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    String acr = ticket.login().facts().acr();
    attributes.put("authenticationDate", List.of(ticket.login().facts().at().toString()));
    attributes.put("longTermAuthenticationRequestTokenUsed", List.of("false"));
    attributes.put("isFromNewLogin", List.of(Boolean.toString(ticket.fresh())));
    attributes.putAll(whom);
    attributes.put("acr", List.of(acr));
    attributes.put("amr", ticket.login().facts().amr());
    attributes.put("level", List.of(people.levels().of(acr)));
    if (people.sandbox().client(ticket.clientId())) {
      attributes.put("sandbox", List.of("true"));
    }
    return attributes;
  }

  private static Map<String, List<String>> person(Account account) {
    Map<String, List<String>> told = new LinkedHashMap<>();
    told.put("name", List.of(account.displayName()));
    told.put("roles", account.roles().stream().map(Enum::name).sorted().toList());
    told.put("org", Optional.ofNullable(account.org()).map(List::of).orElse(List.of()));
    return told;
  }

  /** {@code user} is the entity then and {@code act} the human; what they may is in the mandate. */
  private Map<String, List<String>> entity(Ticket ticket, Chain chain) {
    Mandate mandate = chain.mandate();
    Map<String, List<String>> told = new LinkedHashMap<>();
    told.put("act", List.of(people.subjects().of(ticket.clientId(), mandate.personId())));
    told.put("name", List.of(chain.entity().name()));
    told.put("org", List.of(chain.entity().code().value()));
    told.put("mandateRole", List.of(mandate.role().name()));
    told.put("mandateMatters", mandate.extent().matters().stream().sorted().toList());
    told.put("mandateRegion", List.of(mandate.extent().region().code()));
    told.put("mandateUntil", List.of(mandate.extent().until().toString()));
    return told;
  }

  private static String kebab(Code code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
