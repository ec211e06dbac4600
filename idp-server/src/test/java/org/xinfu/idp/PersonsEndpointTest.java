package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.trust.id.CitizenIdNumber;
import tools.jackson.databind.json.JsonMapper;

/** Department staff look a person up: by a whole number, for a reason, on record. */
class PersonsEndpointTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

  @Test
  void a_clerk_is_told_little_and_the_person_sees_it() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    String account = SharedIdp.accountOf(name);
    String number = CitizenIdNumber.complete("51000019640203007").value();
    SharedIdp.jdbc()
        .sql("UPDATE account SET citizen_hash = ?, display_name = '孙某某（样例）' WHERE id = ?")
        .params(List.of(SharedIdp.get().bean(BlindIndex.class).of("citizen", number), account))
        .update();
    Official clerk = Officials.fresh("IDENTITY_CLERK");
    String token = token(clerk, "identity-desk", "openid profile idp:persons");
    HttpResponse<String> found = search(token, number, "窗口办理样例业务");
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.body())
        .contains("\"id\":\"" + account + "\"", "孙**", "IAL1")
        .doesNotContain("某某", number, phone, name);
    assertThat(found.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(get(token, account + "?purpose=x").statusCode()).isEqualTo(200);
    assertThat(SharedIdp.audited(account, "person-read", "done")).isEqualTo(2);
    Browser owner = SharedIdp.browser();
    owner.logIn(name, PASSWORD);
    assertThat(owner.get("/account/uses").body()).contains("部门查询");

    assertThat(code(search(token, number, " "))).isEqualTo("person-purpose-missing");
    for (String purpose : List.of("x\u0000", "x\ny", "x".repeat(201))) {
      assertThat(code(search(token, number, purpose))).isEqualTo("person-purpose-missing");
    }
    assertThat(code(search(token, "123", "x"))).isEqualTo("person-document-malformed");
    assertThat(code(send(token, "{}"))).isEqualTo("person-document-malformed");
    String nobody = CitizenIdNumber.complete("51000019640203009").value();
    assertThat(search(token, nobody, "x").body()).isEqualTo("{\"persons\":[]}");
    assertThat(code(get(token, clerk.id() + "?purpose=x")))
        .as("members are no persons")
        .isEqualTo("person-unknown");
    assertThat(code(get(token, "none?purpose=x"))).isEqualTo("person-unknown");
  }

  @Test
  void nobody_else_looks_anybody_up() {
    String number = CitizenIdNumber.complete("51000019640203007").value();
    assertThat(search("", number, "x").statusCode()).isEqualTo(401);
    Official maker = Officials.fresh("SEAL_MAKER");
    String seal = token(maker, "seal-demo", "openid profile seal:make");
    assertThat(search(seal, number, "x").statusCode()).as("for another service").isEqualTo(401);
    assertThat(get(seal, "x?purpose=x").statusCode()).isEqualTo(401);
    Browser machine = SharedIdp.browser();
    HttpResponse<String> accounts =
        machine.post(
            "/oauth2/token",
            Map.of("grant_type", "client_credentials", "scope", "idp:accounts"),
            "Authorization",
            SharedIdp.get().basic("idp-admin"));
    String token = (String) RunningIdp.json(accounts.body()).get("access_token");
    assertThat(search(token, number, "x").statusCode()).isEqualTo(403);
  }

  static String token(Official who, String client, String scope) {
    who.passwordOnly();
    Map<String, String> request = RunningIdp.authorization(client, RunningIdp.CALLBACK, scope);
    String code =
        Browser.query(
                Browser.location(who.browser().get("/oauth2/authorize?" + Browser.encode(request))))
            .get("code");
    String answer =
        who.browser()
            .post("/oauth2/token", LogInSteps.codeForm(client, RunningIdp.CALLBACK, code))
            .body();
    return (String) RunningIdp.json(answer).get("access_token");
  }

  private static HttpResponse<String> search(String token, String number, String purpose) {
    Map<String, String> asked =
        Map.of("documentType", "CITIZEN_ID", "documentNumber", number, "purpose", purpose);
    return send(token, JsonMapper.builder().build().writeValueAsString(asked));
  }

  private static HttpResponse<String> send(String token, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(SharedIdp.browser().uri("/api/v1/persons/search"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return SharedIdp.browser().send(authorized(request, token));
  }

  private static HttpResponse<String> get(String token, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(SharedIdp.browser().uri("/api/v1/persons/" + path)).GET();
    return SharedIdp.browser().send(authorized(request, token));
  }

  private static HttpRequest.Builder authorized(HttpRequest.Builder request, String token) {
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static String code(HttpResponse<String> problem) {
    return (String) RunningIdp.json(problem.body()).get("code");
  }
}
