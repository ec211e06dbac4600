package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
  void who_is_registered_to_push_or_sign_asks_in_no_other_way() throws Exception {
    NewClient pushing = NewClient.web(idp, "require_pushed_authorization_requests", true);
    Map<String, String> request =
        RunningIdp.authorization(pushing.id, RunningIdp.CALLBACK, "openid");
    assertThat(error(request)).isEqualTo("invalid_request");
    HttpResponse<String> pushed =
        new Browser(idp.origin).post("/oauth2/par", request, "Authorization", pushing.basic);
    Object uri = RunningIdp.json(pushed.body()).get("request_uri");
    Map<String, String> asked = Map.of("client_id", pushing.id, "request_uri", (String) uri);
    assertThat(new LogInSteps(idp).authorize("citizen", asked)).containsKey("code");
    String path = "/api/v1/clients/" + pushing.id;
    HttpResponse<String> read = new Administrator(idp).send("GET", path, Map.of());
    assertThat(RunningIdp.json(read.body()))
        .containsEntry("require_pushed_authorization_requests", true)
        .doesNotContainKey("require_signed_request_object");
    HttpResponse<String> looser =
        new Administrator(idp)
            .send(
                "PUT",
                path,
                Map.of(
                    "client_name",
                    "x",
                    "redirect_uris",
                    List.of(RunningIdp.CALLBACK),
                    "scope",
                    "openid"),
                "Content-Type",
                "application/json",
                "If-Match",
                read.headers().firstValue("ETag").orElseThrow());
    assertThat(looser.statusCode()).as(looser.body()).isEqualTo(200);
    RunningIdp.await(Duration.ofSeconds(5), () -> answer(request).containsKey("code"));

    Map<String, Object> keys =
        Map.of(
            "keys",
            List.of(
                new ECKeyGenerator(Curve.P_256)
                    .keyID("k1")
                    .generate()
                    .toPublicJWK()
                    .toJSONObject()));
    Map<String, Object> signing = new HashMap<>();
    signing.put("client_name", "签名请求（样例）");
    signing.put("redirect_uris", List.of(RunningIdp.CALLBACK));
    signing.put("scope", "openid");
    signing.put("token_endpoint_auth_method", "private_key_jwt");
    signing.put("jwks", keys);
    signing.put("require_signed_request_object", true);
    HttpResponse<String> created = NewClient.admin(idp, "POST", "/api/v1/clients", signing);
    assertThat(RunningIdp.json(created.body()))
        .as(created.body())
        .containsEntry("require_signed_request_object", true);
    String id = (String) RunningIdp.json(created.body()).get("client_id");
    assertThat(error(RunningIdp.authorization(id, RunningIdp.CALLBACK, "openid")))
        .isEqualTo("invalid_request");
    assertThat(NewClient.refused(idp, "require_signed_request_object", true))
        .as("without keys")
        .contains("require_signed_request_object");
  }

  private Map<String, String> answer(Map<String, String> request) {
    return new LogInSteps(idp).authorize("citizen", request);
  }

  private String error(Map<String, String> request) {
    return answer(request).get("error");
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
