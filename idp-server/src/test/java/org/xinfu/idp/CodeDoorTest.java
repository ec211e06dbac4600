package org.xinfu.idp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.store.FreshGrants;

/** The short way from a code to its tokens gives what the long one gives, and nothing but that. */
class CodeDoorTest {
  private static final String BESIDE = "beside"; // read over on the long way (RFC 6749 §3.2)
  private static final String OVER =
      "code_issued_at = now() - interval '61 second', code_expires_at = now() - interval '1 second'";

  private final RunningIdp idp = SharedIdp.get();
  private final NewClient client = NewClient.web(idp);

  @Test
  void both_ways_give_the_same_tokens_answer_and_rows() {
    NewClient sm2 =
        NewClient.web(
            idp,
            "access_token_signed_response_alg",
            "SM2-SM3",
            "id_token_signed_response_alg",
            "SM2-SM3");
    NewClient once = NewClient.web(idp, "grant_types", List.of("authorization_code"));
    NewClient sector = NewClient.web(idp, "subject_type", "pairwise");
    same(client, "citizen", Map.of());
    same(client, "citizen", Map.of("scope", "openid"));
    same(client, "citizen", Map.of("scope", "profile"));
    same(client, "licence-officer", Map.of("scope", "openid profile licence:own"));
    same(client, "citizen", Map.of("nonce", "", "acr_values", "urn:xinfu:acr:aal1"));
    same(client, "citizen", Map.of("scope", "openid", "claims", CLAIMS));
    same(sm2, "citizen", Map.of());
    same(once, "citizen", Map.of());
    same(sector, "citizen", Map.of());
  }

  private static final String CLAIMS = "{\"id_token\":{\"name\":null},\"userinfo\":{\"acr\":null}}";

  /** Claims within claims, a life that ends early, and a row that names whom somebody acts for. */
  @Test
  void both_ways_tell_alike_of_mandates_and_posts() {
    Companies.seeded(idp);
    LogInSteps agent = SharedIdp.loggedIn(Companies.AGENT);
    String mandate = Companies.standing(idp, Companies.AGENT);
    agent.browser.submit("/account/entities", "/account/switch", "mandate", mandate);
    NewClient acting = NewClient.web(idp, "scope", "openid entity");
    List<String> agreed =
        List.of(acting.id, SharedIdp.accountOf(Companies.AGENT), Companies.entity(idp));
    String consent =
        "INSERT INTO consent VALUES (?, ?, 'SCOPE_entity SCOPE_openid', now(), NULL, NULL, ?)";
    SharedIdp.jdbc().sql(consent).params(agreed).update();
    same(agent, acting, Map.of("scope", "openid entity"), 7);
    assertThat(rows(acting).get("book").toString()).contains(Companies.entity(idp));

    Officials.Official clerk = Officials.fresh("");
    update(
        "INSERT INTO staff_post (id, account_id, org, roles, from_at, given_by)"
            + " SELECT id, id, org, 'CLERK REVIEWER', now(), 'test' FROM account WHERE id = ?",
        clerk.id());
    LogInSteps in = new LogInSteps(idp);
    in.browser.logIn(clerk.name(), Officials.PASSWORD);
    NewClient desk = NewClient.web(idp, "scope", "openid staff");
    same(in, desk, Map.of("scope", "openid staff"), 2);
    assertThat(rows(desk).get("id_token_claims").toString()).contains("department");
  }

  private void same(NewClient at, String account, Map<String, String> request) {
    same(SharedIdp.loggedIn(account), at, request, 0);
  }

  /** With statements that its claims ask of their own. */
  private void same(LogInSteps steps, NewClient at, Map<String, String> request, int own) {
    code(steps, at, "nobody", request);
    String first = code(steps, at, "nobody", request);
    String second = code(steps, at, "nobody", request);
    String third = code(steps, at, "nobody", request);
    Map<String, String> beside = form(second);
    beside.put(BESIDE, "1");
    HttpResponse<String> longWay = asked(beside, at, 4 + own);
    Map<String, Object> rows = rows(at);
    assertThat(longWay.statusCode()).as(longWay.body()).isEqualTo(200);
    elsewhere(third);
    for (Shown shown : List.of(new Shown(third, 2 + own), new Shown(first, 1 + own))) {
      HttpResponse<String> shortWay = asked(form(shown.code()), at, shown.statements());
      assertThat(shortWay.statusCode()).as(shortWay.body()).isEqualTo(200);
      assertThat(Lasting.headers(shortWay)).isEqualTo(Lasting.headers(longWay));
      assertThat(Lasting.of(shortWay)).as(request.toString()).isEqualTo(Lasting.of(longWay));
      assertThat(rows(at)).as(request.toString()).isEqualTo(rows);
    }
  }

  private record Shown(String code, int statements) {}

  /** As if another replica had given the code: the grant is read. */
  private void elsewhere(String code) {
    assertThat(idp.bean(FreshGrants.class).take(code)).isPresent();
  }

  @Test
  void a_secret_in_the_form_is_as_good() {
    NewClient inForm = NewClient.web(idp, "token_endpoint_auth_method", "client_secret_post");
    LogInSteps steps = new LogInSteps(idp);
    for (int statements : List.of(0, 1)) { // known from its first request on
      Map<String, String> form = form(code(steps, inForm, "citizen", Map.of()));
      form.putAll(inForm(inForm));
      try (SqlLog log = new SqlLog()) {
        HttpResponse<String> answer = SharedIdp.browser().post("/oauth2/token", form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(log.statements()).hasSizeGreaterThanOrEqualTo(statements);
        assertThat(statements == 0 || log.statements().size() == statements).isTrue();
      }
    }
  }

  /** What one way refuses the other does, and leaves the same behind. */
  @Test
  void what_is_not_in_order_is_refused_alike() {
    NewClient other = NewClient.web(idp);
    known(other);
    Map<String, Consumer<Map<String, String>>> spoilt = new LinkedHashMap<>();
    spoilt.put("another verifier", form -> form.put("code_verifier", "x".repeat(43)));
    spoilt.put("no verifier", form -> form.remove("code_verifier"));
    spoilt.put("an empty verifier", form -> form.put("code_verifier", ""));
    spoilt.put(
        "the challenge",
        form -> form.put("code_verifier", RunningIdp.challenge(RunningIdp.VERIFIER)));
    spoilt.put("another address", form -> form.put("redirect_uri", RunningIdp.CALLBACK + "/"));
    spoilt.put("no address", form -> form.remove("redirect_uri"));
    spoilt.put("no code", form -> form.remove("code"));
    spoilt.put("an empty code", form -> form.put("code", ""));
    spoilt.put("another code", form -> form.put("code", form.get("code") + "A"));
    spoilt.put("two codes", form -> form.put("code", form.get("code") + "&code=b"));
    spoilt.put("another client", form -> form.put("Authorization", other.basic));
    spoilt.put("a guess", form -> form.put("Authorization", basic(client.id, "g".repeat(43))));
    spoilt.put("nobody", form -> form.put("Authorization", basic("nobody", "g".repeat(43))));
    spoilt.put("a public client", form -> form.put("client_id", withoutSecret(form)));
    spoilt.put("over", form -> change(OVER));
    spoilt.put("spent", form -> change("code_invalidated = true"));
    spoilt.put("gone", form -> gone());
    spoilt.forEach(this::refusedAlike);
  }

  private void refusedAlike(String name, Consumer<Map<String, String>> spoil) {
    LogInSteps steps = new LogInSteps(idp);
    List<Object> both = new ArrayList<>();
    for (boolean plain : List.of(true, false)) {
      Map<String, String> form = form(code(steps, client, "citizen", Map.of()));
      form.put("Authorization", client.basic);
      spoil.accept(form);
      String authorization = form.remove("Authorization");
      if (!plain) {
        form.put(BESIDE, "1");
      }
      HttpResponse<String> answer =
          authorization.isEmpty()
              ? SharedIdp.browser().post("/oauth2/token", form)
              : SharedIdp.browser().post("/oauth2/token", form, "Authorization", authorization);
      assertThat(answer.statusCode()).as(name + answer.body()).isIn(400, 401);
      assertThat(answer.body()).as(name).doesNotContain("access_token");
      both.add(List.of(answer.statusCode(), answer.body(), Lasting.headers(answer), rows(client)));
    }
    assertThat(both.get(0)).as(name).isEqualTo(both.get(1));
  }

  /** An edition is one client's alone; were it not, a code would be still. */
  @Test
  void a_code_is_none_of_another_client_of_the_same_edition() {
    String code = code(new LogInSteps(idp), client, "citizen", Map.of());
    String twin = client.id + "-twin";
    update(
        "INSERT INTO client SELECT r.* FROM client t, LATERAL jsonb_populate_record(t,"
            + " jsonb_build_object('id', t.id || '-twin')) r WHERE t.id = ?",
        client.id);
    String pair = new String(Base64.getDecoder().decode(client.basic.substring(6)), UTF_8);
    String secret = pair.substring(pair.indexOf(':') + 1);
    for (String shown : List.of("none", code)) { // known from its first request on
      HttpResponse<String> answer =
          SharedIdp.browser()
              .post("/oauth2/token", form(shown), "Authorization", basic(twin, secret));
      assertThat(answer.body()).isEqualTo("{\"error\":\"invalid_grant\"}");
    }
    update("DELETE FROM client WHERE id = ?", twin);
  }

  @Test
  void a_suspended_person_gets_nothing_and_nothing_is_written() {
    String person = SharedIdp.accountOf("citizen");
    String code = code(new LogInSteps(idp), client, "citizen", Map.of());
    try {
      update("UPDATE account SET active = false WHERE id = ?", person);
      assertThat(send(form(code), client).body()).isEqualTo("{\"error\":\"invalid_grant\"}");
      assertThat(rows(client)).containsEntry("version", 1);
    } finally {
      update("UPDATE account SET active = true WHERE id = ?", person);
    }
    assertThat(send(form(code), client).statusCode()).isEqualTo(200);
  }

  @Test
  void a_change_of_the_client_is_felt_at_once() {
    LogInSteps steps = new LogInSteps(idp);
    String code = code(steps, client, "citizen", Map.of());
    update("UPDATE client SET access_seconds = 77 WHERE id = ?", client.id);
    Map<String, Object> tokens = RunningIdp.json(send(form(code), client).body());
    Map<String, Object> claims = RunningIdp.claims((String) tokens.get("access_token"));
    assertThat(Lasting.life(claims)).isEqualTo(77);
    String next = code(steps, client, "citizen", Map.of());
    update("UPDATE client SET secret_hash = NULL WHERE id = ?", client.id);
    assertThat(send(form(next), client).statusCode()).isEqualTo(401);
  }

  @Test
  void clients_in_trial_and_of_bound_tokens_go_the_long_way_and_so_does_whatever_stands_beside() {
    NewClient trial = NewClient.web(idp, "sandbox", true);
    assertThat(asksShortly(client, Map.of())).isTrue();
    assertThat(asksShortly(client, Map.of("client_id", client.id))).isFalse();
    assertThat(asksShortly(client, Map.of(BESIDE, "1"))).isFalse();
    assertThat(asksShortly(client, Map.of("grant_type", "refresh_token"))).isFalse();
    assertThat(asksShortly(trial, Map.of())).isFalse();
    update("UPDATE client SET tls_bound = true WHERE id = ?", client.id);
    assertThat(asksShortly(client, Map.of())).isFalse();
  }

  private boolean asksShortly(NewClient at, Map<String, String> beside) {
    known(at);
    Map<String, String> form = form("none");
    form.putAll(beside);
    try (SqlLog log = new SqlLog()) {
      send(form, at);
      return log.statements().stream().anyMatch(sql -> sql.contains("AS grant_id"));
    }
  }

  @Test
  void one_code_of_many_requests_at_once_gives_at_most_one_answer_that_is_taken_back()
      throws Exception {
    Map<String, String> form = form(code(new LogInSteps(idp), client, "citizen", Map.of()));
    known(client);
    List<Future<HttpResponse<String>>> asked = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        asked.add(callers.submit(() -> send(form, client)));
      }
    }
    List<String> given = new ArrayList<>();
    for (Future<HttpResponse<String>> answer : asked) {
      if (answer.get().statusCode() == 200) {
        given.add(answer.get().body());
      } else {
        assertThat(answer.get().body()).isEqualTo("{\"error\":\"invalid_grant\"}");
      }
    }
    assertThat(given).hasSize(1);
    assertThat(SharedIdp.tokensIssued(client.id)).isOne();
    Map<String, Object> tokens = RunningIdp.json(given.getFirst());
    assertThat(userInfo((String) tokens.get("access_token"))).isEqualTo(401);
    Map<String, String> again =
        Map.of(
            "grant_type", "refresh_token", "refresh_token", (String) tokens.get("refresh_token"));
    assertThat(send(again, client).statusCode()).isEqualTo(400);
  }

  private int userInfo(String access) {
    Browser browser = SharedIdp.browser();
    return browser
        .send(
            HttpRequest.newBuilder(browser.uri("/userinfo"))
                .header("Authorization", "Bearer " + access))
        .statusCode();
  }

  private String code(LogInSteps steps, NewClient at, String account, Map<String, String> more) {
    Map<String, String> request =
        RunningIdp.authorization(at.id, RunningIdp.CALLBACK, "openid profile");
    request.putAll(more);
    request.values().removeIf(String::isEmpty);
    Map<String, String> answer = steps.authorize(account, request);
    return Objects.requireNonNull(answer.get("code"), answer::toString);
  }

  private static Map<String, String> form(String code) {
    Map<String, String> form = LogInSteps.codeForm("", RunningIdp.CALLBACK, code);
    form.remove("client_id");
    return form;
  }

  /** What is known of a client is known from its first request on. */
  private void known(NewClient at) {
    send(form("none"), at);
  }

  private HttpResponse<String> asked(Map<String, String> form, NewClient at, int statements) {
    known(at);
    try (SqlLog log = new SqlLog()) {
      HttpResponse<String> answer = send(form, at);
      // The list of signing keys is read anew once in a while, by whoever comes then.
      assertThat(log.statements().stream().filter(sql -> !sql.contains("FROM signing_key")))
          .as(form.toString())
          .hasSize(statements);
      return answer;
    }
  }

  private static HttpResponse<String> send(Map<String, String> form, NewClient at) {
    return SharedIdp.browser().post("/oauth2/token", form, "Authorization", at.basic);
  }

  /** The last grant and the last row of the audit book, without the moment. */
  private static Map<String, Object> rows(NewClient at) {
    return rows(at.id);
  }

  static Map<String, Object> rows(String client) {
    String grant =
        SharedIdp.jdbc()
            .sql(
                """
                SELECT coalesce((SELECT (to_jsonb(g) || jsonb_build_object(
                    'kept', keep_until = greatest(code_expires_at, access_expires_at,
                      refresh_expires_at, id_token_expires_at),
                    'access', access_expires_at - access_issued_at,
                    'refresh', refresh_expires_at - refresh_issued_at,
                    'id_token', id_token_expires_at - id_token_issued_at,
                    'hashes', num_nonnulls(code_hash, access_check, refresh_check, id_token_check),
                    'found', num_nonnulls(access_hash, refresh_hash, id_token_hash),
                    'id_token_claims', id_token_claims - '{iat,exp,nbf,jti}'::text[],
                    'book', (SELECT jsonb_build_array(actor, act, subject, outcome, details)
                      FROM audit WHERE client = g.client_id ORDER BY id DESC LIMIT 1)))::text
                  FROM oauth2_grant g WHERE client_id = ?
                  ORDER BY access_issued_at DESC NULLS LAST, code_issued_at DESC, authenticated_at DESC
                  LIMIT 1), '{}')
                """)
            .param(client)
            .query(String.class)
            .single();
    Map<String, Object> rows = new TreeMap<>(RunningIdp.json(grant));
    rows.keySet()
        .removeIf(
            name ->
                name.equals("id")
                    || name.equals("keep_until")
                    || name.matches(".*_(hash|check|issued_at|expires_at)"));
    return rows;
  }

  private void change(String what) {
    SharedIdp.jdbc()
        .sql("UPDATE oauth2_grant SET " + what + " WHERE client_id = ?")
        .param(client.id)
        .update();
  }

  private void gone() {
    update("DELETE FROM oauth2_grant WHERE client_id = ? AND access_check IS NULL", client.id);
  }

  private static void update(String sql, String id) {
    assertThat(SharedIdp.jdbc().sql(sql).param(id).update()).isPositive();
  }

  private static Map<String, String> inForm(NewClient at) {
    String pair = new String(Base64.getDecoder().decode(at.basic.substring(6)), UTF_8);
    return Map.of("client_id", at.id, "client_secret", pair.substring(pair.indexOf(':') + 1));
  }

  private String withoutSecret(Map<String, String> form) {
    form.put("Authorization", "");
    return client.id;
  }

  private static String basic(String id, String secret) {
    String pair = id + ":" + secret;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
