package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A browser in which nobody is logged in is shown a page; nothing is asked of the database. */
class LatelyReadTest {
  private final RunningIdp idp = SharedIdp.get();
  private final NewClient client = NewClient.web(idp);
  private final String asked =
      "/oauth2/authorize?"
          + Browser.encode(
              RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid profile"));

  @Test
  void strangers_who_come_together_cost_one_question() {
    SharedIdp.browser().get(asked);
    List<String> statements = List.of("first");
    for (int i = 0; i < 20 && !statements.isEmpty(); i++) { // a second may end between two
      try (SqlLog log = new SqlLog()) {
        assertThat(SharedIdp.browser().get(asked).body()).contains("action=\"/login\"");
        statements = log.statements();
      }
    }
    assertThat(statements).isEmpty();
  }

  @Test
  void a_change_is_felt_within_two_seconds() {
    SharedIdp.browser().get(asked);
    elsewhere();
    RunningIdp.await(
        Duration.ofSeconds(2), () -> SharedIdp.browser().get(asked).statusCode() == 400);
  }

  /** Whoever is logged in could be granted something. */
  @Test
  void a_change_is_felt_at_once_by_who_shows_a_session() {
    Browser in = SharedIdp.loggedIn("citizen").browser;
    assertThat(Browser.location(in.get(asked))).contains("code=");
    elsewhere();
    HttpResponse<String> answer = in.get(asked);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
  }

  /** The page was shown although the client was another by then: the login is led nowhere. */
  @Test
  void what_comes_of_a_page_asks_again() {
    Browser browser = SharedIdp.browser();
    boolean shown = false;
    for (int i = 0; i < 20 && !shown; i++) { // a second may end between two
      callback(RunningIdp.CALLBACK);
      RunningIdp.await(
          Duration.ofSeconds(3), () -> SharedIdp.browser().get(asked).statusCode() == 200);
      elsewhere();
      shown = browser.get(asked).statusCode() == 200;
    }
    assertThat(shown).isTrue();
    HttpResponse<String> answer = browser.logIn("citizen", idp.password("citizen"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
  }

  private void elsewhere() {
    callback("https://elsewhere.example/");
  }

  private void callback(String uri) {
    SharedIdp.jdbc()
        .sql("UPDATE client SET redirect_uris = ? WHERE id = ?")
        .params(uri, client.id)
        .update();
  }
}
