package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A client without a secret has the same short way, by its code's verifier alone. */
class PublicCodeDoorTest {
  private static final String WALLET = "citizen-wallet";
  private static final String BESIDE = "beside"; // read over on the long way (RFC 6749 §3.2)

  private final RunningIdp idp = SharedIdp.get();
  private final LogInSteps steps = SharedIdp.loggedIn("citizen");

  @Test
  void both_ways_give_the_same_tokens_answer_and_rows() {
    for (String scope : List.of("openid", "profile", "openid profile")) {
      Map<String, String> beside = form(code(scope));
      beside.put(BESIDE, "1");
      HttpResponse<String> longWay = send(beside);
      Map<String, Object> rows = CodeDoorTest.rows(WALLET);
      Map<String, String> plain = form(code(scope));
      HttpResponse<String> shortWay;
      try (SqlLog log = new SqlLog()) {
        shortWay = send(plain);
        // The list of signing keys is read anew once in a while, by whoever comes then.
        assertThat(log.statements().stream().filter(sql -> !sql.contains("FROM signing_key")))
            .as(scope)
            .hasSize(1);
      }
      assertThat(shortWay.statusCode()).as(shortWay.body()).isEqualTo(200);
      assertThat(shortWay.body()).doesNotContain("refresh_token");
      assertThat(Lasting.headers(shortWay)).isEqualTo(Lasting.headers(longWay));
      assertThat(Lasting.of(shortWay)).as(scope).isEqualTo(Lasting.of(longWay));
      assertThat(CodeDoorTest.rows(WALLET)).as(scope).isEqualTo(rows);
    }
  }

  /** What one way refuses the other does, and leaves the same behind. */
  @Test
  void what_is_not_in_order_is_refused_alike() {
    NewClient web = NewClient.web(idp);
    Map<String, Consumer<Map<String, String>>> spoilt = new LinkedHashMap<>();
    spoilt.put("another verifier", form -> form.put("code_verifier", "x".repeat(43)));
    spoilt.put("no verifier", form -> form.remove("code_verifier"));
    spoilt.put("an empty verifier", form -> form.put("code_verifier", ""));
    spoilt.put("another address", form -> form.put("redirect_uri", RunningIdp.CALLBACK + "/"));
    spoilt.put("no address", form -> form.remove("redirect_uri"));
    spoilt.put("another code", form -> form.put("code", form.get("code") + "A"));
    spoilt.put("nobody", form -> form.put("client_id", "nobody"));
    spoilt.put("no client", form -> form.remove("client_id"));
    spoilt.put("a client that has a secret", form -> form.put("client_id", web.id));
    spoilt.put("a secret", form -> form.put("client_secret", "g".repeat(43)));
    spoilt.put("spent", this::send);
    spoilt.forEach(this::refusedAlike);
  }

  private void refusedAlike(String name, Consumer<Map<String, String>> spoil) {
    List<Object> both = new ArrayList<>();
    for (boolean plain : List.of(true, false)) {
      Map<String, String> form = form(code("openid"));
      spoil.accept(form);
      if (!plain) {
        form.put(BESIDE, "1");
      }
      HttpResponse<String> answer = send(form);
      assertThat(answer.statusCode()).as(name + answer.body()).isIn(400, 401);
      assertThat(answer.body()).as(name).doesNotContain("access_token");
      both.add(
          List.of(
              answer.statusCode(),
              answer.body(),
              Lasting.headers(answer),
              CodeDoorTest.rows(WALLET)));
    }
    assertThat(both.get(0)).as(name).isEqualTo(both.get(1));
  }

  /** A client that has a secret has to show it, also for a code that is its own. */
  @Test
  void a_client_that_has_a_secret_gets_nothing_without_it() {
    NewClient web = NewClient.web(idp);
    Map<String, String> request =
        RunningIdp.authorization(web.id, RunningIdp.CALLBACK, "openid profile");
    String code = Objects.requireNonNull(steps.authorize("citizen", request).get("code"));
    Map<String, String> form = LogInSteps.codeForm(web.id, RunningIdp.CALLBACK, code);
    assertThat(send(form).body()).isEqualTo("{\"error\":\"invalid_client\"}");
    form.remove("client_id");
    assertThat(web.token(form)).containsKey("access_token");
  }

  @Test
  void nor_is_it_a_machine() {
    Map<String, String> form = form("none");
    form.put("grant_type", "client_credentials");
    assertThat(send(form).statusCode()).isIn(400, 401);
    form.keySet().removeAll(List.of("code", "redirect_uri", "code_verifier"));
    assertThat(send(form).statusCode()).isIn(400, 401);
  }

  private String code(String scope) {
    Map<String, String> request = RunningIdp.authorization(WALLET, RunningIdp.CALLBACK, scope);
    return Objects.requireNonNull(steps.authorize("citizen", request).get("code"));
  }

  private static Map<String, String> form(String code) {
    return LogInSteps.codeForm(WALLET, RunningIdp.CALLBACK, code);
  }

  private HttpResponse<String> send(Map<String, String> form) {
    return SharedIdp.browser().post("/oauth2/token", form);
  }
}
