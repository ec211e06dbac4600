package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no server of ours made, wherever a token, a code or an assertion is shown. */
class OddTokensTest {
  private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";

  private final RunningIdp idp = SharedIdp.get();
  private final Browser browser = new Browser(idp.origin);
  private final List<String> failed = new ArrayList<>();
  private NewClient client;

  @BeforeEach
  void register() {
    client =
        NewClient.web(idp, "grant_types", List.of("authorization_code", "refresh_token", EXCHANGE));
  }

  /** RFC 7518 §4.8.1.2: p2c is positive; the reader's word for another is not that of a JWT. */
  @Test
  void none_is_an_error_of_the_server() {
    String encrypted = text("{\"alg\":\"ES256\",\"enc\":\"A128GCM\",\"p2c\":-1}");
    String named = text("{\"jti\":\"" + UUID.randomUUID() + ".x\",\"sub\":\"\\u0000\"}");
    for (String odd :
        List.of(
            encrypted + "..AAAA.AAAA.AAAA",
            text("{\"alg\":\"ES256\",\"crit\":[null],\"x5c\":[5]}") + "." + named + ".AAAA",
            text("{\"alg\":\"none\"}") + "." + named + ".",
            text("{\"alg\":\"ES256\"}") + "." + text("{\"jti\":5,\"exp\":1e400}") + ".AAAA",
            UUID.randomUUID() + ".",
            "named:" + "0".repeat(64))) {
      byClients(odd);
      elsewhere(odd);
    }
    assertThat(failed).isEmpty();
  }

  private void byClients(String odd) {
    for (String path : List.of("/oauth2/introspect", "/oauth2/revoke")) {
      note(path, proven(path, Map.of("token", odd)));
      note(path + " by", browser.post(path, asserted(Map.of("token", "x"), odd)));
    }
    note("par", browser.post("/oauth2/par", asserted(Map.of(), odd)));
    note("request", proven("/oauth2/par", Map.of("client_id", client.id, "request", odd)));
    for (Map<String, String> grant :
        List.of(
            Map.of("grant_type", "refresh_token", "refresh_token", odd),
            Map.of(
                "grant_type",
                "authorization_code",
                "code",
                odd,
                "redirect_uri",
                RunningIdp.CALLBACK),
            Map.of(
                "grant_type", EXCHANGE,
                "subject_token", odd,
                "subject_token_type", ACCESS))) {
      note(grant.get("grant_type"), proven("/oauth2/token", grant));
    }
  }

  private void elsewhere(String odd) {
    note("userinfo", browser.post("/userinfo", Map.of(), "Authorization", "Bearer " + odd));
    note(
        "api",
        browser.send(
            HttpRequest.newBuilder(browser.uri("/api/v1/clients/x"))
                .header("Authorization", "Bearer " + odd)));
    note("logout", browser.get("/connect/logout?" + Browser.encode(Map.of("id_token_hint", odd))));
  }

  /** Nobody is called so: whoever shows nothing else is not proven. */
  @Test
  void nobody_has_an_empty_name() {
    for (String path : List.of("/oauth2/revoke", "/oauth2/par")) {
      for (String name : List.of("", " ")) {
        HttpResponse<String> answer = browser.post(path, Map.of("client_id", name, "token", "x"));
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(401);
        assertThat(answer.body()).contains("invalid_client");
      }
    }
  }

  private static Map<String, String> asserted(Map<String, String> form, String odd) {
    Map<String, String> all = new HashMap<>(form);
    all.put("client_assertion_type", ASSERTION);
    all.put("client_assertion", odd);
    return all;
  }

  private HttpResponse<String> proven(String path, Map<String, String> form) {
    return browser.post(path, form, "Authorization", client.basic);
  }

  private void note(String where, HttpResponse<String> answer) {
    if (answer.statusCode() >= 500) {
      failed.add(where + " " + answer.statusCode());
    }
  }

  private static String text(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
