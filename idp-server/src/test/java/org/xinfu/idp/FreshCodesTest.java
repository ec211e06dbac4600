package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.store.FreshGrants;

/**
 * The server that gave a code need not read again what it gave it on. Whatever of that has changed
 * before the code comes is felt all the same, in the statement that spends the code.
 */
class FreshCodesTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final int READ = -1;

  private final RunningIdp idp = SharedIdp.get();
  private final NewClient client = NewClient.web(idp);
  private final String phone = SharedIdp.randomPhone();
  private final String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
  private final String account = SharedIdp.accountOf(name);
  private final Browser browser = SharedIdp.browser();

  @AfterEach
  void realAgain() {
    SharedIdp.jdbc().sql("DELETE FROM sandbox_subject WHERE id = ?").param(account).update();
  }

  @Test
  void a_code_of_a_login_is_spent_in_one_statement() {
    known();
    assertThat(exchange(code(), 1).statusCode()).isEqualTo(200);
    assertThat(exchange(code(), 1).statusCode()).as("a silent login's").isEqualTo(200);
  }

  @Test
  void a_code_that_comes_elsewhere_is_read() {
    known();
    String code = code();
    assertThat(idp.bean(FreshGrants.class).take(code)).isPresent();
    assertThat(exchange(code, 2).statusCode()).isEqualTo(200);
  }

  @Test
  void what_is_told_is_as_it_is_now() {
    known();
    String code = code();
    change("UPDATE account SET display_name = '又一名（样例）' WHERE id = ?");
    assertThat(told(code)).containsEntry("name", "又一名（样例）");
    code = code();
    change(
        "INSERT INTO staff_post (id, account_id, org, roles, from_at, given_by)"
            + " SELECT id, id, '510000', 'WINDOW_CLERK', now(), 'test' FROM account WHERE id = ?");
    assertThat(told(code).get("roles").toString()).contains("WINDOW_CLERK");
    code = code();
    change(
        "INSERT INTO proof (id, account_id, level, source, reference, method, matched, at,"
            + " expires_at, jws) SELECT 'p-' || id, id, 'IAL2', 's', 'r', 'm', 'm', now(),"
            + " now() + interval '1 day', 'j' FROM account WHERE id = ?");
    told(code);
    code = code();
    change(
        "INSERT INTO authenticator (id, account_id, kind, label, created_at)"
            + " SELECT 'a-' || id, id, 'CODE', 'x', now() FROM account WHERE id = ?");
    told(code);
  }

  @Test
  void what_is_no_more_is_not_told() {
    known();
    change(
        "INSERT INTO staff_post (id, account_id, org, roles, from_at, given_by)"
            + " SELECT id, id, '510000', 'WINDOW_CLERK', now(), 'test' FROM account WHERE id = ?");
    change(
        "INSERT INTO proof (id, account_id, level, source, reference, method, matched, at,"
            + " expires_at, jws) SELECT 'p-' || id, id, 'IAL2', 's', 'r', 'm', 'm', now(),"
            + " now() + interval '1 day', 'j' FROM account WHERE id = ?");
    String code = code();
    change("UPDATE staff_post SET roles = 'CLERK' WHERE account_id = ?");
    assertThat(told(code).get("roles").toString()).doesNotContain("WINDOW_CLERK");
    code = code();
    change("UPDATE proof SET revoked_at = now() WHERE account_id = ?");
    told(code);
    code = code();
    change("DELETE FROM staff_post WHERE account_id = ?");
    assertThat(told(code)).containsEntry("roles", List.of());
    code = code();
    change("DELETE FROM proof WHERE account_id = ?");
    told(code);
  }

  /** What the access token tells, which it takes more than one statement to tell. */
  private Map<String, Object> told(String code) {
    HttpResponse<String> answer = exchange(code, READ);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return RunningIdp.claims((String) RunningIdp.json(answer.body()).get("access_token"));
  }

  @Test
  void who_may_have_nothing_any_more_gets_nothing() {
    known();
    for (String change :
        List.of(
            "UPDATE oauth2_grant SET code_invalidated = true WHERE principal = ?",
            "UPDATE oauth2_grant SET code_expires_at = now() WHERE principal = ?",
            "DELETE FROM oauth2_grant WHERE principal = ?",
            "INSERT INTO sandbox_subject (id) VALUES (?)",
            "INSERT INTO staff_post (id, account_id, org, roles, from_at, given_by, ended_at,"
                + " end_cause) SELECT id, id, '510000', 'CLERK', now(), 'test', now(), 'LEFT'"
                + " FROM account WHERE id = ?",
            "UPDATE account SET active = false WHERE id = ?")) {
      String code = code();
      change(change);
      HttpResponse<String> answer = exchange(code, 0);
      assertThat(answer.statusCode()).as(change + answer.body()).isEqualTo(400);
      assertThat(answer.body()).as(change).doesNotContain("access_token");
      realAgain();
      SharedIdp.jdbc().sql("DELETE FROM staff_post WHERE account_id = ?").param(account).update();
    }
  }

  @Test
  void a_login_that_was_ended_takes_its_code_along() {
    known();
    String code = code();
    browser.submit("/account", "/logout");
    assertThat(exchange(code, 0).body()).isEqualTo("{\"error\":\"invalid_grant\"}");
  }

  @Test
  void a_client_that_was_changed_is_read() {
    known();
    String code = code();
    SharedIdp.jdbc()
        .sql("UPDATE client SET access_seconds = 77 WHERE id = ?")
        .param(client.id)
        .update();
    assertThat(Lasting.life(told(code))).isEqualTo(77);
  }

  @Test
  void a_code_is_spent_once() {
    known();
    String code = code();
    assertThat(exchange(code, 1).statusCode()).isEqualTo(200);
    assertThat(exchange(code, 0).body()).isEqualTo("{\"error\":\"invalid_grant\"}");
  }

  private void change(String sql) {
    assertThat(SharedIdp.jdbc().sql(sql).param(account).update()).as(sql).isPositive();
  }

  /** What is known of a client is known from its first request on. */
  private void known() {
    exchange("none", 0);
  }

  private String code() {
    String asked =
        "/oauth2/authorize?"
            + Browser.encode(
                RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid profile"));
    HttpResponse<String> answer = browser.get(asked);
    if (answer.statusCode() == 200) {
      answer = browser.logIn(name, PASSWORD);
    }
    return Objects.requireNonNull(Browser.query(Browser.location(answer)).get("code"));
  }

  /** In so many statements; 0 for any number, {@link #READ} for more than one. */
  private HttpResponse<String> exchange(String code, int statements) {
    Map<String, String> form = LogInSteps.codeForm("", RunningIdp.CALLBACK, code);
    form.remove("client_id");
    try (SqlLog log = new SqlLog()) {
      HttpResponse<String> answer =
          SharedIdp.browser().post("/oauth2/token", form, "Authorization", client.basic);
      List<String> asked =
          log.statements().stream().filter(sql -> !sql.contains("FROM signing_key")).toList();
      assertThat(
              statements == 0
                  || (statements == READ ? asked.size() > 1 : asked.size() == statements))
          .as(() -> String.join("\n", asked))
          .isTrue();
      return answer;
    }
  }
}
