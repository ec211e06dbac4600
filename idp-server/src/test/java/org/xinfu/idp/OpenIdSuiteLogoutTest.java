package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.idp.token.SpoiltJwtEncoder;

/** The modules of the OpenID Foundation's plan RP-Initiated Logout, by their names. */
class OpenIdSuiteLogoutTest {
  /** Letters, digits and every sign that the suite sends (RFC 6749 Appendix A.5). */
  private static final String STATE =
      "aZ".repeat(25) + "0123456789" + "!\"#$%&'()*~,-./:<=>?@[\\]^_`{|}~~";

  private static NewClient client;

  /** What becomes of the browser that asks. */
  private enum Wanted {
    BACK,
    NOT_BACK,
    OUT
  }

  @BeforeAll
  static void register() {
    client = SuiteRun.register(SharedIdp.get());
  }

  @TestFactory
  Stream<DynamicTest> rp_initiated_logout() {
    Map<String, Wanted> modules = new LinkedHashMap<>();
    modules.put("", Wanted.BACK);
    modules.put("-no-state", Wanted.BACK);
    modules.put("-bad-post-logout-redirect-uri", Wanted.NOT_BACK);
    modules.put("-query-added-to-post-logout-redirect-uri", Wanted.NOT_BACK);
    modules.put("-modified-id-token-hint", Wanted.NOT_BACK);
    modules.put("-bad-id-token-hint", Wanted.NOT_BACK);
    modules.put("-no-id-token-hint", Wanted.NOT_BACK);
    modules.put("-no-params", Wanted.OUT);
    modules.put("-no-post-logout-redirect-uri", Wanted.OUT);
    modules.put("-only-state", Wanted.OUT);
    return modules.entrySet().stream()
        .map(
            one ->
                dynamicTest(
                    "oidcc-rp-initiated-logout" + one.getKey(),
                    () -> module(one.getKey(), one.getValue())));
  }

  private static void module(String name, Wanted wanted) {
    SuiteRun run = new SuiteRun(client, "");
    Map<String, String> asked =
        request(name, (String) Objects.requireNonNull(run.tokens().get("id_token")));
    HttpResponse<String> answer = run.browser.get("/connect/logout?" + Browser.encode(asked));
    switch (wanted) {
      case BACK -> back(run, asked, answer);
      case NOT_BACK -> {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("<h1");
      }
      case OUT -> out(run, answer);
    }
  }

  private static Map<String, String> request(String name, String idToken) {
    Map<String, String> asked =
        new HashMap<>(
            Map.of(
                "id_token_hint",
                idToken,
                "post_logout_redirect_uri",
                SuiteRun.AFTER,
                "state",
                STATE));
    switch (name) {
      case "-no-state" -> asked.remove("state");
      case "-bad-post-logout-redirect-uri" ->
          asked.put("post_logout_redirect_uri", SuiteRun.SUITE + "/bad_post_logout_redirect_uri");
      case "-query-added-to-post-logout-redirect-uri" ->
          asked.put("post_logout_redirect_uri", SuiteRun.AFTER + "?foo=bar");
      case "-modified-id-token-hint" ->
          asked.put("id_token_hint", SpoiltJwtEncoder.unsigned(idToken));
      case "-bad-id-token-hint" -> asked.put("id_token_hint", SpoiltJwtEncoder.flipped(idToken));
      case "-no-id-token-hint" -> asked.remove("id_token_hint");
      case "-no-params" -> asked.clear();
      case "-no-post-logout-redirect-uri" -> asked.remove("post_logout_redirect_uri");
      case "-only-state" -> {
        asked.remove("id_token_hint");
        asked.remove("post_logout_redirect_uri");
      }
      default -> assertThat(name).isEmpty();
    }
    return asked;
  }

  private static void back(SuiteRun run, Map<String, String> asked, HttpResponse<String> answer) {
    String to = Browser.location(answer);
    assertThat(to).startsWith(SuiteRun.AFTER);
    assertThat(Browser.query(to))
        .isEqualTo(asked.containsKey("state") ? Map.of("state", STATE) : Map.of());
    nobody(run);
  }

  /** At once, or when the person has said so on the page that asks. */
  private static void out(SuiteRun run, HttpResponse<String> answer) {
    HttpResponse<String> left =
        answer.statusCode() == 200
            ? run.browser.submit("/connect/logout", "/connect/logout/confirm")
            : answer;
    assertThat(Browser.location(left)).endsWith("/login?logout");
    assertThat(run.browser.get("/login?logout").body()).contains("id=\"message\"");
    nobody(run);
  }

  private static void nobody(SuiteRun run) {
    assertThat(run.answer(run.request("prompt", "none")).get("error")).isEqualTo("login_required");
  }
}
