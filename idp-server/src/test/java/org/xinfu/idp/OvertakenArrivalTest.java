package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever takes an account back takes its links to the platform away: none comes behind them. */
class OvertakenArrivalTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void an_arrival_that_a_recovery_overtakes_links_nothing(@TempDir Path home) throws SQLException {
    try (RunningIdp idp = new RunningIdp(home).with("--xinfu.upstream.simulator=true").start()) {
      JdbcClient jdbc = idp.bean(JdbcClient.class);
      String citizen =
          jdbc.sql("SELECT id FROM account WHERE login_name = 'citizen'")
              .query(String.class)
              .single();
      Browser browser = new Browser(idp.origin);
      String back = back(browser);
      CompletableFuture<HttpResponse<String>> answer;
      try (Connection connection = idp.bean(DataSource.class).getConnection()) {
        connection.setAutoCommit(false);
        run(connection, "SELECT id FROM account WHERE id = ? FOR UPDATE", citizen);
        answer = CompletableFuture.supplyAsync(() -> browser.get(back));
        RunningIdp.await(
            SOON,
            () ->
                answer.isDone()
                    || jdbc.sql("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted")
                        .query(Boolean.class)
                        .single());
        // As JdbcSignOut does for an undoing and a recovery.
        run(
            connection,
            "UPDATE account SET login_generation = login_generation + 1 WHERE id = ?",
            citizen);
        run(connection, "DELETE FROM upstream_link WHERE account_id = ?", citizen);
        connection.commit();
      }
      assertThat(Browser.location(answer.join())).endsWith("/login?problem=upstream-refused");
      assertThat(links(jdbc, citizen)).isZero();
      Browser after = new Browser(idp.origin);
      after.get(back(after));
      assertThat(links(jdbc, citizen)).as("who comes afterwards").isOne();
    }
  }

  private static String back(Browser browser) {
    String there = Browser.location(browser.get("/login/upstream/oidc"));
    return Browser.location(browser.get(there + "&person=n-0001"));
  }

  private static long links(JdbcClient jdbc, String account) {
    return jdbc.sql("SELECT count(*) FROM upstream_link WHERE account_id = ?")
        .param(account)
        .query(Long.class)
        .single();
  }

  private static void run(Connection connection, String sql, String account) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, account);
      statement.execute();
    }
  }
}
