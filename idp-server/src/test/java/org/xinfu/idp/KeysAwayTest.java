package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The list of our keys cannot be read for a while: nobody's token is called not good for it. */
class KeysAwayTest {
  @Test
  void a_token_is_not_refused_because_our_keys_are_away(@TempDir Path home) throws Exception {
    try (RunningIdp idp = new RunningIdp(home).with("--xinfu.keys.lead=PT0.1S").start()) {
      HttpResponse<String> token = idp.machine("idp-admin", "idp:accounts");
      String bearer = "Bearer " + RunningIdp.json(token.body()).get("access_token");
      assertThat(asked(idp, bearer)).isEqualTo(403);
      rename(idp, "signing_key", "signing_key_away");
      assertThat(asked(idp, bearer)).isEqualTo(500);
      rename(idp, "signing_key_away", "signing_key");
      assertThat(asked(idp, bearer)).isEqualTo(403);
      assertThat(asked(idp, "Bearer null")).isEqualTo(401);
    }
  }

  /** A route of the API that wants another scope than the token has. */
  private static int asked(RunningIdp idp, String bearer) throws InterruptedException {
    Thread.sleep(100); // what was read of the list is believed for a quarter of the lead
    Browser browser = new Browser(idp.origin);
    return browser
        .send(
            HttpRequest.newBuilder(browser.uri("/api/v1/staff"))
                .header("Authorization", bearer)
                .GET())
        .statusCode();
  }

  private static void rename(RunningIdp idp, String from, String to) {
    idp.bean(JdbcClient.class).sql("ALTER TABLE " + from + " RENAME TO " + to).update();
  }
}
