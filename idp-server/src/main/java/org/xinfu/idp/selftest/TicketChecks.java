package org.xinfu.idp.selftest;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import org.xinfu.idp.domain.ServiceRule;
import org.xinfu.idp.registration.ClientMetadata;
import org.xinfu.idp.registration.Registrations.Registration;
import org.xinfu.idp.registration.TicketMetadata;
import org.xinfu.idp.selftest.Finding.Why;

/**
 * The same for clients that take tickets, by CAS or by the ticket protocol: the browser alters what
 * it carries to the client, as whoever holds a browser can. Tickets are judged by this server; what
 * shows is whether the client asks it, and heeds what it says.
 */
final class TicketChecks {
  private static final String TICKET = "ticket";
  private static final String STATE = "state";

  private final Spoken spoken;
  private final Registration client;
  private final TestLogin.Ground ground;
  private final List<Finding> findings = new ArrayList<>();

  TicketChecks(Spoken spoken, Registration client, TestLogin.Ground ground) {
    this.spoken = spoken;
    this.client = client;
    this.ground = ground;
  }

  List<Finding> run() {
    Finding closed = LoginChecks.closed(ground);
    findings.add(closed);
    if (closed.outcome() != Finding.Outcome.PASSED) {
      return rest();
    }
    TestLogin.Went right = TestLogin.run(ground, UnaryOperator.identity());
    String names = String.join(" ", right.asked().keySet());
    if (spoken == Spoken.TICKETS) {
      add(Check.REQUEST_STATE, right.asked().containsKey(STATE), names);
    }
    add(Check.REQUEST_ADDRESS, registered(right.asked()), address(right.asked()));
    add(Check.LOGIN, right.answered() && right.inside(), right.seen());
    if (!right.inside()) {
      return rest();
    }
    if (spoken == Spoken.TICKETS) {
      refused(Check.STATE, answer -> with(answer, STATE, UUID.randomUUID().toString()));
      refused(Check.STATE_MISSING, answer -> with(answer, STATE, null));
    }
    String invented = parameter(right.answer(), TICKET).replaceFirst("[^-]*$", "") + "invented";
    refused(Check.TICKET_UNKNOWN, answer -> with(answer, TICKET, invented));
    String spent = parameter(right.answer(), TICKET);
    refused(Check.TICKET_SPENT, answer -> with(answer, TICKET, spent));
    return findings;
  }

  private void refused(Check check, UnaryOperator<URI> change) {
    TestLogin.Went went = TestLogin.run(ground, change);
    if (went.answered()) {
      add(check, !went.inside(), went.seen());
    } else {
      findings.add(Finding.impossible(check, Why.NO_LOGIN));
    }
  }

  private void add(Check check, boolean passed, String seen) {
    findings.add(Finding.of(check, passed, seen));
  }

  private List<Finding> rest() {
    List<Check> made = findings.stream().map(Finding::check).toList();
    spoken.logins().stream()
        .filter(check -> !made.contains(check))
        .forEach(check -> findings.add(Finding.impossible(check, Why.NO_LOGIN)));
    return findings;
  }

  /** Whether the request names this client, by what is registered of it. */
  private boolean registered(Map<String, String> asked) {
    ClientMetadata metadata = client.metadata();
    if (spoken == Spoken.CAS) {
      String service = ServiceRule.withoutSession(address(asked));
      return metadata.casServices().stream()
          .flatMap(rule -> ServiceRule.parse(rule).stream())
          .anyMatch(rule -> rule.covers(service));
    }
    TicketMetadata ticket = Objects.requireNonNull(metadata.ticket());
    return client.clientId().equals(asked.get("app_id"))
        && ticket.redirectUris().contains(address(asked));
  }

  private String address(Map<String, String> asked) {
    String name = spoken == Spoken.CAS ? "service" : "redirect_uri";
    String value = Objects.requireNonNullElse(asked.get(name), "");
    return URLDecoder.decode(value, StandardCharsets.UTF_8);
  }

  /** Its value, as it came; empty when it did not. */
  static String parameter(URI uri, String name) {
    String value = UriComponentsBuilder.fromUri(uri).build(true).getQueryParams().getFirst(name);
    return Objects.requireNonNullElse(value, "");
  }

  private static URI with(URI uri, String name, @Nullable String value) {
    UriComponentsBuilder changed = UriComponentsBuilder.fromUri(uri);
    return (value == null
            ? changed.replaceQueryParam(name)
            : changed.replaceQueryParam(name, value))
        .build(true)
        .toUri();
  }
}
