package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Accounts;

/**
 * The ticket protocol, spoken by an application that was written from the guide alone: its
 * canonical string and its signatures share no code with the server.
 */
class TicketTest {
  private static final String BACK = "http://127.0.0.1:9/app/back?x=1";

  @TempDir static Path home;
  private static RunningIdp idp;
  private static RunningIdp replica;
  private static LogoutReceiver exits;
  private static Administrator administrator;
  private static TicketApp mac;
  private static TicketApp sm2;

  @BeforeAll
  static void start() {
    exits = new LogoutReceiver();
    idp =
        new RunningIdp(home)
            .with("--xinfu.fetch.inside-hosts=" + exits.host(), "--xinfu.logout.poll=PT0.1S")
            .start();
    replica = idp.replica().start();
    administrator = new Administrator(idp);
    mac = TicketApp.byMac(administrator, BACK);
    sm2 = TicketApp.bySm2(administrator, BACK, exits.uri());
  }

  @AfterAll
  static void stop() {
    replica.close();
    idp.close();
    exits.close();
  }

  @Test
  void a_ticket_becomes_a_token_and_the_token_tells_who_it_is() {
    for (TicketApp app : List.of(mac, sm2)) {
      Map<String, String> back = back(app, loggedIn("citizen"), Map.of());
      assertThat(back).containsEntry("state", "st 1").containsEntry("x", "1");
      HttpResponse<String> exchanged =
          app.call(idp, "/ticket/token", Map.of("ticket", back.get("ticket")));
      assertThat(exchanged.statusCode()).as(exchanged.body()).isEqualTo(200);
      Map<String, Object> token = RunningIdp.json(exchanged.body());
      Map<String, Object> user =
          RunningIdp.json(
              app.call(idp, "/ticket/userinfo", Map.of("token", (String) token.get("token")))
                  .body());
      assertThat(user)
          .containsEntry("user_id", account("citizen"))
          .containsEntry("name", "张三（样例）")
          .containsEntry("level", "L1")
          .containsEntry("account_role", "10")
          .containsEntry("roles", List.of("CITIZEN"))
          .containsEntry("acr", "urn:xinfu:acr:ial1:aal1")
          .containsEntry("amr", List.of("pwd"))
          .containsEntry("sid", token.get("sid"))
          .doesNotContainKey("org");
      assertThat(user.toString()).doesNotContain("51000019900101000X");
    }
    Map<String, Object> member =
        RunningIdp.json(
            mac.call(idp, "/ticket/userinfo", Map.of("token", token(mac, loggedIn("seal-maker"))))
                .body());
    assertThat(member)
        .containsEntry("account_role", "40")
        .containsEntry("org", "11510000MB0000019K");
  }

  @Test
  void a_ticket_works_once_over_two_replicas() throws Exception {
    Browser browser = loggedIn("citizen");
    for (int round = 0; round < 3; round++) {
      String ticket = back(mac, browser, Map.of()).get("ticket");
      List<Callable<Integer>> calls = new ArrayList<>();
      for (RunningIdp at : List.of(idp, replica, idp, replica)) {
        calls.add(() -> mac.call(at, "/ticket/token", Map.of("ticket", ticket)).statusCode());
      }
      List<Integer> answers = new ArrayList<>();
      try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
        for (Future<Integer> answer : pool.invokeAll(calls)) {
          answers.add(answer.get());
        }
      }
      assertThat(answers).containsExactlyInAnyOrder(200, 400, 400, 400);
    }
  }

  @Test
  void a_ticket_is_one_applications_and_soon_too_old() {
    Browser browser = loggedIn("citizen");
    String ticket = back(mac, browser, Map.of()).get("ticket");
    assertProblem(sm2.call(idp, "/ticket/token", Map.of("ticket", ticket)), 400, "ticket-invalid");
    assertProblem(mac.call(idp, "/ticket/token", Map.of("ticket", ticket)), 400, "ticket-invalid");
    String old = back(mac, browser, Map.of()).get("ticket");
    jdbc().sql("UPDATE app_ticket SET expires_at = now() WHERE kind = 'TICKET'").update();
    assertProblem(mac.call(idp, "/ticket/token", Map.of("ticket", old)), 400, "ticket-invalid");
    String token = token(mac, browser);
    assertProblem(
        sm2.call(idp, "/ticket/userinfo", Map.of("token", token)), 401, "ticket-token-invalid");
  }

  @Test
  void a_call_that_was_altered_moved_aged_or_seen_before_is_refused() {
    String token = token(mac, loggedIn("citizen"));
    Map<String, String> call = mac.signed("/ticket/userinfo", Map.of("token", token));
    Map<String, String> altered = new HashMap<>(call);
    altered.put("token", token + "x");
    assertProblem(TicketApp.post(idp, "/ticket/userinfo", altered), 401, "app-signature-invalid");
    Map<String, String> added = new HashMap<>(call);
    added.put("more", "1");
    assertProblem(TicketApp.post(idp, "/ticket/userinfo", added), 401, "app-signature-invalid");
    assertProblem(TicketApp.post(idp, "/ticket/exit", call), 401, "app-signature-invalid");
    Map<String, String> stranger = new HashMap<>(call);
    stranger.put("app_id", "c-unknown");
    assertProblem(TicketApp.post(idp, "/ticket/userinfo", stranger), 401, "app-signature-invalid");
    // None of these spent the nonce.
    assertThat(TicketApp.post(replica, "/ticket/userinfo", call).statusCode()).isEqualTo(200);
    assertProblem(TicketApp.post(replica, "/ticket/userinfo", call), 401, "call-replayed");
    assertProblem(TicketApp.post(idp, "/ticket/userinfo", call), 401, "call-replayed");
    for (int seconds : List.of(-200, 200)) {
      Map<String, String> aged =
          mac.signed(
              "/ticket/userinfo", Map.of("token", token), Instant.now().plusSeconds(seconds));
      assertProblem(TicketApp.post(idp, "/ticket/userinfo", aged), 401, "call-time-outside");
    }
    assertProblem(
        TicketApp.post(
            idp, "/ticket/userinfo?token=" + token, mac.signed("/ticket/userinfo", Map.of())),
        400,
        "call-malformed");
    assertProblem(
        TicketApp.post(idp, "/ticket/userinfo", Map.of("app_id", "x")), 400, "call-malformed");
    assertProblem(
        mac.call(idp, "/ticket/userinfo", Map.of("token", "TT-1")), 401, "ticket-token-invalid");
  }

  @Test
  void an_application_of_the_one_signature_cannot_use_the_other() {
    TicketApp confused = new TicketApp(sm2.id(), message -> TicketApp.hmac(sm2.id(), message), "");
    assertProblem(
        confused.call(idp, "/ticket/userinfo", Map.of("token", "x")), 401, "app-signature-invalid");
    HttpResponse<String> none =
        administrator.post("/api/v1/clients/" + sm2.id() + "/ticket-key", Map.of());
    assertProblem(none, 409, "client-has-no-ticket-key");
  }

  @Test
  void no_browser_is_sent_where_the_application_did_not_register() {
    Browser browser = loggedIn("citizen");
    for (String redirect :
        List.of("https://evil.example/", BACK + "&y=2", "http://127.0.0.1:9/app/", "")) {
      HttpResponse<String> answer =
          browser.get(
              "/ticket/login?" + Browser.encode(ask(mac, Map.of("redirect_uri", redirect))));
      assertThat(answer.statusCode()).as(redirect).isEqualTo(400);
      HttpResponse<String> out =
          new Browser(idp.origin)
              .get(
                  "/ticket/logout?"
                      + Browser.encode(Map.of("app_id", mac.id(), "redirect_uri", redirect)));
      assertThat(Browser.location(out)).endsWith("/login?logout");
    }
    assertThat(
            browser
                .get("/ticket/login?" + Browser.encode(ask(mac, Map.of("app_id", "seal-console"))))
                .statusCode())
        .isEqualTo(400);
    assertThat(
            browser
                .get("/ticket/login?" + Browser.encode(ask(mac, Map.of("state", ""))))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void a_level_that_is_not_reached_gives_no_ticket() {
    Browser browser = loggedIn("citizen");
    assertThat(back(mac, browser, Map.of("level", "L1"))).containsKey("ticket");
    for (String level : List.of("L4", "L9")) {
      assertThat(back(mac, browser, Map.of("level", level)))
          .as("nobody reaches it here")
          .containsEntry("error", "level-not-reached")
          .containsEntry("state", "st 1")
          .doesNotContainKey("ticket");
    }
  }

  @Test
  void the_login_page_leads_back() {
    Browser browser = new Browser(idp.origin);
    HttpResponse<String> asked = browser.get("/ticket/login?" + Browser.encode(ask(mac, Map.of())));
    assertThat(Browser.location(asked)).endsWith("/login");
    HttpResponse<String> in = browser.logIn("citizen", idp.password("citizen"));
    assertThat(Browser.query(Browser.location(browser.get(Browser.location(in)))))
        .containsKey("ticket");
  }

  @Test
  void the_accounts_exit_ends_the_login_everywhere() {
    Browser browser = loggedIn("citizen");
    String here = token(mac, browser);
    String there = token(sm2, browser);
    String sid = (String) user(sm2, there).get("sid");
    assertThat(mac.call(idp, "/ticket/exit", Map.of("token", here)).statusCode()).isEqualTo(204);
    assertThat(browser.get("/account").statusCode()).isEqualTo(302);
    for (TicketApp app : List.of(mac, sm2)) {
      String token = app == mac ? here : there;
      assertProblem(
          app.call(idp, "/ticket/userinfo", Map.of("token", token)), 401, "ticket-token-invalid");
    }
    String told = exits.next(Duration.ofSeconds(20));
    assertThat(RunningIdp.claims(told)).containsEntry("sid", sid).containsEntry("aud", sm2.id());
  }

  /** Its row stays for a while, until it is swept. */
  @Test
  void a_login_that_is_over_gives_no_token_and_its_tokens_are_over_too() {
    Browser browser = loggedIn("citizen");
    String token = token(mac, browser);
    String sid = (String) user(mac, token).get("sid");
    String ticket = back(mac, browser, Map.of()).get("ticket");
    int over =
        jdbc()
            .sql("UPDATE login_session SET expires_at = now() - interval '1 s' WHERE sid = ?")
            .param(sid)
            .update();
    assertThat(over).isOne();
    assertProblem(mac.call(idp, "/ticket/token", Map.of("ticket", ticket)), 400, "ticket-invalid");
    assertProblem(
        mac.call(idp, "/ticket/userinfo", Map.of("token", token)), 401, "ticket-token-invalid");
  }

  @Test
  void a_suspended_account_is_told_of_no_more() {
    String token = token(mac, loggedIn("seal-reviewer"));
    String account = account("seal-reviewer");
    idp.bean(Accounts.class).setActive(account, false);
    try {
      assertProblem(
          mac.call(idp, "/ticket/userinfo", Map.of("token", token)), 401, "ticket-token-invalid");
    } finally {
      idp.bean(Accounts.class).setActive(account, true);
    }
  }

  /** However a token came to the other side, nobody real is told of there. */
  @Test
  void a_token_is_worth_nothing_on_the_other_side() {
    TicketApp moved = TicketApp.byMac(administrator, BACK);
    String token = token(moved, loggedIn("citizen"));
    assertThat(user(moved, token)).containsEntry("name", "张三（样例）");
    jdbc()
        .sql("UPDATE client_registration SET sandbox = true WHERE client_id = ?")
        .param(moved.id())
        .update();
    assertProblem(
        moved.call(idp, "/ticket/userinfo", Map.of("token", token)), 401, "ticket-token-invalid");
  }

  @Test
  void no_key_ticket_or_token_is_kept_in_plain() {
    String token = token(mac, loggedIn("citizen"));
    String rows =
        jdbc()
            .sql(
                """
                SELECT (SELECT string_agg(t::text, ' ') FROM ticket_app t)
                  || (SELECT string_agg(t::text, ' ') FROM app_ticket t)
                """)
            .query(String.class)
            .single();
    assertThat(rows).contains(mac.id()).doesNotContain(token).doesNotContain(mac.key());
  }

  private static Map<String, Object> user(TicketApp app, String token) {
    return RunningIdp.json(app.call(idp, "/ticket/userinfo", Map.of("token", token)).body());
  }

  private static Map<String, String> ask(TicketApp app, Map<String, String> more) {
    Map<String, String> query =
        new HashMap<>(Map.of("app_id", app.id(), "redirect_uri", BACK, "state", "st 1"));
    query.putAll(more);
    return query;
  }

  private static Map<String, String> back(
      TicketApp app, Browser browser, Map<String, String> more) {
    HttpResponse<String> answer = browser.get("/ticket/login?" + Browser.encode(ask(app, more)));
    assertThat(Browser.location(answer)).startsWith(BACK);
    return Browser.query(Browser.location(answer));
  }

  private static String token(TicketApp app, Browser browser) {
    String ticket = back(app, browser, Map.of()).get("ticket");
    HttpResponse<String> answer = app.call(idp, "/ticket/token", Map.of("ticket", ticket));
    return (String) RunningIdp.json(answer.body()).get("token");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(RunningIdp.json(answer.body())).containsEntry("code", code);
  }

  private static Browser loggedIn(String account) {
    Browser browser = new Browser(idp.origin);
    browser.logIn(account, idp.password(account));
    return browser;
  }

  private static String account(String login) {
    return jdbc()
        .sql("SELECT id FROM account WHERE login_name = ?")
        .param(login)
        .query(String.class)
        .single();
  }

  private static JdbcClient jdbc() {
    return idp.bean(JdbcClient.class);
  }
}
