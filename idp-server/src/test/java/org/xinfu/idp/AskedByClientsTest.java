package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What clients may leave out of a request, and what their ID tokens tell when they ask for it. */
class AskedByClientsTest {
  private static final String CITIZEN = "张三（样例）";

  private final RunningIdp idp = SharedIdp.get();

  @Test
  void without_a_challenge_asks_only_who_is_registered_so() {
    SuiteRun usual = new SuiteRun(SuiteRun.register(idp, "require_pkce", true), "");
    assertThat(usual.answer(usual.request()).get("error")).isEqualTo("invalid_request");
    SuiteRun bare = new SuiteRun(SuiteRun.register(idp), "");
    assertThat(bare.answer(bare.request("code_challenge_method", "S256")).get("error"))
        .as("a method and no challenge")
        .isEqualTo("invalid_request");
    String code = bare.answer(bare.request()).get("code");
    // RFC 9700 §2.1.1: else an attacker could take the challenge out of the request.
    HttpResponse<String> downgraded = bare.exchange(code, "code_verifier", RunningIdp.VERIFIER);
    assertThat(downgraded.statusCode()).isEqualTo(400);
    assertThat(RunningIdp.json(downgraded.body())).containsEntry("error", "invalid_grant");
    String path = "/api/v1/clients/" + bare.client.id;
    assertThat(RunningIdp.json(new Administrator(idp).send("GET", path, Map.of()).body()))
        .containsEntry("require_pkce", false);
  }

  @Test
  void a_public_client_asks_with_a_challenge_always() {
    assertThat(NewClient.refused(idp, "token_endpoint_auth_method", "none", "require_pkce", false))
        .contains("require_pkce");
  }

  @Test
  void the_id_token_tells_who_somebody_is_under_a_scope_or_when_it_is_asked() {
    NewClient client = NewClient.web(idp);
    assertThat(SuiteRun.claims(client.logIn("citizen", "openid profile")))
        .containsEntry("name", CITIZEN)
        .containsKey("roles");
    Map<String, Object> bare = client.logIn("citizen", "openid licence:own");
    assertThat(SuiteRun.claims(bare)).doesNotContainKeys("name", "roles", "org");
    assertThat(SuiteRun.claims(client.refresh(bare))).doesNotContainKeys("name", "roles", "org");
    Map<String, String> request =
        RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid");
    request.put("claims", "{\"id_token\":{\"name\":{\"essential\":true}}}");
    String code =
        Objects.requireNonNull(new LogInSteps(idp).authorize("citizen", request).get("code"));
    Map<String, String> form = LogInSteps.codeForm(client.id, RunningIdp.CALLBACK, code);
    form.remove("client_id");
    Map<String, Object> asked = client.token(form);
    assertThat(SuiteRun.claims(asked)).containsEntry("name", CITIZEN).doesNotContainKey("roles");
    assertThat(SuiteRun.claims(client.refresh(asked))).containsEntry("name", CITIZEN);
  }
}
