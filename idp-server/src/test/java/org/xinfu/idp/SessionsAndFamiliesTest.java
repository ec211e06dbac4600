package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A person's list of logins, and families of refresh tokens under attack and bad luck. */
class SessionsAndFamiliesTest {
  private static final String CALLBACK = "http://localhost:9100/login/oauth2/code/idp";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path home;
  private static LogoutReceiver seal;
  private static RunningIdp idp;

  @BeforeAll
  static void start() {
    seal = new LogoutReceiver();
    idp =
        new RunningIdp(home)
            .with("--xinfu.fetch.inside-hosts=" + seal.host(), "--xinfu.logout.poll=PT0.1S")
            .start();
    jdbc()
        .sql("INSERT INTO client_registration (client_id, backchannel_logout_uri) VALUES (?, ?)")
        .params(List.of("seal-console", seal.uri()))
        .update();
  }

  @AfterAll
  static void stop() {
    idp.close();
    seal.close();
  }

  @Test
  void a_person_sees_their_logins_and_ends_one() throws Exception {
    LogInSteps desk = new LogInSteps(idp);
    Map<String, Object> tokens = tokens(desk, "seal-reviewer");
    Browser phone = new Browser(idp.origin);
    phone.logIn("seal-reviewer", idp.password("seal-reviewer"));
    String page =
        phone
            .send(
                HttpRequest.newBuilder(phone.uri("/account/sessions"))
                    .header("Accept-Language", "zh-CN"))
            .body();
    String sid = sid(tokens);
    assertThat(page).contains("127.0.0.0/24", "印章服务控制台", "当前浏览器", sid);
    assertThat(page).doesNotContain("127.0.0.1<");
    assertThat(phone.get("/account/sessions?lang=en").body()).contains("Device and place");
    HttpResponse<String> ended =
        phone.submit("/account/sessions", "/account/sessions/end", "sid", sid);
    assertThat(Browser.location(ended)).endsWith("/account/sessions");
    assertThat(desk.browser.get("/account").statusCode()).isEqualTo(302);
    assertThat(phone.get("/account").statusCode()).isEqualTo(200);
    assertThat(RunningIdp.claims(Objects.requireNonNull(seal.next(SOON))))
        .containsEntry("sid", sid);
    assertThat(desk.refresh("seal-console", refresh(tokens)).statusCode()).isEqualTo(400);
    assertThat(audited("login-ended", "ended-by-owner")).isPositive();
  }

  @Test
  void a_person_ends_all_logins_but_this_one_and_nobody_elses() {
    LogInSteps mine = new LogInSteps(idp);
    Map<String, Object> tokens = tokens(mine, "seal-approver");
    LogInSteps theirs = new LogInSteps(idp);
    Map<String, Object> others = tokens(theirs, "seal-applicant");
    Browser here = new Browser(idp.origin);
    here.logIn("seal-approver", idp.password("seal-approver"));
    here.submit("/account/sessions", "/account/sessions/end", "sid", sid(others));
    assertThat(theirs.browser.get("/account").statusCode()).isEqualTo(200);
    here.submit("/account/sessions", "/account/sessions/end-others");
    assertThat(here.get("/account").statusCode()).isEqualTo(200);
    assertThat(mine.browser.get("/account").statusCode()).isEqualTo(302);
    assertThat(theirs.browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(RunningIdp.claims(Objects.requireNonNull(seal.next(SOON))))
        .containsEntry("sid", sid(tokens));
  }

  @Test
  void without_its_form_nothing_is_ended() {
    LogInSteps steps = new LogInSteps(idp);
    tokens(steps, "seal-maker");
    HttpResponse<String> forged = steps.browser.post("/account/sessions/end-others", Map.of());
    assertThat(forged.statusCode()).isEqualTo(403);
  }

  @Test
  void a_lost_answer_is_asked_for_once_more_even_after_a_restart() throws Exception {
    LogInSteps steps = new LogInSteps(idp);
    String first = refresh(tokens(steps, "seal-custodian"));
    String lost = rotated(steps.refresh("seal-console", first));
    idp.stop();
    idp.start();
    // However long the restart took.
    jdbc().sql("UPDATE spent_refresh_token SET spent_at = now() - interval '2 seconds'").update();
    String fresh = rotated(steps.refresh("seal-console", first));
    assertThat(fresh).isNotEqualTo(lost);
    String next = rotated(steps.refresh("seal-console", fresh));
    assertThat(steps.refresh("seal-console", lost).statusCode()).isEqualTo(400);
    assertThat(steps.refresh("seal-console", next).statusCode()).isEqualTo(400);
    assertThat(Objects.requireNonNull(seal.next(SOON))).isNotEmpty();
  }

  @Test
  void a_retry_is_not_a_second_chance_for_a_thief() throws Exception {
    LogInSteps steps = new LogInSteps(idp);
    String first = refresh(tokens(steps, "seal-custodian"));
    String owners = rotated(steps.refresh("seal-console", first));
    Thread.sleep(1100);
    String thiefs = rotated(steps.refresh("seal-console", first));
    Thread.sleep(1100);
    assertThat(steps.refresh("seal-console", owners).statusCode()).isEqualTo(400);
    assertThat(steps.refresh("seal-console", thiefs).statusCode()).isEqualTo(400);
    assertThat(Objects.requireNonNull(seal.next(SOON))).isNotEmpty();
  }

  @Test
  void a_retry_comes_once_and_in_time_and_for_the_last_token_only() throws Exception {
    LogInSteps twice = new LogInSteps(idp);
    String first = refresh(tokens(twice, "seal-custodian"));
    rotated(twice.refresh("seal-console", first));
    Thread.sleep(1100);
    rotated(twice.refresh("seal-console", first));
    assertThat(twice.refresh("seal-console", first).statusCode()).isEqualTo(400);

    LogInSteps late = new LogInSteps(idp);
    String old = refresh(tokens(late, "seal-custodian"));
    rotated(late.refresh("seal-console", old));
    jdbc()
        .sql("UPDATE spent_refresh_token SET spent_at = spent_at - interval '31 seconds'")
        .update();
    assertThat(late.refresh("seal-console", old).statusCode()).isEqualTo(400);

    LogInSteps used = new LogInSteps(idp);
    String before = refresh(tokens(used, "seal-custodian"));
    rotated(used.refresh("seal-console", rotated(used.refresh("seal-console", before))));
    Thread.sleep(1100);
    assertThat(used.refresh("seal-console", before).statusCode()).isEqualTo(400);
    for (int i = 0; i < 3; i++) {
      assertThat(seal.next(SOON)).isNotNull();
    }
  }

  @Test
  void one_code_twenty_times_at_once_has_one_winner() throws Exception {
    LogInSteps steps = new LogInSteps(idp);
    String code =
        steps
            .authorize(
                "seal-custodian", RunningIdp.authorization("seal-console", CALLBACK, "openid"))
            .get("code");
    List<Integer> answers =
        atOnce(() -> new LogInSteps(idp).exchangeSecretly("seal-console", CALLBACK, code));
    assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
    assertThat(answers).filteredOn(status -> status == 400).hasSize(19);
    assertThat(seal.next(SOON)).as("the service is told").isNotNull();
  }

  private static List<Integer> atOnce(Callable<HttpResponse<String>> request) throws Exception {
    CyclicBarrier start = new CyclicBarrier(20);
    List<Future<Integer>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
      for (int i = 0; i < 20; i++) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return request.call().statusCode();
                }));
      }
    }
    List<Integer> answers = new ArrayList<>();
    for (Future<Integer> one : running) {
      answers.add(one.get());
    }
    return answers;
  }

  private static Map<String, Object> tokens(LogInSteps steps, String account) {
    Map<String, String> answer =
        steps.authorize(account, RunningIdp.authorization("seal-console", CALLBACK, "openid"));
    HttpResponse<String> tokens =
        steps.exchangeSecretly("seal-console", CALLBACK, answer.get("code"));
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    return RunningIdp.json(tokens.body());
  }

  private static String sid(Map<String, Object> tokens) {
    return (String) RunningIdp.claims((String) tokens.get("id_token")).get("sid");
  }

  private static String refresh(Map<String, Object> tokens) {
    return (String) Objects.requireNonNull(tokens.get("refresh_token"));
  }

  private static String rotated(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return refresh(RunningIdp.json(answer.body()));
  }

  private static long audited(String act) {
    return jdbc()
        .sql("SELECT count(*) FROM audit WHERE act = ?")
        .param(act)
        .query(Long.class)
        .single();
  }

  private static long audited(String act, String outcome) {
    return jdbc()
        .sql("SELECT count(*) FROM audit WHERE act = ? AND outcome = ?")
        .params(List.of(act, outcome))
        .query(Long.class)
        .single();
  }

  private static JdbcClient jdbc() {
    return idp.bean(JdbcClient.class);
  }
}
