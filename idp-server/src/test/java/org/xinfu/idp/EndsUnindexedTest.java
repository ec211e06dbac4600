package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.kit.pg.EmbeddedPostgres;

/** V99 and V100: the ends of grants and logins are in no index, and count all the same. */
class EndsUnindexedTest {
  @Test
  void what_was_there_before_stays() throws IOException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(Files.createTempDirectory("xinfu-v99"))) {
      DataSource database = server.createDatabase("ends");
      JdbcClient jdbc = JdbcClient.create(database);
      Schemas.begin(database, "98");
      jdbc.sql(
              """
              INSERT INTO oauth2_grant (id, version, client_id, principal, grant_type, scopes,
                keep_until) VALUES ('g', 1, 'c', 'p', 'authorization_code', 'openid', now())
              """)
          .update();
      jdbc.sql(
              """
              INSERT INTO login_session (id_hash, created_at, last_access_at, idle_seconds,
                expires_at, attributes) VALUES ('h', now(), now(), 60, now(), '')
              """)
          .update();
      Schemas.lead(database, "100");
      assertThat(count(jdbc, "oauth2_grant WHERE id = 'g'")).isOne();
      assertThat(count(jdbc, "login_session WHERE id_hash = 'h'")).isOne();
    }
  }

  @Test
  void ends_are_in_no_index() {
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT indexdef FROM pg_indexes
                    WHERE tablename IN ('oauth2_grant', 'login_session')
                    """)
                .query(String.class)
                .list())
        .hasSizeGreaterThan(8)
        .noneMatch(index -> index.contains("keep_until") || index.contains("expir"));
  }

  /** The row may still be there, until a walk comes by. */
  @Test
  void who_was_asked_too_long_ago_agrees_in_vain() {
    LogInSteps steps = SharedIdp.loggedIn("citizen");
    assertThat(agreed(steps, "now() + interval '1 minute'")).contains("code=");
    assertThat(agreed(steps, "now()")).doesNotContain("code=");
  }

  private static String agreed(LogInSteps steps, String end) {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile");
    request.put("prompt", "consent");
    HttpResponse<String> asked = steps.browser.get("/oauth2/authorize?" + Browser.encode(request));
    String at = Browser.location(asked);
    assertThat(at).contains("/oauth2/consent?");
    String page = steps.browser.get(at.substring(at.indexOf("/oauth2/consent"))).body();
    String state = page.replaceFirst("(?s).*name=\"state\" value=\"([^\"]+)\".*", "$1");
    int changed =
        SharedIdp.jdbc()
            .sql(
                "UPDATE oauth2_grant SET keep_until = "
                    + end
                    + " WHERE principal = ? AND state_hash IS NOT NULL")
            .param(SharedIdp.accountOf("citizen"))
            .update();
    assertThat(changed).isPositive();
    Map<String, String> form =
        Map.of("client_id", "citizen-wallet", "state", state, "scope", "profile");
    HttpResponse<String> answer = steps.browser.post("/oauth2/authorize", form);
    return answer.headers().firstValue("Location").orElse("");
  }

  private static int count(JdbcClient jdbc, String rows) {
    return jdbc.sql("SELECT count(*) FROM " + rows).query(Integer.class).single();
  }
}
