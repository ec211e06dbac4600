package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IdpServerTest {
  @TempDir static Path home;
  private static RunningIdp idp;

  @BeforeAll
  static void start() {
    idp = new RunningIdp(home).start();
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  @Test
  void machine_with_secret_gets_a_token() {
    HttpResponse<String> answer =
        new Browser(idp.origin)
            .post(
                "/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", "licence:issue licence:read"),
                "Authorization",
                idp.basic("department-demo"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, Object> claims =
        RunningIdp.claims((String) RunningIdp.json(answer.body()).get("access_token"));
    assertThat(claims)
        .containsEntry("iss", idp.origin)
        .containsEntry("aud", "licence-vault")
        .containsEntry("sub", "department-demo")
        .containsEntry("client_id", "department-demo")
        .containsEntry("org", "11510000MB0000019K")
        .containsEntry("roles", List.of());
    assertThat(((String) claims.get("scope")).split(" "))
        .containsExactlyInAnyOrder("licence:issue", "licence:read");
  }

  @Test
  @Order(1)
  void citizen_logs_in_and_gets_own_scope_with_the_id_number() {
    Browser browser = new Browser(idp.origin);
    String authorize =
        "/oauth2/authorize?"
            + Browser.encode(
                RunningIdp.authorization(
                    "citizen-wallet", RunningIdp.CALLBACK, "openid licence:own"));
    HttpResponse<String> toLogin = browser.get(authorize);
    assertThat(Browser.location(toLogin)).endsWith("/login");
    HttpResponse<String> in = browser.logIn("citizen", idp.password("citizen"));
    assertThat(Browser.location(in)).contains("/oauth2/authorize");
    HttpResponse<String> back = browser.get(Browser.location(in));
    Map<String, String> answer = Browser.query(Browser.location(back));
    assertThat(answer).containsEntry("iss", idp.origin).containsEntry("state", "st-1");
    HttpResponse<String> tokens =
        browser.post(
            "/oauth2/token",
            Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "citizen-wallet",
                "redirect_uri",
                RunningIdp.CALLBACK,
                "code",
                answer.get("code"),
                "code_verifier",
                RunningIdp.VERIFIER));
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    Map<String, Object> claims =
        RunningIdp.claims((String) RunningIdp.json(tokens.body()).get("access_token"));
    assertThat(claims)
        .containsEntry("holder", "51000019900101000X")
        .containsEntry("name", "张三（样例）");
  }
}
