package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.authorize.RequestPolicies;
import org.xinfu.idp.authorize.RequestPolicy;

/** OpenID Connect Core §5.3 and RFC 6750 against the running server. */
class UserInfoTest {
  private static final RunningIdp idp = SharedIdp.get();

  private static String token(String scope, String... more) {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, scope);
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    LogInSteps steps = new LogInSteps(idp);
    String code = steps.authorize("citizen", request).get("code");
    HttpResponse<String> tokens = steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code);
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    return (String) RunningIdp.json(tokens.body()).get("access_token");
  }

  private static HttpResponse<String> get(String... headers) {
    Browser browser = new Browser(idp.origin);
    HttpRequest.Builder request = HttpRequest.newBuilder(browser.uri("/userinfo"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return browser.send(request);
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  @Test
  void the_token_may_stand_in_the_header_or_the_form() {
    String token = token("openid profile");
    HttpResponse<String> byHeader = get("Authorization", "Bearer " + token);
    assertThat(byHeader.statusCode()).isEqualTo(200);
    Browser browser = new Browser(idp.origin);
    HttpResponse<String> byForm = browser.post("/userinfo", Map.of("access_token", token));
    assertThat(byForm.statusCode()).as(byForm.body()).isEqualTo(200);
    assertThat(byForm.body()).isEqualTo(byHeader.body());
    HttpResponse<String> posted =
        browser.post("/userinfo", Map.of(), "Authorization", "Bearer " + token);
    assertThat(posted.statusCode()).isEqualTo(200);
  }

  @Test
  void the_token_may_not_stand_in_the_url_or_twice() {
    String token = token("openid");
    Browser browser = new Browser(idp.origin);
    HttpResponse<String> byUrl = browser.get("/userinfo?access_token=" + token);
    assertThat(byUrl.statusCode()).isEqualTo(401);
    HttpResponse<String> twice =
        browser.post(
            "/userinfo", Map.of("access_token", token), "Authorization", "Bearer " + token);
    assertThat(twice.statusCode()).isEqualTo(400);
    assertThat(challenge(twice)).contains("error=\"invalid_request\"");
  }

  @Test
  void refusals_carry_a_challenge() {
    HttpResponse<String> without = get();
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(challenge(without))
        .as("no address, which the Host could make up")
        .isEqualTo("Bearer");
    assertThat(without.headers().allValues("Set-Cookie")).as("nobody comes back").isEmpty();
    HttpResponse<String> wrong = get("Authorization", "Bearer abc.def.ghi");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(challenge(wrong))
        .contains("error=\"invalid_token\"")
        .doesNotContain("resource_metadata");
    HttpResponse<String> other = get("Authorization", "Bearer " + token("licence:own"));
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(challenge(other)).contains("error=\"insufficient_scope\"", "scope=\"openid\"");
    String machine =
        (String)
            RunningIdp.json(
                    new Browser(idp.origin)
                        .post(
                            "/oauth2/token",
                            Map.of("grant_type", "client_credentials", "scope", "licence:read"),
                            "Authorization",
                            idp.basic("department-demo"))
                        .body())
                .get("access_token");
    assertThat(get("Authorization", "Bearer " + machine).statusCode()).isEqualTo(403);
  }

  @Test
  void a_token_that_was_taken_back_is_refused_with_a_challenge() {
    LogInSteps steps = new LogInSteps(idp);
    String code =
        steps
            .authorize(
                "citizen",
                RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid"))
            .get("code");
    String token =
        (String)
            RunningIdp.json(steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code).body())
                .get("access_token");
    steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code); // replayed: the token falls
    HttpResponse<String> answer = get("Authorization", "Bearer " + token);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(challenge(answer)).contains("error=\"invalid_token\"");
  }

  @Test
  void what_the_claims_parameter_asks_for_is_told() {
    String claims = "{\"userinfo\":{\"acr\":null,\"amr\":null,\"auth_time\":{\"essential\":true}}}";
    String asked = token("openid", "claims", claims);
    assertThat(RunningIdp.json(get("Authorization", "Bearer " + asked).body()))
        .containsEntry("acr", "urn:xinfu:acr:ial1:aal1")
        .containsEntry("amr", List.of("pwd"))
        .containsKey("auth_time");
    assertThat(RunningIdp.json(get("Authorization", "Bearer " + token("openid")).body()))
        .doesNotContainKeys("acr", "amr", "auth_time");
  }

  @Test
  void a_client_that_wants_it_gets_a_signed_answer() throws Exception {
    String token = token("openid");
    Object subject = RunningIdp.json(get("Authorization", "Bearer " + token).body()).get("sub");
    RequestPolicies policies = idp.bean(RequestPolicies.class);
    policies.set("citizen-wallet", new RequestPolicy(false, false, true));
    try {
      HttpResponse<String> answer = get("Authorization", "Bearer " + token);
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/jwt");
      SignedJWT jwt = SignedJWT.parse(answer.body());
      JWKSet published = JWKSet.parse(new Browser(idp.origin).get("/oauth2/jwks").body());
      String kid = jwt.getHeader().getKeyID();
      assertThat(jwt.verify(new ECDSAVerifier(published.getKeyByKeyId(kid).toECKey()))).isTrue();
      assertThat(RunningIdp.claims(answer.body()))
          .containsEntry("iss", idp.origin)
          .containsEntry("aud", "citizen-wallet")
          .containsEntry("sub", subject)
          .containsEntry("name", "张三（样例）");
      // It is no access token, and no hint.
      assertThat(get("Authorization", "Bearer " + answer.body()).statusCode()).isEqualTo(401);
    } finally {
      policies.set("citizen-wallet", RequestPolicy.DEFAULT);
    }
  }
}
