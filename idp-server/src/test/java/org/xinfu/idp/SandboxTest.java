package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.idp.authorize.TrialDoor;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.idp.mandate.GiveMandates;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.idp.sandbox.SandboxSettings;
import org.xinfu.idp.sandbox.TestPerson;
import org.xinfu.kit.Refused;
import org.xinfu.trust.id.CitizenIdNumber;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** Real persons and fictitious ones never meet, whichever door is tried, from either side. */
class SandboxTest {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final Pattern TICKET = Pattern.compile("ticket=([^&]+)");

  @TempDir static Path home;
  private static RunningIdp idp;
  private static String trial;
  private static String real;

  @BeforeAll
  static void start() {
    idp = new RunningIdp(home).start();
    trial = TrialClients.code(idp, true, "openid profile entity idp:persons");
    real = TrialClients.code(idp, false, "openid profile idp:persons");
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  @Test
  void a_real_person_is_nobody_to_a_client_in_trial() {
    Browser browser = real("citizen");
    assertThat(Browser.location(TrialClients.authorize(browser, trial)))
        .as("although somebody is logged in")
        .contains(TrialDoor.PAGE);
    assertThat(error(TrialClients.authorize(browser, trial, "prompt", "none")))
        .isEqualTo("login_required");
    Browser other = browser();
    TrialClients.authorize(other, trial);
    assertThat(Browser.location(other.logIn("citizen", idp.password("citizen"))))
        .as("a real login does not answer the request")
        .contains(TrialDoor.PAGE);
  }

  @Test
  void a_fictitious_person_is_nobody_to_a_real_client() {
    Browser browser = browser();
    assertThat(TrialClients.answer(browser, trial, "VERIFIED")).containsKey("code");
    assertThat(Browser.location(TrialClients.authorize(browser, trial)))
        .as("logged in there for now")
        .startsWith(TrialClients.CALLBACK);
    assertThat(Browser.location(TrialClients.authorize(browser, real))).endsWith("/login");
    assertThat(error(TrialClients.authorize(browser, real, "prompt", "none")))
        .isEqualTo("login_required");
  }

  @Test
  void the_page_opens_to_requests_of_clients_in_trial_alone() {
    Browser browser = browser();
    assertThat(browser.get(TrialDoor.PAGE).statusCode()).isEqualTo(404);
    TrialClients.authorize(browser, real);
    assertThat(browser.get(TrialDoor.PAGE).statusCode()).isEqualTo(404);
    TrialClients.authorize(browser, trial);
    String page = browser.get(TrialDoor.PAGE).body();
    assertThat(page).contains("测试一（样例）", "试用（样例）").doesNotContain("??");
    assertThat(TrialClients.choose(browser, "NOBODY").statusCode()).isEqualTo(400);
  }

  @Test
  void the_persons_are_the_same_always_and_of_every_level() {
    for (TestPerson person : TestPerson.values()) {
      if (person == TestPerson.REPRESENTATIVE || person == TestPerson.AGENT) {
        continue;
      }
      Map<String, Object> tokens = TrialClients.tokens(idp, trial, person.name());
      Map<String, Object> identity = RunningIdp.claims((String) tokens.get("id_token"));
      String acr = "urn:xinfu:acr:" + person.known() + ":" + person.shown();
      assertThat(identity)
          .containsEntry("sub", person.account())
          .containsEntry("name", person.display())
          .containsEntry("sandbox", true)
          .containsEntry("acr", acr.toLowerCase(Locale.ROOT));
      assertThat((List<?>) identity.get("amr")).asString().contains("test");
      assertThat(RunningIdp.claims((String) tokens.get("access_token")))
          .containsEntry("sandbox", true);
      assertThat(person.display()).contains("样例");
    }
    Proofs proofs = idp.bean(Proofs.class);
    assertThat(proofs.minor(TestPerson.MINOR.account(), Instant.now())).isTrue();
    assertThat(proofs.minor(TestPerson.VERIFIED.account(), Instant.now())).isFalse();
    assertThat(TestPerson.VERIFIED.account())
        .as("on every server, in every year")
        .isEqualTo(
            UUID.nameUUIDFromBytes(
                    "xinfu sandbox VERIFIED".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString());
    String real = RunningIdp.claims(realToken("citizen", SandboxTest.real)).toString();
    assertThat(real).doesNotContain("sandbox");
  }

  @Test
  void the_company_has_a_representative_and_an_agent() {
    Map<String, Object> first = null;
    for (String person : List.of("REPRESENTATIVE", "AGENT")) {
      Browser browser = browser();
      TrialClients.authorize(browser, trial, "scope", "openid entity");
      String consent = Browser.location(TrialClients.choose(browser, person));
      String page = browser.get(consent).body();
      Map<String, String> form = new HashMap<>();
      form.put("client_id", trial);
      form.put("state", value(page, "state"));
      form.put("scope", "entity");
      String code =
          Browser.query(Browser.location(browser.post("/oauth2/authorize", form))).get("code");
      Map<String, Object> told =
          RunningIdp.claims((String) TrialClients.exchanged(browser, trial, code).get("id_token"));
      assertThat(told).containsEntry("name", "四川测试有限公司（样例）").containsEntry("sandbox", true);
      assertThat(told.get("act")).asString().contains(TestPerson.valueOf(person).account());
      if (first != null) {
        assertThat(told).containsEntry("sub", first.get("sub"));
      }
      first = told;
    }
  }

  @Test
  void a_stronger_login_is_chosen_again_or_declined() {
    Browser browser = browser();
    TrialClients.answer(browser, trial, "VERIFIED");
    String wanted = "urn:xinfu:acr:aal2";
    String page = Browser.location(TrialClients.authorize(browser, trial, "acr_values", wanted));
    assertThat(page).contains(TrialDoor.PAGE + "?seat=");
    HttpResponse<String> back =
        browser.get(Browser.location(TrialClients.choose(browser, "VERIFIED", "aal", "AAL2")));
    String code = Browser.query(Browser.location(back)).get("code");
    assertThat(
            RunningIdp.claims(
                (String) TrialClients.exchanged(browser, trial, code).get("id_token")))
        .containsEntry("acr", wanted);
  }

  @Test
  void tokens_are_exchanged_on_their_own_side_alone() {
    TrialClients.Secretive realDesk = exchanger(false);
    TrialClients.Secretive trialDesk = exchanger(true);
    String fictitious = clerkToken();
    String realToken = realToken("licence-officer", reader(false), "openid licence:read");
    assertThat(exchange(realDesk, fictitious)).containsEntry("error", "invalid_request");
    assertThat(exchange(trialDesk, realToken)).containsEntry("error", "invalid_request");
    assertThat(RunningIdp.claims((String) exchange(realDesk, realToken).get("access_token")))
        .doesNotContainKey("sandbox");
  }

  @Test
  void introspection_knows_no_token_of_the_other_side() {
    TrialClients.Secretive realDesk = exchanger(false);
    TrialClients.Secretive trialDesk = exchanger(true);
    Map<String, Object> tokens = TrialClients.tokens(idp, trial, "VERIFIED");
    String fictitious = (String) tokens.get("access_token");
    String realToken = realToken("citizen", real);
    assertThat(introspect(realDesk, fictitious)).containsEntry("active", false).hasSize(1);
    assertThat(introspect(realDesk, (String) tokens.get("id_token")))
        .containsEntry("active", false);
    assertThat(introspect(trialDesk, realToken)).containsEntry("active", false).hasSize(1);
    assertThat(introspect(trialDesk, fictitious)).containsEntry("active", true);
    assertThat(introspect(realDesk, realToken)).containsEntry("active", true);
  }

  @Test
  void cas_keeps_both_apart() {
    String trialService = cas(true, "http://127.0.0.1:9/trial/*").replace("*", "page");
    String realService = cas(false, "http://127.0.0.1:9/real/*").replace("*", "page");
    Browser person = real("citizen");
    String login = "/cas/login?service=";
    assertThat(Browser.location(person.get(login + trialService))).contains(TrialDoor.PAGE);
    assertThat(Browser.location(person.get(login + realService))).contains("ticket=ST-");
    Browser tester = browser();
    assertThat(Browser.location(tester.get(login + trialService))).contains(TrialDoor.PAGE);
    String back =
        Browser.location(tester.get(Browser.location(TrialClients.choose(tester, "VERIFIED"))));
    String told =
        tester
            .get("/cas/p3/serviceValidate?service=" + trialService + "&ticket=" + ticket(back))
            .body();
    assertThat(told).contains(TestPerson.VERIFIED.account(), "sandbox");
    assertThat(Browser.location(tester.get(login + realService))).endsWith("/login");
    assertThat(tester.get(login + realService + "&gateway=true").headers().firstValue("Location"))
        .hasValue(realService);
  }

  @Test
  void the_ticket_protocol_keeps_both_apart() {
    String trialApp = ticketApp(true);
    String realApp = ticketApp(false);
    Browser person = real("citizen");
    String query = "&state=s&redirect_uri=http://127.0.0.1:9/back";
    String login = "/ticket/login?app_id=";
    assertThat(Browser.location(person.get(login + trialApp + query))).contains(TrialDoor.PAGE);
    assertThat(Browser.location(person.get(login + realApp + query))).contains("ticket=");
    Browser tester = browser();
    tester.get(login + trialApp + query);
    String back =
        Browser.location(tester.get(Browser.location(TrialClients.choose(tester, "VERIFIED"))));
    assertThat(back).startsWith("http://127.0.0.1:9/back").contains("ticket=");
    assertThat(Browser.location(tester.get(login + realApp + query))).endsWith("/login");
  }

  @Test
  void clerks_find_persons_of_their_own_side_alone() {
    TrialClients.tokens(idp, trial, "VERIFIED");
    String number =
        TestPerson.VERIFIED.document(idp.bean(SandboxSettings.class).numbers()).number();
    String clerk = clerkToken();
    String realClerk = realToken("identity-clerk", "identity-desk", "openid idp:persons");
    assertThat(search(clerk, number)).contains(TestPerson.VERIFIED.account());
    assertThat(search(realClerk, number)).isEqualTo("{\"persons\":[]}");
    String citizen = idp.bean(Accounts.class).byLoginName("citizen").orElseThrow().account().id();
    assertThat(person(realClerk, citizen)).isEqualTo(200);
    assertThat(person(clerk, citizen)).isEqualTo(404);
    assertThat(person(realClerk, TestPerson.VERIFIED.account())).isEqualTo(404);
    assertThat(person(clerk, TestPerson.VERIFIED.account())).isEqualTo(200);
  }

  @Test
  void fictitious_persons_manage_no_account_and_mandates_stay_on_their_side() {
    Browser browser = browser();
    TrialClients.answer(browser, trial, "REPRESENTATIVE");
    for (String page :
        List.of(
            "/",
            "/account",
            "/account/sessions",
            "/account/closure",
            "/login/account",
            "/qr/" + "a".repeat(43),
            "/window/" + "a".repeat(43))) {
      assertThat(browser.get(page).statusCode()).as(page).isEqualTo(403);
    }
    assertThat(browser.get("/console").statusCode()).isEqualTo(403);
    var mandates = idp.bean(Mandates.class);
    var company = idp.bean(SandboxSettings.class).numbers().company(1);
    var root = mandates.representative(mandates.entity(company).orElseThrow().id()).orElseThrow();
    Extent extent =
        new Extent(
            Set.of("x"),
            new Region("510000"),
            Instant.now(),
            Instant.now().plus(Duration.ofDays(1)),
            0);
    var wish = new GiveMandates.Wish("company-agent", EntityRole.AGENT, extent);
    assertThatThrownBy(() -> idp.bean(GiveMandates.class).give(root, wish, "test"))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.refusal().code()).isEqualTo("person-unknown"));
  }

  @Test
  void offices_keep_no_mandates_of_the_fictitious_company() {
    Companies.seeded(idp);
    TrialClients.answer(browser(), trial, "REPRESENTATIVE");
    Mandates mandates = idp.bean(Mandates.class);
    String code = idp.bean(SandboxSettings.class).numbers().company(1).value();
    String company = mandates.entity(new UnifiedSocialCreditCode(code)).orElseThrow().id();
    String id = mandates.representative(company).orElseThrow().mandate().id();
    assertThat(office("GET", "").body()).contains(Companies.CODE.value()).doesNotContain(code);
    assertThat(office("GET", "?person=sandbox-representative").body()).doesNotContain(code);
    assertThat(office("GET", "?entity=" + code).body()).contains("entity-unknown");
    assertThat(office("GET", "/" + id).body()).contains("mandate-unknown");
    assertThat(office("POST", "/" + id + "/revoke").body()).contains("mandate-unknown");
    assertThat(mandates.representative(company)).isPresent();
  }

  private static HttpResponse<String> office(String method, String path) {
    String token = "Bearer " + Companies.token(idp, "idp:mandates");
    return Companies.call(idp, method, "/api/v1/mandates" + path, null, "Authorization", token);
  }

  @Test
  void a_fictitious_document_is_right_by_its_check_character() {
    var numbers = idp.bean(SandboxSettings.class).numbers();
    IdDocument document = TestPerson.VERIFIED.document(numbers);
    assertThat(CitizenIdNumber.parse(document.number())).isPresent();
    assertThat(document.number()).startsWith("510099");
    assertThat(numbers.fictitious(document)).isTrue();
    assertThat(numbers.fictitious(TestPerson.FOREIGNER.document(numbers))).isTrue();
    IdDocument real =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, "51000019800101011X").orElseThrow();
    assertThat(numbers.fictitious(real)).isFalse();
  }

  @Test
  void a_client_stays_on_its_side() {
    Administrator administrator = new Administrator(idp);
    Map<String, Object> metadata =
        Map.of(
            "client_name", "正式（样例）",
            "redirect_uris", List.of("http://localhost/callback"),
            "token_endpoint_auth_method", "none",
            "scope", "openid profile");
    String path = "/api/v1/clients/" + TrialClients.code(idp, true, "openid profile");
    String version =
        administrator.send("GET", path, Map.of()).headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> answer =
        administrator.send(
            "PUT", path, metadata, "Content-Type", "application/json", "If-Match", version);
    assertThat(answer.body()).contains("client-sandbox-fixed");
    assertThat(answer.statusCode()).isEqualTo(409);
  }

  @Test
  void where_the_sandbox_is_closed_nobody_enters_it() {
    Companies.seeded(idp);
    String service = cas(true, "http://127.0.0.1:9/closed/*").replace("*", "page");
    try (RunningIdp closed =
        idp.replica()
            .with("--xinfu.sandbox.enabled=false", "--xinfu.sandbox.division=510000")
            .start()) {
      Browser open = browser();
      open.get("/cas/login?service=" + service);
      String back = Browser.location(TrialClients.choose(open, "VERIFIED"));
      String ticket = ticket(Browser.location(open.get(back)));
      String asked = "/cas/p3/serviceValidate?service=" + service + "&ticket=" + ticket;
      assertThat(new Browser(closed.origin).get(asked).body())
          .as("a ticket of where it is open")
          .contains("INVALID_TICKET");
      a_fictitious_document_proves_nobody(closed);
      Browser browser = new Browser(closed.origin);
      TrialClients.authorize(browser, trial);
      assertThat(browser.get(TrialDoor.PAGE).statusCode()).isEqualTo(404);
      HttpResponse<String> refused =
          browser.send(
              HttpRequest.newBuilder(browser.uri("/api/v1/clients"))
                  .header("Authorization", "Bearer " + new Administrator(idp).token())
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          """
                          {"client_name":"x","redirect_uris":["https://a.example/"],
                           "scope":"openid","sandbox":true}\
                          """)));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("\"sandbox\"");
      String refresh = Browser.location(TrialClients.authorize(browser, trial, "prompt", "none"));
      assertThat(refresh).contains("error=login_required");
    }
  }

  /** Where the division of somebody whom the authority knows is the fictitious one. */
  private static void a_fictitious_document_proves_nobody(RunningIdp elsewhere) {
    IdDocument document =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, "510000197508080147").orElseThrow();
    Claims claims =
        new Claims(
            "周十二（样例）",
            document,
            document.birthDate().orElseThrow(),
            LocalDate.of(2039, 12, 31),
            null,
            "6200000000000021",
            null,
            null);
    String phone = SharedIdp.randomPhone();
    Account account =
        idp.bean(Accounts.class)
            .byLoginName(SharedIdp.register(idp, phone, "+86" + phone, "蓉城-绛雪-玉垒浮云"))
            .orElseThrow()
            .account();
    assertThat(elsewhere.bean(ProvePerson.class).prove(account, claims))
        .isEqualTo(ProvePerson.Outcome.NOT_MATCHED);
    assertThat(idp.bean(ProvePerson.class).prove(account, claims))
        .as("but for that it is right")
        .isEqualTo(ProvePerson.Outcome.DONE);
    assertThat(again(elsewhere, claims)).as("nor does it recover an account").isEmpty();
    assertThat(again(idp, claims)).contains(account.id());
  }

  private static Optional<String> again(RunningIdp at, Claims claims) {
    return at.bean(ProvePerson.class)
        .again(
            claims,
            new Contact(Contact.Kind.EMAIL, "someone@mail.example"),
            new Origin("192.0.2.1", "device"),
            at.bean(IdentityLevels.class));
  }

  @Test
  void an_answer_is_spoilt_once() {
    Browser browser = browser();
    TrialClients.authorize(browser, trial);
    String back = Browser.location(TrialClients.choose(browser, "VERIFIED", "wrong", "STATE"));
    assertThat(Browser.query(Browser.location(browser.get(back))))
        .containsEntry("state", "st-1-wrong");
    assertThat(Browser.query(Browser.location(TrialClients.authorize(browser, trial))))
        .containsEntry("state", "st-1");
  }

  @Test
  void wrong_answers_reach_no_real_client() {
    Browser browser = browser();
    TrialClients.authorize(browser, trial);
    TrialClients.choose(browser, "VERIFIED", "wrong", "STATE");
    TrialClients.authorize(browser, real);
    String back = Browser.location(browser.logIn("citizen", idp.password("citizen")));
    Map<String, String> answer = Browser.query(Browser.location(browser.get(back)));
    assertThat(answer).containsEntry("state", "st-1").containsEntry("iss", idp.origin);
  }

  private static Browser browser() {
    return new Browser(idp.origin);
  }

  private static Browser real(String account) {
    Browser browser = browser();
    browser.logIn(account, idp.password(account));
    return browser;
  }

  private static String error(HttpResponse<String> answer) {
    return Browser.query(Browser.location(answer)).get("error");
  }

  private static String realToken(String account, String client, String... scope) {
    Browser browser = real(account);
    String asked = scope.length == 0 ? "openid profile" : scope[0];
    String code =
        Browser.query(Browser.location(TrialClients.authorize(browser, client, "scope", asked)))
            .get("code");
    return (String) TrialClients.exchanged(browser, client, code).get("access_token");
  }

  private static String clerkToken() {
    return (String)
        TrialClients.tokens(idp, trial, "CLERK", "scope", "openid idp:persons").get("access_token");
  }

  private static String reader(boolean trial) {
    return TrialClients.code(idp, trial, "openid profile licence:read");
  }

  private static TrialClients.Secretive exchanger(boolean trial) {
    return TrialClients.secretive(
        idp, Map.of("grant_types", List.of(EXCHANGE), "scope", "licence:read", "sandbox", trial));
  }

  private static Map<String, Object> exchange(TrialClients.Secretive client, String token) {
    return RunningIdp.json(
        browser()
            .post(
                "/oauth2/token",
                Map.of(
                    "grant_type",
                    EXCHANGE,
                    "subject_token",
                    token,
                    "subject_token_type",
                    "urn:ietf:params:oauth:token-type:access_token"),
                "Authorization",
                client.basic())
            .body());
  }

  private static Map<String, Object> introspect(TrialClients.Secretive client, String token) {
    return RunningIdp.json(
        browser()
            .post("/oauth2/introspect", Map.of("token", token), "Authorization", client.basic())
            .body());
  }

  private static String cas(boolean trial, String rule) {
    new Administrator(idp)
        .register(
            Map.of(
                "client_name",
                "CAS（样例）",
                "grant_types",
                List.of(),
                "cas",
                Map.of("services", List.of(rule)),
                "sandbox",
                trial));
    return rule;
  }

  private static String ticketApp(boolean trial) {
    return new Administrator(idp)
        .register(
            Map.of(
                "client_name",
                "票据（样例）",
                "grant_types",
                List.of(),
                "ticket",
                Map.of("redirect_uris", List.of("http://127.0.0.1:9/back")),
                "sandbox",
                trial));
  }

  private static String ticket(String location) {
    Matcher ticket = TICKET.matcher(location);
    assertThat(ticket.find()).as(location).isTrue();
    return ticket.group(1);
  }

  private static String value(String page, String field) {
    Matcher value = Pattern.compile("name=\"" + field + "\" value=\"([^\"]*)\"").matcher(page);
    assertThat(value.find()).as(page).isTrue();
    return value.group(1);
  }

  private static String search(String token, String number) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(browser().uri("/api/v1/persons/search"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"documentType\":\"CITIZEN_ID\",\"purpose\":\"样例\",\"documentNumber\":\""
                        + number
                        + "\"}"));
    return browser().send(request).body();
  }

  private static int person(String token, String id) {
    return browser()
        .send(
            HttpRequest.newBuilder(browser().uri("/api/v1/persons/" + id + "?purpose=x"))
                .header("Authorization", "Bearer " + token))
        .statusCode();
  }
}
