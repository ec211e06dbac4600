package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A service that hangs has its own logout tokens wait, and no other's. */
class SilentServiceTest {
  private static final int MANY = 80;
  private static final Duration SOON = Duration.ofSeconds(3);

  @Test
  void others_are_told_while_one_hangs(@TempDir Path home) {
    try (LogoutReceiver silent = new LogoutReceiver();
        LogoutReceiver healthy = new LogoutReceiver();
        RunningIdp idp =
            new RunningIdp(home)
                .with(
                    "--xinfu.fetch.inside-hosts=" + silent.host() + "," + healthy.host(),
                    "--xinfu.logout.timeout=PT4S",
                    "--xinfu.logout.at-once=8",
                    "--xinfu.logout.poll=PT0.1S")
                .start()) {
      JdbcClient jdbc = idp.bean(JdbcClient.class);
      registered(jdbc, "seal-console", silent);
      registered(jdbc, "seal-demo", healthy);
      silent.hang();
      waiting(jdbc, "seal-console", MANY);
      RunningIdp.await(Duration.ofSeconds(60), () -> failures(jdbc) >= 8);
      waiting(jdbc, "seal-demo", 20);
      for (int i = 0; i < 20; i++) {
        assertThat(healthy.next(SOON)).as("told in time: %s", i).isNotNull();
      }
      silent.goOn();
      RunningIdp.await(
          Duration.ofSeconds(90),
          () ->
              jdbc.sql("SELECT count(*) FROM logout_delivery WHERE state = 'DELIVERED'")
                      .query(Long.class)
                      .single()
                  == MANY + 20);
    }
  }

  private static void registered(JdbcClient jdbc, String client, LogoutReceiver receiver) {
    jdbc.sql("INSERT INTO client_registration (client_id, backchannel_logout_uri) VALUES (?, ?)")
        .params(List.of(client, receiver.uri()))
        .update();
  }

  private static void waiting(JdbcClient jdbc, String client, int number) {
    jdbc.sql(
            """
            INSERT INTO logout_delivery (client_id, sid, principal, cause, created_at, next_at)
            SELECT ?, 's-' || n, 'p', 'logout', now(), now() FROM generate_series(1, ?) n
            """)
        .params(List.of(client, number))
        .update();
  }

  private static long failures(JdbcClient jdbc) {
    return jdbc.sql("SELECT count(*) FROM logout_delivery WHERE last_error IS NOT NULL")
        .query(Long.class)
        .single();
  }
}
