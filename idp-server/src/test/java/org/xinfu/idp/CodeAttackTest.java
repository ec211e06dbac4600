package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on the code: injection, replay, PKCE downgrade, mix-up (RFC 9700 §4.4, §4.5, §4.8). */
class CodeAttackTest {
  private static final String WEB = "http://localhost:9100/login/oauth2/code/idp";

  @Test
  void a_stolen_code_opens_nothing_in_another_session_of_the_client() {
    LogInSteps victim = new LogInSteps(SharedIdp.get());
    Map<String, String> request = console();
    request.put("code_challenge", RunningIdp.challenge("of-the-victims-session-" + "x".repeat(30)));
    String code = victim.authorize("seal-applicant", request).get("code");
    // The attacker's own session at the client has the verifier of its own request.
    HttpResponse<String> injected =
        new LogInSteps(SharedIdp.get()).exchangeSecretly("seal-console", WEB, code);
    refused(injected, "invalid_grant");
  }

  @Test
  void a_code_used_by_another_client_is_spent() {
    LogInSteps victim = new LogInSteps(SharedIdp.get());
    String code = victim.authorize("seal-applicant", console()).get("code");
    refused(victim.exchangeSecretly("vault-console", WEB, code), "invalid_grant");
    refused(victim.exchangeSecretly("seal-console", WEB, code), "invalid_grant");
  }

  @Test
  void a_replayed_code_takes_back_what_it_gave() {
    LogInSteps victim = new LogInSteps(SharedIdp.get());
    String code = victim.authorize("seal-applicant", console()).get("code");
    HttpResponse<String> first = victim.exchangeSecretly("seal-console", WEB, code);
    Map<String, Object> tokens = RunningIdp.json(first.body());
    refused(victim.exchangeSecretly("seal-console", WEB, code), "invalid_grant");
    refused(victim.refresh("seal-console", (String) tokens.get("refresh_token")), "invalid_grant");
    HttpResponse<String> user =
        victim.browser.send(
            HttpRequest.newBuilder(victim.browser.uri("/userinfo"))
                .header("Authorization", "Bearer " + tokens.get("access_token")));
    assertThat(user.statusCode()).isEqualTo(401);
  }

  @Test
  void a_code_and_a_refresh_token_are_not_taken_for_each_other() {
    LogInSteps victim = new LogInSteps(SharedIdp.get());
    String code = victim.authorize("seal-applicant", console()).get("code");
    refused(victim.refresh("seal-console", code), "invalid_grant");
    HttpResponse<String> first = victim.exchangeSecretly("seal-console", WEB, code);
    Map<String, Object> tokens = RunningIdp.json(first.body());
    for (String name : List.of("refresh_token", "access_token", "id_token")) {
      refused(
          victim.exchangeSecretly("seal-console", WEB, (String) tokens.get(name)), "invalid_grant");
    }
    refused(victim.refresh("seal-console", (String) tokens.get("id_token")), "invalid_grant");
  }

  @Test
  void a_request_without_pkce_gets_no_code_from_any_kind_of_client() {
    for (String method : List.of("", "plain", "s256", "S512", "none")) {
      Map<String, String> web = console();
      Map<String, String> program =
          RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid");
      for (Map<String, String> request : List.of(web, program)) {
        request.put("code_challenge_method", method);
        request.put("code_challenge", RunningIdp.VERIFIER);
        assertThat(new LogInSteps(SharedIdp.get()).authorize("seal-applicant", request))
            .as(method)
            .containsEntry("error", "invalid_request")
            .doesNotContainKey("code");
        request.put("code_challenge", "");
        assertThat(new LogInSteps(SharedIdp.get()).authorize("seal-applicant", request))
            .containsEntry("error", "invalid_request")
            .doesNotContainKey("code");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "a-verifier-of-forty-three-or-more-characters-0123456788"})
  void a_code_without_its_verifier_opens_nothing(String verifier) {
    LogInSteps victim = new LogInSteps(SharedIdp.get());
    String code = victim.authorize("seal-applicant", console()).get("code");
    Map<String, String> form =
        new HashMap<>(
            Map.of("grant_type", "authorization_code", "redirect_uri", WEB, "code", code));
    if (!verifier.isEmpty()) {
      form.put("code_verifier", verifier);
    }
    HttpResponse<String> answer =
        victim.browser.post(
            "/oauth2/token", form, "Authorization", SharedIdp.get().basic("seal-console"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"error\"").doesNotContain("access_token");
  }

  @Test
  void the_challenge_itself_is_no_verifier() {
    LogInSteps victim = new LogInSteps(SharedIdp.get());
    Map<String, String> request = console();
    String code = victim.authorize("seal-applicant", request).get("code");
    HttpResponse<String> answer =
        victim.browser.post(
            "/oauth2/token",
            Map.of(
                "grant_type",
                "authorization_code",
                "redirect_uri",
                WEB,
                "code",
                code,
                "code_verifier",
                request.get("code_challenge")),
            "Authorization",
            SharedIdp.get().basic("seal-console"));
    refused(answer, "invalid_grant");
  }

  @Test
  void every_answer_names_who_answers_so_that_mix_up_shows() {
    RunningIdp idp = SharedIdp.get();
    Map<String, String> silent = console();
    silent.put("prompt", "none");
    assertThat(new LogInSteps(idp).authorize("seal-applicant", silent))
        .containsEntry("error", "login_required")
        .containsEntry("iss", idp.origin);
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> answer = steps.authorize("seal-applicant", console());
    assertThat(answer).containsKey("code").containsEntry("iss", idp.origin);
    Map<String, String> form = console();
    form.put("response_mode", "form_post");
    assertThat(steps.browser.get("/oauth2/authorize?" + Browser.encode(form)).body())
        .contains("name=\"iss\" value=\"" + idp.origin + "\"");
    for (String path :
        List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
      assertThat(RunningIdp.json(steps.browser.get(path).body()))
          .containsEntry("authorization_response_iss_parameter_supported", true)
          .containsEntry("issuer", idp.origin);
    }
  }

  @Test
  void a_refresh_token_serves_its_own_client_and_no_more_than_was_granted() {
    LogInSteps victim = new LogInSteps(SharedIdp.get());
    String refresh = refreshToken(victim);
    HttpResponse<String> wider =
        victim.browser.post(
            "/oauth2/token",
            Map.of(
                "grant_type", "refresh_token", "refresh_token", refresh, "scope", "seal:approve"),
            "Authorization",
            SharedIdp.get().basic("seal-console"));
    refused(wider, "invalid_scope");
    refused(victim.refresh("vault-console", refresh), "invalid_grant");
  }

  @Test
  void a_replayed_refresh_token_ends_the_family() {
    LogInSteps victim = new LogInSteps(SharedIdp.get());
    String stolen = refreshToken(victim);
    HttpResponse<String> thief = victim.refresh("seal-console", stolen);
    String thiefs = (String) RunningIdp.json(thief.body()).get("refresh_token");
    String next =
        (String)
            RunningIdp.json(victim.refresh("seal-console", thiefs).body()).get("refresh_token");
    refused(victim.refresh("seal-console", stolen), "invalid_grant");
    refused(victim.refresh("seal-console", next), "invalid_grant");
  }

  @Test
  void clients_cannot_take_back_or_look_at_what_is_anothers() {
    LogInSteps victim = new LogInSteps(SharedIdp.get());
    String refresh = refreshToken(victim);
    victim.browser.post(
        "/oauth2/revoke",
        Map.of("token", refresh),
        "Authorization",
        SharedIdp.get().basic("vault-console"));
    assertThat(victim.refresh("seal-console", refresh).statusCode())
        .as("another client's revocation does nothing")
        .isEqualTo(200);
    assertThat(victim.browser.post("/oauth2/introspect", Map.of("token", refresh)).statusCode())
        .as("nobody's question")
        .isGreaterThanOrEqualTo(400);
  }

  private static String refreshToken(LogInSteps victim) {
    String code = victim.authorize("seal-applicant", console()).get("code");
    String tokens = victim.exchangeSecretly("seal-console", WEB, code).body();
    return (String) RunningIdp.json(tokens).get("refresh_token");
  }

  private static Map<String, String> console() {
    return RunningIdp.authorization("seal-console", WEB, "openid seal:apply");
  }

  private static void refused(HttpResponse<String> answer, String error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(RunningIdp.json(answer.body()))
        .containsEntry("error", error)
        .doesNotContainKeys("access_token", "refresh_token", "id_token");
  }
}
