package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Holds;
import org.xinfu.trust.id.CitizenIdNumber;

/** A decision that goes against somebody is in the audit book, with who asked and why not. */
class RefusalsInTheBookTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

  private final RunningIdp idp = SharedIdp.get();

  @Test
  void a_contact_that_stays_and_one_that_is_not_added() {
    Person person = new Person();
    assertThat(person.removeFirst()).endsWith("=last");
    assertThat(person.refusals()).containsExactly("contact-removed last");
    idp.bean(Holds.class).hold(person.account, Instant.now().plusSeconds(3600), "recovered");
    assertThat(person.removeFirst()).endsWith("=held");
    assertThat(person.add(person.phone)).endsWith("=known");
    assertThat(person.refusals())
        .containsExactly("contact-removed last", "contact-removed held", "contact-added known");
    String page = "/account/contacts";
    SharedIdp.submit(
        person.browser, page, page + "/remove", Map.of("at", "7", "masked", "199****0000"));
    assertThat(person.refusals()).last().isEqualTo("contact-removed held");
  }

  /** What the page shows of a recovered account is still there, and so is a way to log in. */
  @Test
  void what_is_held_after_a_recovery() {
    SecondFactorTest.Person person = new SecondFactorTest.Person();
    String account = SharedIdp.accountOf(person.name);
    person.addTotp();
    idp.bean(Holds.class).hold(account, Instant.now().plusSeconds(3600), "recovered");
    String id =
        SharedIdp.jdbc()
            .sql("SELECT id FROM authenticator WHERE account_id = ?")
            .param(account)
            .query(String.class)
            .single();
    String page = "/account/authenticators";
    HttpResponse<String> kept =
        SharedIdp.submit(person.browser, page, page + "/" + id + "/remove", Map.of());
    assertThat(Browser.location(kept)).endsWith("problem=held");
    assertThat(SharedIdp.audited(account, "authenticator-removed", "held")).isOne();
    Map<String, String> form = facts();
    form.put("otherLogin", "citizen");
    form.put("otherPassword", "none");
    HttpResponse<String> apart = SharedIdp.submit(person.browser, "/account/proof", form);
    assertThat(Browser.location(apart)).endsWith("outcome=held");
    assertThat(SharedIdp.audited(account, "accounts-merged", "held")).isOne();
  }

  @Test
  void a_mandate_that_is_not_accepted_given_or_taken_back() {
    Companies.seeded(idp);
    Person person = new Person();
    String offer = offered(person.name);
    assertThat(person.mandate("accept", offer)).isEqualTo("person-not-verified");
    assertThat(about(offer))
        .as("by whom it was asked")
        .contains("mandate-accepted person-not-verified " + person.account);
    String other = Companies.standing(idp, Companies.REPRESENTATIVE);
    assertThat(person.mandate("accept", other)).isEqualTo("mandate-unknown");
    assertThat(person.mandate("revoke", other)).isEqualTo("mandate-unknown");
    assertThat(person.mandate("give", other)).isEqualTo("mandate-unknown");
    assertThat(about(other))
        .contains(
            "mandate-accepted mandate-unknown " + person.account,
            "mandate-revoked mandate-unknown " + person.account,
            "mandate-given mandate-unknown " + person.account);
    spend("mandates given by " + person.account, 100);
    assertThat(person.mandate("give", other)).isEqualTo("limited");
    assertThat(about(other)).contains("mandate-given limited " + person.account);
  }

  @Test
  void a_licence_that_answers_no_challenge() {
    Person person = new Person();
    String licence = "/account/entities/licence";
    String code = Companies.CODE.value();
    person.browser.submit("/account", licence, "code", code, "presented", "x.y");
    assertThat(person.refusals()).containsExactly("entity-claimed not-matched");
  }

  @Test
  void a_level_that_is_not_reached() {
    StepUpTest.Person person = new StepUpTest.Person();
    String account = SharedIdp.accountOf(person.name);
    String aal3 = wallet("urn:xinfu:acr:aal3", "");
    assertThat(person.browser.get(aal3).headers().firstValue("Location").orElseThrow())
        .contains("unmet_authentication_requirements");
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT client || ' ' || outcome || ' ' || (details ->> 'asked') FROM audit
                    WHERE subject = ? AND actor = ? AND act = 'level-asked'
                    """)
                .params(List.of(account, account))
                .query(String.class)
                .list())
        .containsExactly("citizen-wallet unmet-authentication-requirements urn:xinfu:acr:aal3");
    person.browser.get(wallet("urn:xinfu:acr:aal2", "none"));
    assertThat(SharedIdp.audited(account, "level-asked", "interaction-required")).isOne();
    person.browser.get(wallet("urn:xinfu:acr:aal2", ""));
    StepUpTest.decline(person.browser);
    assertThat(SharedIdp.audited(account, "level-asked", "unmet-authentication-requirements"))
        .as("declined")
        .isEqualTo(2);
    assertThat(person.browser.get("/account/uses").body())
        .contains("要求更高的登录级别", "未达到")
        .doesNotContain("level-asked");
  }

  @Test
  void a_level_of_the_ticket_protocol_and_a_token_that_is_none() {
    String back = "http://127.0.0.1:9/refusals/back";
    TicketApp app = TicketApp.byMac(new Administrator(idp), back);
    Person person = new Person();
    Map<String, String> asked =
        Map.of("app_id", app.id(), "redirect_uri", back, "state", "s", "level", "L4");
    String told = Browser.location(person.browser.get("/ticket/login?" + Browser.encode(asked)));
    assertThat(told).contains("error=level-not-reached");
    assertThat(SharedIdp.audited(person.account, "app-ticket-issued", "level-not-reached")).isOne();
    for (String path : List.of("/ticket/userinfo", "/ticket/exit")) {
      assertThat(app.call(idp, path, Map.of("token", "none")).statusCode()).isEqualTo(401);
    }
    assertThat(SharedIdp.audited(app.id(), "app-call", "ticket-token-invalid")).isEqualTo(2);
  }

  @Test
  void a_recovery_that_is_braked() {
    String phone = SharedIdp.randomPhone();
    Browser browser = SharedIdp.browser();
    SharedIdp.submit(browser, "/recover", Map.of("contact", phone));
    String code = SharedIdp.lastCode("+86" + phone);
    SharedIdp.submit(browser, "/recover/code", Map.of("code", code));
    spend("proof by +86" + phone, 10);
    Map<String, String> form = facts();
    form.put("password", "锦里-听雨-青羊七十二");
    form.put("repeat", "锦里-听雨-青羊七十二");
    HttpResponse<String> answer = SharedIdp.submit(browser, "/recover/identity", form);
    assertThat(Browser.location(answer)).as("as for strangers").endsWith("problem=refused");
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT outcome FROM audit WHERE subject = 'unknown'
                      AND act = 'person-proven-again' AND details ->> 'by' = ?
                    """)
                .param(Contact.parse(phone).orElseThrow().masked())
                .query(String.class)
                .list())
        .containsOnly("limited");
  }

  @Test
  void a_number_that_is_another_accounts_registers_nobody() {
    Person holder = new Person();
    Browser browser = SharedIdp.browser();
    SharedIdp.submit(browser, "/register", Map.of("contact", holder.phone));
    String code = SharedIdp.lastCode("+86" + holder.phone);
    SharedIdp.submit(browser, "/register/code", Map.of("code", code));
    Map<String, String> form = Map.of("password", PASSWORD, "repeat", PASSWORD);
    HttpResponse<String> answer = SharedIdp.submit(browser, "/register/password", form);
    assertThat(Browser.location(answer)).endsWith("problem=known");
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT count(*) FROM audit WHERE act = 'person-registered'
                      AND outcome = 'known' AND details ->> 'by' = ?
                    """)
                .param(Contact.parse(holder.phone).orElseThrow().masked())
                .query(Long.class)
                .single())
        .isPositive();
  }

  @Test
  void what_an_office_is_refused_at_the_api() {
    String office = "Bearer " + Companies.token(idp, "idp:mandates");
    String path = "/api/v1/mandates/" + UUID.randomUUID();
    String[] by = {"Authorization", office};
    assertThat(Companies.call(idp, "POST", path + "/revoke", null, by).statusCode()).isEqualTo(404);
    assertThat(about(path + "/revoke")).containsExactly("api-refused mandate-unknown idp-admin");
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT client || ' ' || (details ->> 'method') FROM audit WHERE subject = ?")
                .param(path + "/revoke")
                .query(String.class)
                .single())
        .isEqualTo("idp-admin POST");
    assertThat(Companies.call(idp, "GET", path, null, by).statusCode()).isEqualTo(404);
    assertThat(about(path)).as("who looks for what is not there is told so, no more").isEmpty();
    Map<String, String> form = Map.of("entity", "none");
    HttpResponse<String> bad = Companies.call(idp, "POST", path + "/delegate", form, by);
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(about(path + "/delegate")).as("a form that is not well formed").isEmpty();
    Map<String, Object> cas = Map.of("services", List.of("http://127.0.0.1:9/refusals/*"));
    Map<String, Object> metadata =
        Map.of("client_name", "示例（样例）", "grant_types", List.of(), "cas", cas);
    Administrator administrator = new Administrator(idp);
    String client = administrator.register(new HashMap<>(metadata));
    String secret = "/api/v1/clients/" + client;
    administrator.send("DELETE", secret, Map.of());
    assertThat(about(secret)).as("without If-Match").isEmpty();
    administrator.send("DELETE", secret, Map.of(), "If-Match", "\"none\"");
    assertThat(about(secret)).containsExactly("api-refused client-changed idp-admin");
  }

  /** The rules of access and the endpoints read {@code %61} as they read {@code a}. */
  @Test
  void a_path_that_is_written_otherwise_is_in_the_book_too() {
    String[] by = {"Authorization", "Bearer " + Companies.token(idp, "idp:mandates")};
    String rest = "/v1/mandates/" + UUID.randomUUID() + "/revoke";
    assertThat(Companies.call(idp, "POST", "/%61pi" + rest, null, by).statusCode()).isEqualTo(404);
    assertThat(about("/api" + rest)).containsExactly("api-refused mandate-unknown idp-admin");
  }

  /** An account's id is no secret: it is {@code sub}. */
  @Test
  void nobody_writes_into_what_another_reads_of_their_identity() {
    Person other = new Person();
    Person person = new Person();
    for (String act : List.of("accept", "revoke", "give")) {
      Map<String, String> form = new HashMap<>();
      form.put(act.equals("give") ? "under" : "mandate", other.account);
      SharedIdp.submit(person.browser, "/account/entities", "/account/mandates/" + act, form);
    }
    assertThat(about(other.account)).isEmpty();
  }

  @Test
  void what_a_personnel_system_is_refused() {
    String login = PersonnelSystem.of(PersonnelSystem.department(2)).appointed("CLERK");
    PersonnelSystem other = PersonnelSystem.of(PersonnelSystem.department(3));
    Map<String, Object> row = PersonnelSystem.row(login, "APPROVER");
    assertThat(other.imported(List.of(row)).getFirst()).containsEntry("outcome", "REFUSED");
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT outcome || ' ' || (details ->> 'rows') FROM audit
                    WHERE client = ? AND act = 'api-refused'
                    """)
                .param(other.client())
                .query(String.class)
                .list())
        .containsExactly("rows-refused 0:staff-login-taken");
    other.send("DELETE", "/" + login, Map.of());
    assertThat(about("/api/v1/staff/{login}"))
        .as("login names may be telephone numbers")
        .contains("api-refused staff-unknown " + other.client());
    assertThat(about("/api/v1/staff/" + login)).isEmpty();
  }

  /** Nobody asks for what is not on the page but to find out what the account has. */
  @Test
  void a_factor_that_the_account_has_not() {
    StepUpTest.Person person = new StepUpTest.Person();
    person.browser.get("/login/step-up?aal=AAL2&next=/account/proof");
    Map<String, String> code = Map.of("factor", "TOTP", "code", "123456");
    SharedIdp.submit(person.browser, "/login/second", code);
    assertThat(SharedIdp.audited(SharedIdp.accountOf(person.name), "factor-shown", "refused"))
        .isOne();
  }

  @Test
  void a_look_up_too_many() {
    Official clerk = Officials.fresh("IDENTITY_CLERK");
    String token = PersonsEndpointTest.token(clerk, "identity-desk", "openid profile idp:persons");
    spend("persons read by " + clerk.id(), 300);
    String path = "/api/v1/persons/" + UUID.randomUUID();
    String[] by = {"Authorization", "Bearer " + token};
    HttpResponse<String> answer = Companies.call(idp, "GET", path + "?purpose=x", null, by);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(about(path)).containsExactly("api-refused person-reads-limited " + clerk.id());
  }

  @Test
  void what_an_administrator_is_refused_at_the_console() {
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    Official other = Officials.fresh("");
    String roles = "/console/roles/" + other.id();
    HttpResponse<String> both =
        SharedIdp.submit(
            security.browser(),
            "/console/roles",
            roles,
            Map.of("role", "AUDIT_ADMIN,SYSTEM_ADMIN"));
    assertThat(Browser.location(both)).endsWith("problem=exclude");
    assertThat(about(other.id())).containsExactly("console-refused exclude " + security.id());
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    Map<String, String> staff =
        Map.of(
            "login", other.name(), "name", "某人（样例）", "org", "11510000MB0000027E", "role", "CLERK");
    HttpResponse<String> taken = SharedIdp.submit(system.browser(), "/console/staff", staff);
    assertThat(Browser.location(taken)).endsWith("problem=taken");
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT outcome FROM audit WHERE actor = ? AND act = 'console-refused'")
                .param(system.id())
                .query(String.class)
                .list())
        .containsExactly("taken");
  }

  @Test
  void a_clerk_who_may_not_act_for_the_citizen_on_the_phone() {
    Companies.seeded(idp);
    WindowClerk clerk = new WindowClerk(WindowClerk.desk(), "company-agent");
    Person person = new Person();
    HttpResponse<String> asked = clerk.start(WindowTest.phone());
    String uri = (String) RunningIdp.json(asked.body()).get("confirmUri");
    String page = uri.substring(uri.indexOf("/window/"));
    SharedIdp.submit(person.browser, page, Map.of("decision", "yes"));
    assertThat(SharedIdp.audited(person.account, "window-begun", "window-person-unknown")).isOne();
    String none = UUID.randomUUID().toString();
    SharedIdp.submit(
        person.browser,
        "/account",
        "/account/window/" + none + "/object",
        Map.of("objection", "not mine"));
    assertThat(SharedIdp.audited(person.account, "window-objected", "refused")).isOne();
  }

  private String offered(String person) {
    Map<String, Object> wish = new HashMap<>();
    wish.put("entity", Companies.CODE.value());
    wish.put("person", person);
    wish.put("role", "AGENT");
    wish.put("matters", List.of("tax:file"));
    wish.put("region", "510100");
    wish.put("from", Instant.now().toString());
    wish.put("until", Instant.now().plus(Duration.ofDays(1)).toString());
    wish.put("depth", 0);
    wish.put("reference", "授权委托书 3 号（样例）");
    String office = "Bearer " + Companies.token(idp, "idp:mandates");
    HttpResponse<String> given =
        Companies.call(idp, "POST", "/api/v1/mandates", wish, "Authorization", office);
    assertThat(given.statusCode()).as(given.body()).isEqualTo(201);
    return (String) RunningIdp.json(given.body()).get("id");
  }

  /** Uses up what somebody may do in a day. */
  private void spend(String key, int limit) {
    Budgets.Line line = new Budgets.Line(key, limit, Duration.ofDays(1));
    while (idp.bean(Budgets.class).take(List.of(line), Instant.now())) {
      // until it is used up
    }
  }

  /** A request at the wallet for this level and no less; prompt may be empty. */
  private static String wallet(String acr, String prompt) {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile");
    request.put("claims", StepUpTest.essential(acr));
    if (!prompt.isEmpty()) {
      request.put("prompt", prompt);
    }
    return "/oauth2/authorize?" + Browser.encode(request);
  }

  private static Map<String, String> facts() {
    return new HashMap<>(
        Map.of(
            "type", "CITIZEN_ID",
            "number", CitizenIdNumber.complete("51000019970203013").value(),
            "name", "无人（样例）",
            "term", "2039-12-31",
            "bankCard", "6200000000000003"));
  }

  /** Each act with its outcome and its actor that is about this, oldest first. */
  private static List<String> about(String subject) {
    return SharedIdp.jdbc()
        .sql(
            """
            SELECT act || ' ' || outcome || ' ' || actor FROM audit
            WHERE subject = ? AND outcome <> 'done' ORDER BY id
            """)
        .param(subject)
        .query(String.class)
        .list();
  }

  /** Somebody new, logged in. */
  private static final class Person extends LoggedIn {
    Person() {
      super(PASSWORD);
    }

    String removeFirst() {
      String masked = Contact.parse(phone).orElseThrow().masked();
      return contact("/remove", Map.of("at", "0", "masked", masked));
    }

    String add(String contact) {
      contact("", Map.of("contact", contact));
      return contact("/confirm", Map.of("code", SharedIdp.lastCode("+86" + contact)));
    }

    private String contact(String what, Map<String, String> form) {
      String page = "/account/contacts";
      return Browser.location(SharedIdp.submit(browser, page, page + what, form));
    }

    String mandate(String act, String id) {
      Map<String, String> form =
          Map.of(
              "mandate", id,
              "under", id,
              "person", "citizen",
              "role", "AGENT",
              "matters", "*",
              "region", "510000",
              "until", "2099-06-30");
      String page = "/account/entities";
      return Companies.outcome(SharedIdp.submit(browser, page, "/account/mandates/" + act, form));
    }

    List<String> refusals() {
      return SharedIdp.jdbc()
          .sql(
              """
              SELECT act || ' ' || outcome FROM audit WHERE subject = ? AND actor = subject
                AND outcome NOT IN ('done', 'phone') ORDER BY id
              """)
          .param(account)
          .query(String.class)
          .list();
    }
  }
}
