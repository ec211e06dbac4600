package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by redirection: RFC 9700 §4.1 (redirect URI validation) and §4.11 (open redirectors). */
class RedirectAttackTest {
  private static final String WEB = "http://localhost:9100/login/oauth2/code/idp";

  private static final Map<String, LogInSteps> LOGINS = new HashMap<>();

  /** What is registered, spoilt in one way each. */
  static Stream<String> variants() {
    return Stream.of(
        "HTTP://localhost:9100/login/oauth2/code/idp",
        "http://LOCALHOST:9100/login/oauth2/code/idp",
        "http://localhost:9100/Login/oauth2/code/idp",
        "http://localhost:9101/login/oauth2/code/idp",
        "http://localhost/login/oauth2/code/idp",
        "https://localhost:9100/login/oauth2/code/idp",
        "http://127.0.0.1:9100/login/oauth2/code/idp",
        "http://[::1]:9100/login/oauth2/code/idp",
        "http://0x7f000001:9100/login/oauth2/code/idp",
        WEB + "/",
        WEB + "/..",
        WEB + "/../../../../evil",
        WEB + "%2f..%2f..%2fevil",
        WEB + "/%2e%2e/evil",
        WEB + "\\..\\evil",
        WEB + "?next=http://evil.example/",
        WEB + "?",
        WEB + "#",
        WEB + "#@evil.example/",
        WEB + ";x=y",
        WEB + "%00",
        WEB + "\u0000",
        WEB + "\r\nLocation: http://evil.example/",
        WEB + " ",
        " " + WEB,
        WEB + "x",
        WEB + ".evil.example",
        "http://localhost:9100/login/oauth2/code/%69dp",
        "http://localhost:9100//login/oauth2/code/idp",
        "http://localhost:9100/./login/oauth2/code/idp",
        "http://localhost:9100/login/oauth2/code/*",
        "http://localhost:9100/",
        "http://localhost:9100",
        "http://localhost:9100@evil.example/login/oauth2/code/idp",
        "http://evil.example@localhost:9100/login/oauth2/code/idp",
        "http://localhost:9100.evil.example/login/oauth2/code/idp",
        "http://evil.example/?" + WEB,
        "http://evil.example#" + WEB,
        "http://evil.example\\@localhost:9100/login/oauth2/code/idp",
        "//localhost:9100/login/oauth2/code/idp",
        "/login/oauth2/code/idp",
        "javascript:alert(document.domain)//" + WEB,
        "data:text/html,<script>alert(1)</script>",
        "urn:ietf:wg:oauth:2.0:oob",
        "*",
        WEB + " " + "http://evil.example/",
        WEB + "," + "http://evil.example/");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void a_code_goes_exactly_where_was_registered(String redirect) {
    LogInSteps steps = loggedIn("seal-applicant");
    nowhere(ask(steps.browser, RunningIdp.authorization("seal-console", redirect, "openid")));
    Map<String, String> posted = RunningIdp.authorization("seal-console", redirect, "openid");
    posted.put("response_mode", "form_post");
    nowhere(steps.browser.post("/oauth2/authorize", posted));
    posted.put("prompt", "none");
    nowhere(ask(new Browser(SharedIdp.get().origin), posted));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void nothing_else_can_be_pushed(String redirect) {
    RunningIdp idp = SharedIdp.get();
    HttpResponse<String> answer =
        SharedIdp.browser()
            .post(
                "/oauth2/par",
                RunningIdp.authorization("seal-console", redirect, "openid"),
                "Authorization",
                idp.basic("seal-console"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_request").doesNotContain("request_uri\"");
  }

  /** Only the port of a program on one's own machine is free (RFC 8252 §7.3). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://[::1]:4711/callback",
        "http://[::ffff:127.0.0.1]:4711/callback",
        "http://127.0.0.2:4711/callback",
        "http://127.1:4711/callback",
        "http://2130706433:4711/callback",
        "http://localhost.:4711/callback",
        "http://LOCALHOST:4711/callback",
        "https://localhost:4711/callback",
        "http://localhost:4711/callback/",
        "http://localhost:4711/callback/../x",
        "http://localhost:4711/callback?x=y",
        "http://localhost:4711/callback?",
        "http://localhost:4711/callback#f",
        "http://localhost:4711/%63allback",
        "http://user@localhost:4711/callback",
        "http://user:word@127.0.0.1:4711/callback",
        "http://localhost:4711:80/callback",
        "http://localhost:port/callback",
        "http://localhost:4711@evil.example/callback",
        "http://localhost\\@evil.example/callback",
        "http://localhost.evil.example:4711/callback",
        "http://evil.example/callback",
        "custom:/callback"
      })
  void a_native_program_chooses_its_port_and_nothing_else(String redirect) {
    LogInSteps steps = loggedIn("citizen");
    nowhere(ask(steps.browser, RunningIdp.authorization("citizen-wallet", redirect, "openid")));
  }

  @Test
  void the_code_is_bound_to_the_redirect_uri_it_was_sent_to() {
    LogInSteps steps = loggedIn("citizen");
    String code =
        steps
            .authorize(
                "citizen",
                RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid"))
            .get("code");
    HttpResponse<String> other =
        steps.exchange("citizen-wallet", "http://localhost:45679/callback", code);
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(RunningIdp.json(other.body())).containsEntry("error", "invalid_grant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example/",
        "http://localhost:9100",
        "http://localhost:9100/x",
        "http://localhost:9100/?x=y",
        "http://localhost:9100/#x",
        "http://localhost:9100/..",
        "http://localhost:9100@evil.example/",
        "http://LOCALHOST:9100/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)"
      })
  void logging_out_leads_only_where_was_registered(String target) {
    LogInSteps steps = loggedIn("seal-applicant");
    Map<String, String> answer =
        steps.authorize("seal-applicant", RunningIdp.authorization("seal-console", WEB, "openid"));
    HttpResponse<String> tokens = steps.exchangeSecretly("seal-console", WEB, answer.get("code"));
    String hint = (String) RunningIdp.json(tokens.body()).get("id_token");
    Map<String, String> asked =
        Map.of("id_token_hint", hint, "post_logout_redirect_uri", target, "state", "s");
    nowhere(steps.browser.get("/connect/logout?" + Browser.encode(asked)));
    nowhere(steps.browser.post("/connect/logout", asked));
    assertThat(steps.browser.get("/account").statusCode()).as("still logged in").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/%5cevil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "/account/../../evil",
        "javascript:alert(1)",
        "https:evil.example"
      })
  void no_page_of_ours_leads_elsewhere_on_a_strangers_word(String target) {
    List<String> names = List.of("next", "continue", "redirect", "return", "url", "target");
    Map<String, String> form = new HashMap<>();
    names.forEach(name -> form.put(name, target));
    Browser browser = SharedIdp.browser();
    browser.get("/login?" + Browser.encode(form));
    form.put("username", "citizen");
    form.put("password", SharedIdp.get().password("citizen"));
    HttpResponse<String> in = SharedIdp.submit(browser, "/login", form);
    assertThat(Browser.location(in)).isEqualTo("/account");
    for (String name : names) {
      HttpResponse<String> step =
          browser.get("/login/step-up?" + Browser.encode(Map.of(name, target)));
      assertThat(step.headers().firstValue("Location").orElse("/"))
          .as(name)
          .startsWith("/login/second");
    }
  }

  /** One login for many tries: a login costs a password check. */
  private static LogInSteps loggedIn(String account) {
    return LOGINS.computeIfAbsent(account, SharedIdp::loggedIn);
  }

  private static HttpResponse<String> ask(Browser browser, Map<String, String> request) {
    return browser.get("/oauth2/authorize?" + Browser.encode(request));
  }

  /** Answered here, with nothing on the page that leads there. */
  private static void nowhere(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.headers().map().toString()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
    assertThat(answer.body()).doesNotContain("evil", "<script>alert", "javascript:", "code=");
  }
}
