package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * How much the database is asked for each kind of answer. A bound that is met exactly may be
 * lowered; it is raised only for what the answer cannot be given without.
 */
class StatementsTest {
  private static final String CLIENT = "seal-console";
  private static final String REDIRECT = "http://localhost:9100/login/oauth2/code/idp";

  private final RunningIdp idp = SharedIdp.get();

  @Test
  void a_machines_token() {
    assertThat(machineToken()).isEqualTo(200);
    // The audit row, which asks whether the client still is as it was.
    bounded(1, 1, this::machineToken);
  }

  @Test
  void a_login() {
    login();
    // The client, where nobody has asked within a second; who it is, the login with its code, and
    // the code's tokens.
    bounded(4, 2, this::login);
  }

  @Test
  void a_silent_login() {
    LogInSteps steps = new LogInSteps(idp);
    steps.authorize("seal-applicant", request());
    Supplier<String> silent =
        () -> steps.authorize("seal-applicant", with(request(), "prompt", "none")).get("code");
    assertThat(silent.get()).isNotNull();
    bounded(6, 1, silent);
  }

  @Test
  void refreshed_tokens_introspection_and_userinfo() {
    Map<String, Object> tokens = login();
    LogInSteps steps = new LogInSteps(idp);
    String access = (String) tokens.get("access_token");
    bounded(4, 0, () -> userInfo(steps, access));
    bounded(4, 0, () -> introspect(steps, access));
    bounded(5, 1, () -> refresh(steps, (String) tokens.get("refresh_token")));
  }

  /** Heap-only tuples: a new version of a row is in no index when no indexed column has changed. */
  @Test
  void what_every_visit_writes_is_in_no_index() {
    List<String> indexes =
        SharedIdp.jdbc()
            .sql("SELECT indexdef FROM pg_indexes WHERE tablename = 'login_session'")
            .query(String.class)
            .list();
    assertThat(indexes)
        .hasSizeGreaterThan(2)
        .noneMatch(index -> index.matches(".*(expires_at|last_access_at|attributes).*"));
  }

  private static <T> T bounded(int statements, int commits, Supplier<T> work) {
    try (SqlLog log = new SqlLog()) {
      T result = work.get();
      List<String> asked = log.statements();
      assertThat(asked).as(() -> String.join("\n", asked)).hasSizeBetween(1, statements);
      assertThat(log.commits()).as("commits").isLessThanOrEqualTo(commits);
      return result;
    }
  }

  private int machineToken() {
    return idp.machine("department-demo", "licence:read").statusCode();
  }

  private Map<String, Object> login() {
    LogInSteps steps = new LogInSteps(idp);
    String code = steps.authorize("seal-applicant", request()).get("code");
    HttpResponse<String> tokens = steps.exchangeSecretly(CLIENT, REDIRECT, code);
    assertThat(tokens.statusCode()).isEqualTo(200);
    return RunningIdp.json(tokens.body());
  }

  private int userInfo(LogInSteps steps, String access) {
    return ok(
        steps.browser.send(
            HttpRequest.newBuilder(steps.browser.uri("/userinfo"))
                .header("Authorization", "Bearer " + access)
                .GET()));
  }

  private int introspect(LogInSteps steps, String access) {
    return ok(
        steps.browser.post(
            "/oauth2/introspect", Map.of("token", access), "Authorization", idp.basic(CLIENT)));
  }

  private int refresh(LogInSteps steps, String token) {
    return ok(steps.refresh(CLIENT, token));
  }

  private static int ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.statusCode();
  }

  private static Map<String, String> request() {
    return RunningIdp.authorization(CLIENT, REDIRECT, "openid profile");
  }

  private static Map<String, String> with(Map<String, String> request, String name, String value) {
    request.put(name, value);
    return request;
  }
}
