package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The rows of the authorization matrix that act on somebody's own: tried on another's. */
class OthersThingsTest {
  private static final String WEB = "http://localhost:9100/login/oauth2/code/idp";

  @Test
  void nobody_acts_on_what_is_anothers() throws Throwable {
    Map<String, Executable> tries = new LinkedHashMap<>();
    tries.put("POST /account/sessions/end", OthersThingsTest::session);
    tries.put("POST /account/consents/withdraw", OthersThingsTest::consent);
    for (String act : List.of("remove", "rename")) {
      tries.put("POST /account/authenticators/{id}/" + act, () -> authenticator(act));
    }
    tries.put("POST /oauth2/revoke", OthersThingsTest::revocation);
    tries.put("POST /oauth2/introspect", OthersThingsTest::introspection);
    List<String> acts =
        List.of("mandates/give", "mandates/accept", "mandates/renew", "mandates/revoke", "switch");
    for (String act : acts) {
      tries.put("POST /account/" + act, () -> mandate(act));
    }
    tries.put("POST /account/acting", OthersThingsTest::acting);
    tries.put("POST /account/window/{id}/object", OthersThingsTest::windowAct);
    tries.put("GET /api/v1/staff", OthersThingsTest::staffList);
    for (String act : List.of("GET", "PUT", "DELETE")) {
      tries.put(act + " /api/v1/staff/{login}", () -> staff(act));
    }
    tries.put("POST /api/v1/staff/{login}/password", OthersThingsTest::staffPassword);
    tries.put("POST /api/v1/staff/import", OthersThingsTest::staffImport);
    assertThat(own()).isEqualTo(tries.keySet());
    for (Executable one : tries.values()) {
      one.execute();
    }
  }

  private static Set<String> own() throws IOException {
    return AuthorizationMatrixTest.rows().stream()
        .filter(AuthorizationMatrixTest.Row::own)
        .map(AuthorizationMatrixTest.Row::route)
        .filter(route -> !route.contains("/console/"))
        .collect(Collectors.toSet());
  }

  private static void mandate(String act) {
    Companies.seeded(SharedIdp.get());
    String id = Companies.standing(SharedIdp.get(), Companies.REPRESENTATIVE);
    Browser thief = Companies.loggedIn(SharedIdp.get(), "citizen");
    HttpResponse<String> tried =
        thief.submit(
            "/account/entities",
            "/account/" + act,
            "mandate",
            id,
            "under",
            id,
            "person",
            "citizen",
            "role",
            "AGENT",
            "matters",
            "*",
            "region",
            "510000",
            "until",
            "2027-06-30");
    assertThat(Companies.outcome(tried)).as(act).isIn("mandate-unknown", "mandate-not-active");
    assertThat(Companies.standing(SharedIdp.get(), Companies.REPRESENTATIVE)).isEqualTo(id);
    assertThat(Companies.held(SharedIdp.get(), "citizen")).isEmpty();
  }

  /** The choice at prompt=select_account. */
  private static void acting() {
    LogInSteps thief = new LogInSteps(SharedIdp.get());
    thief.browser.logIn("citizen", SharedIdp.get().password("citizen"));
    Map<String, String> asked = RunningIdp.authorization("seal-console", WEB, "openid");
    asked.put("prompt", "select_account");
    thief.browser.get("/oauth2/authorize?" + Browser.encode(asked));
    String page = thief.browser.get("/login/account").body();
    String seat = page.replaceFirst("(?s).*name=\"seat\" value=\"([^\"]+)\".*", "$1");
    String id = Companies.standing(SharedIdp.get(), Companies.REPRESENTATIVE);
    HttpResponse<String> tried =
        thief.browser.submit("/login/account", "/account/acting", "seat", seat, "mandate", id);
    assertThat(tried.statusCode()).isEqualTo(400);
  }

  private static void windowAct() {
    Companies.seeded(SharedIdp.get());
    WindowClerk clerk = new WindowClerk(WindowClerk.desk(), "company-agent");
    String id = clerk.begun(WindowTest.reader());
    HttpResponse<String> tried =
        SharedIdp.loggedIn("citizen")
            .browser
            .submit(
                "/account/authenticators",
                "/account/window/" + id + "/object",
                "objection",
                "not mine to say");
    assertThat(Browser.location(tried)).endsWith("problem=refused");
    assertThat(clerk.get(id).body()).contains("\"objected\":false", "ACTIVE");
  }

  private static void staffList() {
    PersonnelSystem other = PersonnelSystem.of(PersonnelSystem.department(2));
    String login = other.appointed("CLERK");
    assertThat(other.send("GET", "", Map.of()).body()).contains(login);
    PersonnelSystem thief = PersonnelSystem.of(PersonnelSystem.department(3));
    assertThat(thief.send("GET", "", Map.of()).body()).doesNotContain(login);
    assertThat(thief.send("GET", "?past=true", Map.of()).body()).doesNotContain(login);
  }

  private static void staff(String act) {
    PersonnelSystem other = PersonnelSystem.of(PersonnelSystem.department(2));
    String login = other.appointed("CLERK");
    PersonnelSystem thief = PersonnelSystem.of(PersonnelSystem.department(3));
    HttpResponse<String> tried =
        thief.send(act, "/" + login, PersonnelSystem.entry("REVIEWER", "APPROVER"));
    assertThat(tried.body())
        .as(act)
        .contains(act.equals("PUT") ? "staff-login-taken" : "staff-unknown");
    assertThat(other.member(login))
        .containsEntry("roles", List.of("CLERK"))
        .containsEntry("state", "SERVING");
  }

  private static void staffPassword() {
    PersonnelSystem other = PersonnelSystem.of(PersonnelSystem.department(2));
    String login = StaffMember.login();
    HttpResponse<String> made = other.send("PUT", "/" + login, PersonnelSystem.entry("CLERK"));
    String password = (String) RunningIdp.json(made.body()).get("password");
    PersonnelSystem thief = PersonnelSystem.of(PersonnelSystem.department(3));
    assertThat(thief.send("POST", "/" + login + "/password", Map.of()).body())
        .contains("staff-unknown");
    assertThat(Browser.location(SharedIdp.browser().logIn(login, password))).endsWith("/account");
  }

  private static void staffImport() {
    PersonnelSystem other = PersonnelSystem.of(PersonnelSystem.department(2));
    String login = other.appointed("CLERK");
    PersonnelSystem thief = PersonnelSystem.of(PersonnelSystem.department(3));
    for (Map<String, Object> row :
        List.of(
            PersonnelSystem.row(login, "APPROVER"),
            Map.<String, Object>of("login", login, "leave", true))) {
      assertThat(thief.imported(List.of(row)).getFirst()).containsEntry("outcome", "REFUSED");
    }
    assertThat(other.member(login))
        .containsEntry("roles", List.of("CLERK"))
        .containsEntry("state", "SERVING");
  }

  private static void session() {
    LogInSteps owner = new LogInSteps(SharedIdp.get());
    Map<String, Object> tokens = tokens(owner);
    String sid = (String) RunningIdp.claims((String) tokens.get("id_token")).get("sid");
    Browser thief = SharedIdp.browser();
    thief.logIn("citizen", SharedIdp.get().password("citizen"));
    thief.submit("/account", "/account/sessions/end", "sid", sid);
    assertThat(owner.browser.get("/account").statusCode()).isEqualTo(200);
  }

  private static void consent() {
    LogInSteps owner = new LogInSteps(SharedIdp.get());
    owner.browser.logIn("seal-maker", SharedIdp.get().password("seal-maker"));
    Map<String, String> asked = RunningIdp.authorization("seal-console", WEB, "openid profile");
    asked.put("prompt", "consent");
    HttpResponse<String> shown = owner.browser.get("/oauth2/authorize?" + Browser.encode(asked));
    Map<String, String> question = Browser.query(Browser.location(shown));
    owner.browser.post(
        "/oauth2/authorize",
        Map.of("client_id", "seal-console", "state", question.get("state"), "scope", "profile"));
    assertThat(owner.browser.get("/account/consents").body()).contains("seal-console");
    Browser thief = SharedIdp.browser();
    thief.logIn("citizen", SharedIdp.get().password("citizen"));
    thief.submit("/account", "/account/consents/withdraw", "client_id", "seal-console");
    assertThat(owner.browser.get("/account/consents").body()).contains("seal-console");
  }

  private static void authenticator(String act) {
    SecondFactorTest.Person owner = new SecondFactorTest.Person();
    owner.addTotp();
    SecondFactorTest.Person thief = new SecondFactorTest.Person();
    thief.addTotp();
    String id =
        SharedIdp.jdbc()
            .sql("SELECT id FROM authenticator WHERE account_id = ?")
            .param(SharedIdp.accountOf(owner.name))
            .query(String.class)
            .single();
    thief.browser.submit(
        "/account/authenticators",
        "/account/authenticators/" + id + "/" + act,
        "label",
        "taken over");
    assertThat(owner.browser.get("/account/authenticators").body())
        .contains(id)
        .doesNotContain("taken over");
  }

  private static void revocation() {
    LogInSteps owner = new LogInSteps(SharedIdp.get());
    String refresh = (String) tokens(owner).get("refresh_token");
    HttpResponse<String> tried = asVault("/oauth2/revoke", refresh);
    assertThat(tried.statusCode()).isIn(200, 400);
    assertThat(owner.refresh("seal-console", refresh).statusCode()).isEqualTo(200);
  }

  /** Access tokens are for resource servers to ask about; a refresh token is its client's alone. */
  private static void introspection() {
    String refresh = (String) tokens(new LogInSteps(SharedIdp.get())).get("refresh_token");
    HttpResponse<String> asked = asVault("/oauth2/introspect", refresh);
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(RunningIdp.json(asked.body())).isEqualTo(Map.of("active", false));
  }

  private static HttpResponse<String> asVault(String path, String token) {
    return SharedIdp.browser()
        .post(
            path, Map.of("token", token), "Authorization", SharedIdp.get().basic("vault-console"));
  }

  private static Map<String, Object> tokens(LogInSteps steps) {
    Map<String, String> answer =
        steps.authorize("seal-applicant", RunningIdp.authorization("seal-console", WEB, "openid"));
    return RunningIdp.json(steps.exchangeSecretly("seal-console", WEB, answer.get("code")).body());
  }
}
