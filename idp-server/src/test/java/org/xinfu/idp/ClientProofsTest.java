package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.door.OrderlyForms;

/** How clients are told by what they may prove themselves, and what is asked of public ones. */
class ClientProofsTest {
  private static final List<String> DOCUMENTS =
      List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server");

  private final RunningIdp idp = SharedIdp.get();
  private final Browser browser = new Browser(idp.origin);

  @Test
  void who_fails_by_basic_is_asked_for_basic() {
    // RFC 6749 §5.2, RFC 9110 §15.5.2
    for (String path : OrderlyForms.FOR_CLIENTS) {
      Map<String, String> form = Map.of("grant_type", "client_credentials", "token", "t");
      for (String proof : List.of(idp.basic("department-demo") + "AA", "Basic !", "basic eDp5")) {
        HttpResponse<String> byHeader = browser.post(path, form, "Authorization", proof);
        assertThat(byHeader.statusCode()).as(path + proof).isIn(400, 401);
        if (byHeader.statusCode() == 401) {
          assertThat(challenge(byHeader)).as(path).startsWith("Basic realm=\"");
          assertThat(byHeader.headers().firstValue("Cache-Control").orElse(""))
              .contains("no-store");
        }
      }
      HttpResponse<String> wrong = browser.post(path, form, "Authorization", "Basic eDp5");
      assertThat(wrong.statusCode()).as(path).isEqualTo(401);
      Map<String, String> inForm = new HashMap<>(form);
      inForm.put("client_id", "department-demo");
      inForm.put("client_secret", "x".repeat(43));
      HttpResponse<String> byForm = browser.post(path, inForm);
      assertThat(byForm.statusCode()).as(path).isEqualTo(401);
      assertThat(challenge(byForm)).as("a program that reads bodies alone goes on").isEmpty();
      assertThat(RunningIdp.json(byForm.body())).containsEntry("error", "invalid_client");
    }
  }

  @Test
  void a_public_client_takes_its_own_token_back_and_nobody_elses() {
    String token = walletToken();
    assertThat(userInfo(token)).isEqualTo(200);
    Map<String, String> byConsole = Map.of("token", token, "client_id", "seal-console");
    assertThat(browser.post("/oauth2/revoke", byConsole).statusCode())
        .as("who has a secret shows it")
        .isEqualTo(401);
    Map<String, String> byNobody = Map.of("token", token, "client_id", "nobody");
    assertThat(browser.post("/oauth2/revoke", byNobody).statusCode()).isEqualTo(401);
    browser.post(
        "/oauth2/revoke", Map.of("token", token), "Authorization", idp.basic("seal-console"));
    assertThat(userInfo(token)).as("of another client").isEqualTo(200);
    Map<String, String> own = Map.of("token", token, "client_id", "citizen-wallet");
    assertThat(browser.post("/oauth2/introspect", own).statusCode())
        .as("no questions without proof (RFC 7662 §2.1)")
        .isEqualTo(401);
    assertThat(browser.post("/oauth2/revoke", own).statusCode()).isEqualTo(200);
    assertThat(userInfo(token)).isEqualTo(401);
    assertThat(browser.post("/oauth2/revoke", own).statusCode()).as("again").isEqualTo(200);
  }

  @Test
  void the_documents_name_the_proofs_of_each_endpoint() {
    List<String> confidential =
        List.of("client_secret_basic", "client_secret_post", "private_key_jwt");
    for (String path : DOCUMENTS) {
      Map<String, Object> said = RunningIdp.json(browser.get(path).body());
      assertThat(said)
          .as(path)
          .containsEntry("introspection_endpoint_auth_methods_supported", confidential)
          .containsEntry("token_endpoint_auth_signing_alg_values_supported", List.of("ES256"));
      for (String endpoint : List.of("token", "revocation")) {
        assertThat(said.get(endpoint + "_endpoint_auth_methods_supported"))
            .as(path + endpoint)
            .asInstanceOf(LIST)
            .hasSize(4)
            .containsAll(confidential)
            .contains("none");
      }
    }
    // RFC 8414 §2: MUST be present where private_key_jwt is named.
    Map<String, Object> server = RunningIdp.json(browser.get(DOCUMENTS.get(1)).body());
    for (String endpoint : List.of("token", "revocation", "introspection")) {
      assertThat(server)
          .containsEntry(
              endpoint + "_endpoint_auth_signing_alg_values_supported", List.of("ES256"));
    }
  }

  private String walletToken() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid");
    String code = steps.authorize("citizen", request).get("code");
    HttpResponse<String> tokens = steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code);
    return (String) RunningIdp.json(tokens.body()).get("access_token");
  }

  private int userInfo(String token) {
    return browser.post("/userinfo", Map.of(), "Authorization", "Bearer " + token).statusCode();
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }
}
