package org.xinfu.idp.selftest;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.web.util.UriComponentsBuilder;
import org.xinfu.idp.logout.LogoutRequestForm;
import org.xinfu.idp.selftest.Finding.Why;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;

/**
 * Sends LogoutRequests to the service URL of somebody's login (CAS protocol 3.0 §2.3.3): one that
 * speaks of another ticket must end nothing, since nobody signs them; the right one ends the login.
 */
final class CasLogoutChecks {
  private static final List<Check> ALL = List.of(Check.CAS_LOGOUT_OTHER, Check.CAS_LOGOUT);

  private final String clientId;
  private final TestLogin.Ground ground;
  private final LogoutRequestForm requests;
  private final Fetcher fetcher;

  CasLogoutChecks(
      String clientId, TestLogin.Ground ground, LogoutRequestForm requests, Fetcher fetcher) {
    this.clientId = clientId;
    this.ground = ground;
    this.requests = requests;
    this.fetcher = fetcher;
  }

  /** All checks, none of which could be made. */
  static List<Finding> impossible(Why why) {
    return ALL.stream().map(check -> Finding.impossible(check, why)).toList();
  }

  List<Finding> run() {
    TestLogin.Went login = TestLogin.run(ground, UnaryOperator.identity());
    if (!login.inside()) {
      return impossible(Why.NO_LOGIN);
    }
    URI service =
        UriComponentsBuilder.fromUri(login.answer())
            .replaceQueryParam("ticket")
            .build(true)
            .toUri();
    String others = send(service, "ST-" + UUID.randomUUID());
    boolean still = TestLogin.inside(login.browser(), ground.inside());
    Finding other = Finding.of(Check.CAS_LOGOUT_OTHER, still, seen(others, still));
    if (!still) {
      return List.of(other, Finding.impossible(Check.CAS_LOGOUT, Why.NO_LOGIN));
    }
    String own = send(service, TicketChecks.parameter(login.answer(), "ticket"));
    boolean ended = !TestLogin.inside(login.browser(), ground.inside());
    return List.of(other, Finding.of(Check.CAS_LOGOUT, own.isEmpty() && ended, seen(own, !ended)));
  }

  /** Empty when it was taken, else why not. */
  private String send(URI service, String ticket) {
    Bytes form = Bytes.utf8(requests.of(clientId, TestLogin.PERSON.account(), ticket));
    FetchRequest post =
        FetchRequest.post(service, "*/*", form, "application/x-www-form-urlencoded");
    return switch (fetcher.fetch(post)) {
      case FetchOutcome.Fetched taken -> "";
      case FetchOutcome.NotFetched not -> not.refusal().word() + " " + not.detail();
    };
  }

  private static String seen(String answer, boolean still) {
    return (answer.isEmpty() ? "taken" : answer) + (still ? ", logged in" : ", logged out");
  }
}
