package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.OvertakenLoginTest.Person;

/**
 * Two windows of one browser have one session: what one of them does, the other leaves as it is.
 */
class OtherWindowTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private final Person first = new Person();
  private final Person second = new Person();
  private final Browser browser = SharedIdp.browser();

  /** A request that waits for nothing else is asked in vain, and nobody is logged out by it. */
  @Test
  void who_logged_in_in_another_window_stays_logged_in() throws SQLException {
    browser.logIn(first.name, PASSWORD);
    Matcher csrf = CSRF.matcher(browser.get("/login").body());
    assertThat(csrf.find()).isTrue();
    Map<String, String> form =
        Map.of("username", second.name, "password", PASSWORD, "_csrf", csrf.group(1));
    Map<String, String> request =
        RunningIdp.authorization("seal-demo", RunningIdp.CALLBACK, "openid profile");
    CompletableFuture<HttpResponse<String>> login;
    CompletableFuture<HttpResponse<String>> asked;
    try (Connection connection = SharedIdp.get().bean(DataSource.class).getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement held =
          connection.prepareStatement("SELECT FROM login_session WHERE principal = ? FOR UPDATE")) {
        held.setString(1, first.account);
        held.execute();
      }
      // Who waits first for the row is let go first.
      login = CompletableFuture.supplyAsync(() -> browser.post("/login", form));
      await(() -> waiting() == 1);
      asked = CompletableFuture.supplyAsync(() -> browser.post("/oauth2/authorize", request));
      await(() -> waiting() == 2);
      connection.rollback();
    }
    assertThat(Browser.location(login.join())).doesNotContain("/login");
    HttpResponse<String> answer = asked.join();
    assertThat(Browser.location(answer)).endsWith("/login?problem=begin");
    assertThat(answer.headers().allValues("Set-Cookie")).as("the other window's").isEmpty();
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(SharedIdp.audited(first.account, "login-ended", "replaced")).isOne();
    assertThat(codes()).isZero();
    assertThat(Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(request))))
        .as("who begins again is who they are now")
        .contains("code=");
    assertThat(codes()).isOne();
  }

  private long codes() {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM oauth2_grant WHERE principal IN (?, ?)")
        .params(first.account, second.account)
        .query(Long.class)
        .single();
  }

  private static void await(BooleanSupplier condition) {
    RunningIdp.await(Duration.ofSeconds(10), condition);
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static long waiting() {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
        .query(Long.class)
        .single();
  }
}
