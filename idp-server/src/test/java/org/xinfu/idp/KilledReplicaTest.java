package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A replica is killed with -9 while it delivers logout tokens; another one delivers them all. */
class KilledReplicaTest {
  private static final String CALLBACK = "http://localhost:9100/login/oauth2/code/idp";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LOGINS = 5;

  @Test
  void no_logout_token_is_lost_with_the_replica_that_was_sending_it(@TempDir Path home)
      throws Exception {
    try (LogoutReceiver seal = new LogoutReceiver();
        RunningIdp idle =
            new RunningIdp(home)
                .with(
                    "--xinfu.fetch.inside-hosts=" + seal.host(),
                    "--xinfu.logout.timeout=PT3S",
                    "--xinfu.logout.poll=PT1H")
                .start()) {
      JdbcClient jdbc = idle.bean(JdbcClient.class);
      jdbc.sql("INSERT INTO client_registration (client_id, backchannel_logout_uri) VALUES (?, ?)")
          .params(List.of("seal-console", seal.uri()))
          .update();
      List<LogInSteps> logins = new ArrayList<>();
      Set<String> sids = new HashSet<>();
      for (int i = 0; i < LOGINS; i++) {
        LogInSteps steps = new LogInSteps(idle);
        sids.add(logIn(steps));
        logins.add(steps);
      }
      ReplicaProcess killed = ReplicaProcess.of(idle.replica().with("--xinfu.logout.poll=PT0.1S"));
      seal.hang();
      logins.forEach(steps -> steps.browser.submit("/account", "/logout"));
      assertThat(count(jdbc, "WAITING")).isEqualTo(LOGINS);
      await(() -> seal.next(Duration.ofMillis(10)) != null);
      killed.kill();
      assertThat(count(jdbc, "DELIVERED")).isZero();
      seal.goOn();
      while (seal.next(Duration.ofMillis(300)) != null) {
        // What the killed replica had sent: the service's answer never reached it.
      }
      RunningIdp heir = idle.replica().with("--xinfu.logout.poll=PT0.1S").start();
      try {
        await(() -> count(jdbc, "DELIVERED") == LOGINS);
      } finally {
        heir.close();
      }
      Set<Object> delivered = new HashSet<>();
      String token = seal.next(Duration.ofMillis(300));
      while (token != null) {
        delivered.add(RunningIdp.claims(token).get("sid"));
        token = seal.next(Duration.ofMillis(300));
      }
      assertThat(delivered).isEqualTo(sids);
    }
  }

  private static String logIn(LogInSteps steps) {
    Map<String, String> answer =
        steps.authorize(
            "seal-applicant", RunningIdp.authorization("seal-console", CALLBACK, "openid"));
    HttpResponse<String> tokens =
        steps.exchangeSecretly("seal-console", CALLBACK, answer.get("code"));
    String idToken = (String) RunningIdp.json(tokens.body()).get("id_token");
    return (String) RunningIdp.claims(idToken).get("sid");
  }

  private static long count(JdbcClient jdbc, String state) {
    return jdbc.sql("SELECT count(*) FROM logout_delivery WHERE state = ?")
        .param(state)
        .query(Long.class)
        .single();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(end);
      Thread.sleep(100);
    }
  }
}
