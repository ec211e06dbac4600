package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The short way to a machine's token gives what the long one gives, and nothing but that. */
class MachineDoorTest {
  private static final String PLAIN = "grant_type=client_credentials";

  /** A parameter that nobody knows: read over on the long way (RFC 6749 §3.2), not plain. */
  private static final String LONG_WAY = "&beside=1";

  private static final Set<String> OF_THE_MOMENT =
      Set.of("date", "x-request-id", "content-length", "transfer-encoding");

  private final RunningIdp idp = SharedIdp.get();
  private final NewClient client = NewClient.machine(idp, "licence:read seal:read");

  @Test
  void both_ways_give_the_same_token_and_answer() {
    NewClient sm2 =
        NewClient.machine(idp, "licence:read", "access_token_signed_response_alg", "SM2-SM3");
    NewClient inForm =
        NewClient.machine(idp, "licence:read", "token_endpoint_auth_method", "client_secret_post");
    String pair =
        new String(Base64.getDecoder().decode(inForm.basic.substring(6)), StandardCharsets.UTF_8);
    String form =
        PLAIN
            + "&client_id="
            + inForm.id
            + "&client_secret="
            + pair.substring(pair.indexOf(':') + 1);
    same(PLAIN, client.basic);
    same(PLAIN + "&scope=licence:read", client.basic);
    same(PLAIN + "&scope=seal:read+licence:read", client.basic);
    same(PLAIN + "&scope=licence%3Aread%20seal%3Aread", client.basic);
    same(PLAIN + "&scope=licence:read", sm2.basic);
    same(form + "&scope=licence:read", "");
    same(PLAIN + "&scope=licence:read", idp.basic("department-demo"));
  }

  private void same(String form, String authorization) {
    HttpResponse<String> longWay = asked(form + LONG_WAY, authorization, 2);
    HttpResponse<String> shortWay = asked(form, authorization, 1);
    assertThat(longWay.statusCode()).as(longWay.body()).isEqualTo(200);
    assertThat(shortWay.statusCode()).as(shortWay.body()).isEqualTo(200);
    assertThat(headers(shortWay)).isEqualTo(headers(longWay));
    assertThat(lasting(shortWay)).as(form).isEqualTo(lasting(longWay));
  }

  /** What one way refuses the other does: all of these are refused by the framework. */
  @Test
  void what_is_not_in_order_is_refused_as_ever() {
    NewClient web = NewClient.web(idp);
    NewClient inForm =
        NewClient.machine(idp, "licence:read", "token_endpoint_auth_method", "client_secret_post");
    List<List<String>> asked =
        List.of(
            List.of(PLAIN + "&scope=licence:own", client.basic),
            List.of(PLAIN + "&scope=licence:read+licence:issue", client.basic),
            List.of(PLAIN, client.basic.substring(0, client.basic.length() - 6) + "AAAA"),
            List.of(PLAIN, basic(client.id, "wrong")),
            List.of(PLAIN, basic(client.id, "")),
            List.of(PLAIN, basic("nobody", "wrong")),
            List.of(PLAIN, basic("", "wrong")),
            List.of(PLAIN, "Basic " + client.id),
            List.of(PLAIN, ""),
            List.of(PLAIN, web.basic),
            List.of(PLAIN, inForm.basic),
            List.of(PLAIN + "&client_id=" + client.id + "&client_secret=wrong", ""),
            List.of(PLAIN + "&client_id=" + web.id, client.basic),
            List.of(PLAIN + "&" + PLAIN, client.basic),
            List.of(PLAIN + "&scope=licence:read&scope=seal:read", client.basic));
    for (List<String> one : asked) {
      send(one.get(0), one.get(1)); // from now on the client is known
      HttpResponse<String> answer = send(one.get(0), one.get(1));
      assertThat(answer.statusCode()).as(one.toString()).isIn(400, 401);
      assertThat(answer.body()).as(one.toString()).startsWith("{\"error\":\"");
    }
  }

  /** No registration says so of a client with a secret; were one to, its token is no plain one. */
  @Test
  void clients_whose_tokens_are_bound_go_the_long_way() {
    asked(PLAIN, client.basic, 1);
    change("UPDATE client SET tls_bound = true WHERE id = ?");
    asked(PLAIN, client.basic, 2);
  }

  /** The framework reads nothing there (RFC 6749 §3.2: parameters are in the form). */
  @Test
  void what_stands_in_the_address_is_not_asked() {
    send(PLAIN, client.basic);
    HttpResponse<String> answer = send("?scope=licence:read", PLAIN, client.basic);
    assertThat(claims(answer)).containsEntry("scope", "");
  }

  @Test
  void clients_in_trial_go_the_long_way() {
    NewClient trial = NewClient.machine(idp, "licence:read", "sandbox", true);
    send(PLAIN, trial.basic);
    assertThat(claims(send(PLAIN, trial.basic))).containsEntry("sandbox", true);
  }

  @Test
  void a_change_of_the_client_is_felt_at_once() {
    ok(send(PLAIN + "&scope=seal:read", client.basic));
    asked(PLAIN, client.basic, 1);
    change("UPDATE client SET scopes = 'licence:read' WHERE id = ?");
    assertThat(send(PLAIN + "&scope=seal:read", client.basic).statusCode()).isEqualTo(400);
    ok(send(PLAIN + "&scope=licence:read", client.basic));
    change("UPDATE client SET grant_types = 'refresh_token' WHERE id = ?");
    assertThat(send(PLAIN, client.basic).body()).contains("unauthorized_client");
    change("UPDATE client SET grant_types = 'client_credentials' WHERE id = ?");
    ok(send(PLAIN, client.basic));
    long rows = SharedIdp.tokensIssued(client.id);
    change("UPDATE client SET secret_hash = NULL WHERE id = ?");
    assertThat(send(PLAIN, client.basic).statusCode()).isEqualTo(401);
    change("DELETE FROM client WHERE id = ?");
    assertThat(send(PLAIN, client.basic).statusCode()).isEqualTo(401);
    assertThat(SharedIdp.tokensIssued(client.id)).isEqualTo(rows);
  }

  @Test
  void every_token_of_many_at_once_has_its_row() throws Exception {
    ok(send(PLAIN, client.basic));
    long before = SharedIdp.tokensIssued(client.id);
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        answers.add(callers.submit(() -> send(PLAIN + "&scope=licence:read", client.basic)));
      }
    }
    Set<Object> ids = new java.util.HashSet<>();
    for (Future<HttpResponse<String>> answer : answers) {
      ids.add(claims(answer.get()).get("jti"));
    }
    assertThat(ids).hasSize(100);
    assertThat(SharedIdp.tokensIssued(client.id)).isEqualTo(before + 100);
  }

  private void change(String sql) {
    assertThat(SharedIdp.jdbc().sql(sql).param(client.id).update()).isEqualTo(1);
  }

  /** Asked twice, since what is known of a client is known from its first request on. */
  private HttpResponse<String> asked(String form, String authorization, int statements) {
    send(form, authorization);
    try (SqlLog log = new SqlLog()) {
      HttpResponse<String> answer = send(form, authorization);
      assertThat(log.statements())
          .as(form)
          .filteredOn(one -> !one.contains("FROM signing_key")) // read again from time to time
          .hasSize(statements);
      return answer;
    }
  }

  private HttpResponse<String> send(String form, String authorization) {
    return send("", form, authorization);
  }

  private HttpResponse<String> send(String query, String form, String authorization) {
    Browser browser = SharedIdp.browser();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(browser.uri("/oauth2/token" + query))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    return browser.send(
        authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  private static void ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static Map<String, List<String>> headers(HttpResponse<String> answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.keySet().removeAll(OF_THE_MOMENT);
    return headers;
  }

  /** The answer with the header and the claims of the token in its place, without the moment. */
  private static Map<String, Object> lasting(HttpResponse<String> answer) {
    Map<String, Object> lasting = new TreeMap<>(RunningIdp.json(answer.body()));
    String token = (String) lasting.remove("access_token");
    Map<String, Object> claims = new TreeMap<>(claims(answer));
    long issued = ((Number) claims.remove("iat")).longValue();
    claims.computeIfPresent("exp", (name, end) -> ((Number) end).longValue() - issued);
    claims.computeIfPresent("nbf", (name, begin) -> ((Number) begin).longValue() - issued);
    claims.computeIfPresent("jti", (name, id) -> id.toString().replaceFirst("[0-9a-f-]{36}$", ""));
    lasting.put("claims", claims);
    lasting.put("header", RunningIdp.json(decoded(token.substring(0, token.indexOf('.')))));
    // The long way has rounded it down on the way.
    lasting.computeIfPresent("expires_in", (name, left) -> (((Number) left).longValue() + 1) / 2);
    return lasting;
  }

  private static Map<String, Object> claims(HttpResponse<String> answer) {
    ok(answer);
    return RunningIdp.claims((String) RunningIdp.json(answer.body()).get("access_token"));
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static String basic(String id, String secret) {
    String pair = URLEncoder.encode(id, StandardCharsets.UTF_8) + ":" + secret;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
