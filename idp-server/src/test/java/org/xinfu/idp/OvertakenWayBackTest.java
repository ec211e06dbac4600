package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.OvertakenLoginTest.Person;
import org.xinfu.idp.domain.Accounts;

/**
 * Whose login is over before the service could be told of it hears what happened, and is led back
 * to what the service asked: nothing of it is lost, and nothing of it is granted.
 */
class OvertakenWayBackTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final RunningIdp idp = SharedIdp.get();

  private final Person person = new Person();
  private final Browser browser = SharedIdp.browser();

  @Test
  void whose_login_was_overtaken_is_told_so_and_goes_on_to_the_service() {
    Map<String, String> request = request();
    browser.get("/oauth2/authorize?" + Browser.encode(request));
    String page = Browser.location(suspended());
    assertThat(page).endsWith("/login?problem=overtaken");
    assertThat(in(page, "zh-CN")).contains("登录未能完成", "role=\"alert\"");
    assertThat(in(page, "en")).contains("Your login ended before", "you go on to the service");
    resumed();
    browser.get(page);
    String back = Browser.location(browser.logIn(person.name, PASSWORD));
    assertThat(back).startsWith(RunningIdp.CALLBACK + "?");
    assertThat(Browser.query(back))
        .containsKey("code")
        .containsEntry("state", request.get("state"));
  }

  /** It is there once, and so the same as it was pushed. */
  @Test
  void so_does_whose_request_was_pushed() {
    NewClient client = NewClient.web(idp);
    browser.get(pushed(client, Map.of()));
    browser.get("/login");
    String page = Browser.location(suspended());
    assertThat(page).endsWith("/login?problem=overtaken");
    resumed();
    browser.get(page);
    String back = Browser.location(browser.logIn(person.name, PASSWORD));
    assertThat(back).startsWith(RunningIdp.CALLBACK + "?").contains("code=");
  }

  /** As by a passkey or a second factor: the browser is sent on, and the session was not kept. */
  @Test
  void whose_session_was_not_kept_is_told_so_and_begins_again_at_the_service() {
    browser.logIn(person.name, PASSWORD);
    Map<String, String> request = request();
    request.put("prompt", "login");
    browser.get("/oauth2/authorize?" + Browser.encode(request));
    Map<?, ?> waits = (Map<?, ?>) SharedIdp.session(browser).getAttribute("xinfu.waiting");
    String way = "/oauth2/authorize?resume=" + waits.keySet().iterator().next();
    SharedIdp.jdbc()
        .sql(
            """
            WITH gone AS (DELETE FROM login_session WHERE principal = ? RETURNING id_hash)
            INSERT INTO ended_login (id_hash, cause, expires_at)
            SELECT id_hash, 'overtaken', now() + interval '1 hour' FROM gone
            """)
        .param(person.account)
        .update();
    String page = Browser.location(browser.get(way));
    assertThat(page).endsWith("/login?problem=begin");
    assertThat(in(page, "en")).contains("begin there once more");
    Browser stranger = SharedIdp.browser();
    assertThat(stranger.get(way).statusCode()).as("of nobody").isEqualTo(400);
    stranger.logIn(person.name, PASSWORD);
    assertThat(stranger.get(way).statusCode()).as("of another login").isEqualTo(400);
  }

  /** Another window may have logged in meanwhile: who they are now is what counts. */
  @Test
  void who_was_logged_in_asks_again() {
    browser.logIn(person.name, PASSWORD);
    String address = "/oauth2/authorize?" + Browser.encode(request());
    HttpResponse<String> answer = ended(() -> browser.get(address));
    assertThat(Browser.location(answer)).endsWith(address);
    assertThat(Browser.location(browser.get(address))).as("nobody").endsWith("/login");
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).contains("code=");
  }

  @Test
  void a_service_that_wants_no_page_is_told_that_nobody_is_logged_in() {
    NewClient client = NewClient.web(idp);
    browser.logIn(person.name, PASSWORD);
    String address = pushed(client, Map.of("prompt", "none"));
    String back = Browser.location(ended(() -> browser.get(address)));
    assertThat(back).startsWith(RunningIdp.CALLBACK + "?");
    assertThat(Browser.query(back))
        .containsEntry("error", "login_required")
        .doesNotContainKey("code");
  }

  /** What was agreed to is not agreed to: the service asks again. */
  @Test
  void whose_login_was_over_when_they_agreed_begins_again_at_the_service() {
    browser.logIn(person.name, PASSWORD);
    Map<String, String> request = request();
    request.put("prompt", "consent");
    String consent = Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(request)));
    Matcher state =
        Pattern.compile("name=\"state\" value=\"([^\"]+)\"").matcher(browser.get(consent).body());
    assertThat(state.find()).isTrue();
    Map<String, String> agreed =
        Map.of("client_id", "seal-demo", "state", state.group(1), "scope", "profile");
    HttpResponse<String> answer = ended(() -> browser.post("/oauth2/authorize", agreed));
    String page = Browser.location(answer);
    assertThat(page).endsWith("/login?problem=begin");
    assertThat(in(page, "zh-CN")).contains("登录未能完成", "返回原服务");
    assertThat(in(page, "en")).contains("begin there once more");
    assertThat(codes()).isZero();
  }

  /** A person's account is suspended while their password is looked at. */
  private HttpResponse<String> suspended() {
    return HeldTable.overtaken(
        "known_device", () -> browser.logIn(person.name, PASSWORD), person::suspended);
  }

  private void resumed() {
    idp.bean(Accounts.class).setActive(person.account, true);
  }

  private HttpResponse<String> ended(Supplier<HttpResponse<String>> request) {
    return ended(person, request);
  }

  /** The login ends when the request has found it and before anything is granted to it. */
  static HttpResponse<String> ended(Person person, Supplier<HttpResponse<String>> request) {
    try (Connection connection = idp.bean(DataSource.class).getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement gone =
          connection.prepareStatement("DELETE FROM login_session WHERE principal = ?")) {
        gone.setString(1, person.account);
        gone.executeUpdate();
      }
      CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(request);
      RunningIdp.await(Duration.ofSeconds(10), () -> answer.isDone() || SharedIdp.waits());
      connection.commit();
      return answer.join();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long codes() {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM oauth2_grant WHERE principal = ? AND code_hash IS NOT NULL")
        .param(person.account)
        .query(Long.class)
        .single();
  }

  private String pushed(NewClient client, Map<String, String> more) {
    Map<String, String> request =
        RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid profile");
    request.putAll(more);
    HttpResponse<String> pushed =
        SharedIdp.browser().post("/oauth2/par", request, "Authorization", client.basic);
    String uri = (String) RunningIdp.json(pushed.body()).get("request_uri");
    return "/oauth2/authorize?"
        + Browser.encode(Map.of("client_id", client.id, "request_uri", uri));
  }

  private String in(String page, String language) {
    return browser
        .send(HttpRequest.newBuilder(browser.uri(page)).header("Accept-Language", language))
        .body();
  }

  private static Map<String, String> request() {
    return RunningIdp.authorization("seal-demo", RunningIdp.CALLBACK, "openid profile");
  }
}
