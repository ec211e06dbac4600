package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tickets and CAS where somebody acts for a legal person, and where a system asks for a level: the
 * ticket says both who it is and for whom, and the person is led to what is wanting.
 */
class LegacyActingTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String BACK = "http://127.0.0.1:9/app/back";
  private static final String SERVICE = "http://127.0.0.1:9/acting/page";
  private static final Pattern SEAT = Pattern.compile("name=\"seat\" value=\"([^\"]+)\"");

  private static RunningIdp idp;
  private static TicketApp app;

  @BeforeAll
  static void start() {
    idp = Departments.get().idp;
    Companies.seeded(idp);
    app = TicketApp.byMac(new Administrator(idp), BACK);
    new Administrator(idp)
        .register(
            new HashMap<>(
                Map.of(
                    "client_name",
                    "旧系统（样例）",
                    "grant_types",
                    List.of(),
                    "cas",
                    Map.of("services", List.of("http://127.0.0.1:9/acting/*")))));
  }

  @Test
  void a_ticket_tells_the_entity_and_the_human_until_the_mandate_is_revoked() {
    String mandate = Companies.fresh(idp, Duration.ofDays(1));
    Browser agent = acting(mandate);
    String token = token(agent, Map.of());
    Map<String, Object> user = RunningIdp.json(userInfo(token).body());
    assertThat(user)
        .containsEntry("user_id", Companies.entity(idp))
        .containsEntry("act", Map.of("user_id", Companies.account(idp, Companies.AGENT)))
        .containsEntry("name", Companies.NAME)
        .containsEntry("org", Companies.CODE.value())
        .containsEntry("account_role", "20")
        .containsEntry("roles", List.of());
    assertThat((Map<?, ?>) user.get("mandate"))
        .isEqualTo(
            Map.of(
                "id",
                mandate,
                "role",
                "AGENT",
                "matters",
                List.of("tax:file"),
                "region",
                "510100",
                "until",
                ((Map<?, ?>) user.get("mandate")).get("until")));
    String unspent = back(agent, Map.of()).get("ticket");
    Browser boss = Companies.loggedIn(idp, Companies.REPRESENTATIVE);
    boss.submit("/account/entities", "/account/mandates/revoke", "mandate", mandate);
    assertThat(userInfo(token).statusCode()).isEqualTo(401);
    assertThat(app.call(idp, "/ticket/token", Map.of("ticket", unspent)).statusCode())
        .isEqualTo(400);
  }

  @Test
  void cas_tells_the_entity_and_by_p3_the_human_and_the_mandate() {
    Browser agent = acting(Companies.standing(idp, Companies.AGENT));
    String two = validated(agent, "/cas/serviceValidate");
    assertThat(two)
        .contains("<cas:user>" + Companies.entity(idp) + "</cas:user>")
        .doesNotContain("<cas:attributes>", Companies.NAME);
    assertThat(validated(agent, "/cas/p3/serviceValidate"))
        .contains("<cas:user>" + Companies.entity(idp) + "</cas:user>")
        .contains("<cas:act>" + Companies.account(idp, Companies.AGENT) + "</cas:act>")
        .contains("<cas:name>" + Companies.NAME + "</cas:name>")
        .contains("<cas:org>" + Companies.CODE.value() + "</cas:org>")
        .contains("<cas:mandateRole>AGENT</cas:mandateRole>")
        .contains("<cas:mandateMatters>*</cas:mandateMatters>")
        .contains("<cas:mandateRegion>510000</cas:mandateRegion>")
        .doesNotContain("<cas:roles>");
  }

  @Test
  void a_cas_ticket_of_a_mandate_that_ended_opens_nothing() {
    String mandate = Companies.fresh(idp, Duration.ofDays(1));
    Browser agent = acting(mandate);
    String ticket = casTicket(agent);
    Companies.loggedIn(idp, Companies.REPRESENTATIVE)
        .submit("/account/entities", "/account/mandates/revoke", "mandate", mandate);
    assertThat(validated("/cas/p3/serviceValidate", ticket)).contains("INVALID_TICKET");
  }

  @Test
  void an_application_has_the_account_switched() {
    Browser agent = Companies.loggedIn(idp, Companies.AGENT);
    HttpResponse<String> asked = ask(agent, Map.of("switch", "1"));
    assertThat(Browser.location(asked)).endsWith("/login/account");
    String page = agent.get("/login/account").body();
    assertThat(page).contains(Companies.NAME, Companies.CODE.value());
    HttpResponse<String> chosen =
        agent.submit(
            "/login/account",
            "/account/acting",
            "seat",
            seat(page),
            "mandate",
            Companies.standing(idp, Companies.AGENT));
    Map<String, Object> company =
        RunningIdp.json(userInfo(exchanged(agent.get(Browser.location(chosen)))).body());
    assertThat(company).containsEntry("user_id", Companies.entity(idp));

    ask(agent, Map.of("switch", "1"));
    String again = agent.get("/login/account").body();
    HttpResponse<String> self =
        agent.submit("/login/account", "/account/acting", "seat", seat(again), "mandate", "");
    Map<String, Object> person =
        RunningIdp.json(userInfo(exchanged(agent.get(Browser.location(self)))).body());
    assertThat(person)
        .containsEntry("user_id", Companies.account(idp, Companies.AGENT))
        .containsEntry("account_role", "10")
        .doesNotContainKeys("act", "mandate");
  }

  @Test
  void a_level_leads_to_another_factor_and_the_ticket_tells_it() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(idp, phone, "+86" + phone, PASSWORD);
    Browser person = new Browser(idp.origin);
    person.logIn(name, PASSWORD);
    assertThat(Browser.location(ask(person, Map.of("level", "L2"))))
        .endsWith("/login/step-up?aal=AAL2");
    person.get("/login/step-up?aal=AAL2");
    assertThat(person.get("/login/more").body()).contains("示例应用（样例）");
    person.submit("/login/second", "/login/second/send", "factor", "SMS_CODE");
    HttpResponse<String> shown =
        person.submit(
            "/login/second",
            "/login/second",
            "factor",
            "SMS_CODE",
            "code",
            idp.lastCode("+86" + phone));
    HttpResponse<String> back = person.get(Browser.location(shown));
    assertThat(Browser.query(Browser.location(back))).containsEntry("state", "st");
    assertThat(RunningIdp.json(userInfo(exchanged(back)).body()))
        .containsEntry("level", "L2")
        .containsEntry("acr", "urn:xinfu:acr:ial1:aal2");
  }

  @Test
  void a_level_leads_to_proof_and_who_declines_is_not_given_a_ticket() {
    Browser officer = Companies.loggedIn(idp, "licence-officer");
    assertThat(Browser.location(ask(officer, Map.of("level", "L3"))))
        .endsWith("/login/more?need=PROOF");
    String page = officer.get("/login/more?need=PROOF").body();
    assertThat(page).contains("示例应用（样例）");
    HttpResponse<String> declined =
        officer.submit("/login/more", "/login/more/decline", "seat", seat(page));
    HttpResponse<String> back = officer.get(Browser.location(declined));
    assertThat(Browser.location(back)).startsWith(BACK);
    assertThat(Browser.query(Browser.location(back)))
        .containsEntry("error", "level-not-reached")
        .doesNotContainKey("ticket");
  }

  @Test
  void what_waits_at_one_endpoint_goes_on_at_no_other() {
    Browser officer = Companies.loggedIn(idp, "licence-officer");
    ask(officer, Map.of("level", "L3"));
    String seat = seat(officer.get("/login/more?need=PROOF").body());
    for (String other : List.of("/oauth2/authorize", "/cas/login")) {
      assertThat(officer.get(other + "?resume=" + seat).statusCode()).as(other).isEqualTo(400);
    }
  }

  private static Browser acting(String mandate) {
    Browser agent = Companies.loggedIn(idp, Companies.AGENT);
    HttpResponse<String> switched =
        agent.submit("/account/entities", "/account/switch", "mandate", mandate);
    assertThat(Companies.outcome(switched)).isEqualTo("acting");
    return agent;
  }

  private static HttpResponse<String> ask(Browser browser, Map<String, String> more) {
    Map<String, String> query =
        new HashMap<>(Map.of("app_id", app.id(), "redirect_uri", BACK, "state", "st"));
    query.putAll(more);
    return browser.get("/ticket/login?" + Browser.encode(query));
  }

  private static Map<String, String> back(Browser browser, Map<String, String> more) {
    return Browser.query(Browser.location(ask(browser, more)));
  }

  private static String token(Browser browser, Map<String, String> more) {
    return exchanged(ask(browser, more));
  }

  private static String exchanged(HttpResponse<String> back) {
    String ticket = Browser.query(Browser.location(back)).get("ticket");
    assertThat(ticket).as(Browser.location(back)).isNotNull();
    HttpResponse<String> answer = app.call(idp, "/ticket/token", Map.of("ticket", ticket));
    return (String) RunningIdp.json(answer.body()).get("token");
  }

  private static HttpResponse<String> userInfo(String token) {
    return app.call(idp, "/ticket/userinfo", Map.of("token", token));
  }

  private static String casTicket(Browser browser) {
    HttpResponse<String> given =
        browser.get("/cas/login?" + Browser.encode(Map.of("service", SERVICE)));
    return Browser.query(Browser.location(given)).get("ticket");
  }

  private static String validated(Browser browser, String path) {
    return validated(path, casTicket(browser));
  }

  private static String validated(String path, String ticket) {
    return new Browser(idp.origin)
        .get(path + "?" + Browser.encode(Map.of("service", SERVICE, "ticket", ticket)))
        .body();
  }

  private static String seat(String page) {
    Matcher seat = SEAT.matcher(page);
    assertThat(seat.find()).as(page).isTrue();
    return seat.group(1);
  }
}
