package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.HtmlUtils;

/** OpenID Connect Core §3.1.2 against the running server. */
class AuthorizationEndpointTest {
  private static final RunningIdp idp = SharedIdp.get();

  private static Map<String, String> request(String... more) {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile");
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    return request;
  }

  private static LogInSteps loggedIn() {
    return SharedIdp.loggedIn("citizen");
  }

  private static String ask(Browser browser, Map<String, String> request) {
    return Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(request)));
  }

  private static String page(Browser browser, String... more) {
    return browser.get("/oauth2/authorize?" + Browser.encode(request(more))).body();
  }

  /** Logs in and follows the way back. */
  private static Map<String, String> logInAgain(Browser browser) {
    String back = Browser.location(browser.logIn("citizen", idp.password("citizen")));
    return Browser.query(Browser.location(browser.get(back)));
  }

  /** The link by which the newest request goes on, for somebody who is logged in. */
  private static String resume(Browser browser) {
    return "/oauth2/authorize?resume="
        + browser
            .get("/login/more")
            .body()
            .replaceFirst("(?s).*name=\"seat\" value=\"([^\"]+)\".*", "$1");
  }

  private static long authTime(LogInSteps steps, String code) {
    HttpResponse<String> tokens = steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code);
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    String id = (String) RunningIdp.json(tokens.body()).get("id_token");
    return ((Number) RunningIdp.claims(id).get("auth_time")).longValue();
  }

  @Test
  void prompt_login_asks_again_and_the_answer_tells_the_new_time() throws Exception {
    LogInSteps steps = loggedIn();
    long before = authTime(steps, Browser.query(ask(steps.browser, request())).get("code"));
    Thread.sleep(1100);
    assertThat(ask(steps.browser, request("prompt", "login"))).endsWith("/login");
    Map<String, String> answer = logInAgain(steps.browser);
    assertThat(answer).containsKey("code").containsEntry("state", "st-1");
    assertThat(authTime(steps, answer.get("code"))).isGreaterThan(before);
  }

  @Test
  void a_failed_login_leaves_the_request_waiting_and_the_way_back_works_once() {
    LogInSteps steps = loggedIn();
    assertThat(ask(steps.browser, request("prompt", "login"))).endsWith("/login");
    assertThat(Browser.location(steps.browser.logIn("citizen", "wrong"))).contains("problem=");
    String back = resume(steps.browser);
    assertThat(logInAgain(steps.browser)).containsKey("code");
    assertThat(steps.browser.get(back).statusCode()).isEqualTo(400);
    assertThat(ask(steps.browser, request("prompt", "login"))).endsWith("/login");
  }

  /** Who knows where the request waits goes back there without logging in. */
  @Test
  void a_login_of_before_is_no_answer_to_a_request_for_a_new_one() {
    LogInSteps steps = loggedIn();
    ask(steps.browser, request("prompt", "login"));
    HttpResponse<String> back = steps.browser.get(resume(steps.browser));
    assertThat(Browser.location(back)).endsWith("/login");
  }

  @Test
  void a_waiting_request_belongs_to_its_browser() {
    LogInSteps steps = loggedIn();
    ask(steps.browser, request("prompt", "login"));
    HttpResponse<String> stranger = loggedIn().browser.get(resume(steps.browser));
    assertThat(stranger.statusCode()).isEqualTo(400);
    assertThat(stranger.headers().firstValue("Location")).isEmpty();
  }

  @Test
  void nothing_beside_the_link_changes_what_waits() {
    LogInSteps steps = loggedIn();
    ask(steps.browser, request("prompt", "login"));
    String beside = "&redirect_uri=http%3A%2F%2Fevil.example%2F&state=other&prompt=none";
    String spoilt = resume(steps.browser) + beside;
    assertThat(Browser.location(steps.browser.get(spoilt))).endsWith("/login");
    Map<String, String> answer = logInAgain(steps.browser);
    assertThat(answer).containsKey("code").containsEntry("state", "st-1");
    Map<String, String> guessed = request("resume", "AAAAAAAAAAAAAAAAAAAAAA");
    assertThat(steps.browser.get("/oauth2/authorize?" + Browser.encode(guessed)).statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void an_old_login_is_asked_again_and_only_once(String maxAge) throws Exception {
    LogInSteps steps = loggedIn();
    Instant before = Instant.now();
    Thread.sleep(2100);
    assertThat(ask(steps.browser, request("max_age", maxAge))).endsWith("/login");
    String back = Browser.location(steps.browser.logIn("citizen", idp.password("citizen")));
    Thread.sleep(1500); // older than max_age by now, but it is the login that was asked for
    Map<String, String> answer = Browser.query(Browser.location(steps.browser.get(back)));
    assertThat(authTime(steps, answer.get("code"))).isGreaterThan(before.getEpochSecond());
  }

  @Test
  void a_login_that_is_young_enough_is_not_asked_again() {
    assertThat(Browser.query(ask(loggedIn().browser, request("max_age", "10000"))))
        .containsKey("code");
  }

  @Test
  void select_account_lets_choose_between_going_on_and_another_account() {
    LogInSteps steps = loggedIn();
    Map<String, String> asked = request("prompt", "select_account");
    assertThat(ask(steps.browser, asked)).endsWith("/login/account");
    String page = steps.browser.get("/login/account?lang=en").body();
    assertThat(page).contains("Continue as 张三（样例）", "Use another account");
    String back = Browser.location(choose(steps.browser, page, "same"));
    assertThat(Browser.query(Browser.location(steps.browser.get(back)))).containsKey("code");

    ask(steps.browser, asked);
    String again = steps.browser.get("/login/account?lang=zh-CN").body();
    assertThat(again).contains("选择账户", "使用其他账户");
    assertThat(Browser.location(choose(steps.browser, again, "other"))).endsWith("/login");
    String other =
        Browser.location(steps.browser.logIn("licence-officer", idp.password("licence-officer")));
    assertThat(Browser.query(Browser.location(steps.browser.get(other)))).containsKey("code");
  }

  @Test
  void select_account_of_nobody_is_a_login() {
    Browser browser = new Browser(idp.origin);
    assertThat(ask(browser, request("prompt", "select_account"))).endsWith("/login");
    assertThat(logInAgain(browser)).containsKey("code");
  }

  private static HttpResponse<String> choose(Browser browser, String page, String choice) {
    return browser.post(
        "/login/account",
        Map.of("seat", field(page, "seat"), "choice", choice, "_csrf", field(page, "_csrf")));
  }

  @Test
  void prompt_consent_shows_what_is_asked_and_the_answer_goes_on() {
    LogInSteps steps = loggedIn();
    String page = question(steps.browser, request("prompt", "consent"));
    assertThat(page).contains("profile");
    HttpResponse<String> agreed =
        steps.browser.post(
            "/oauth2/authorize",
            Map.of(
                "client_id", "citizen-wallet",
                "state", field(page, "state"),
                "scope", "profile"));
    assertThat(Browser.query(Browser.location(agreed)))
        .containsKey("code")
        .containsEntry("state", "st-1")
        .containsEntry("iss", idp.origin);
  }

  @Test
  void prompt_consent_for_openid_alone_asks_and_the_answer_goes_on() {
    LogInSteps steps = loggedIn();
    Map<String, String> asked = request("prompt", "consent", "scope", "openid");
    String page = question(steps.browser, asked);
    assertThat(page).contains("name=\"scope\" value=\"openid\"", "<li>您在该服务中的身份</li>");
    Map<String, String> form = Map.of("client_id", "citizen-wallet", "state", field(page, "state"));
    assertThat(Browser.query(Browser.location(steps.browser.post("/oauth2/authorize", form))))
        .containsEntry("error", "access_denied");
    String again = question(steps.browser, asked);
    Map<String, String> agreed =
        Map.of("client_id", "citizen-wallet", "state", field(again, "state"), "scope", "openid");
    assertThat(Browser.query(Browser.location(steps.browser.post("/oauth2/authorize", agreed))))
        .containsKey("code");
  }

  @Test
  void consent_by_form_post_is_answered_by_form_post() {
    LogInSteps steps = loggedIn();
    Map<String, String> asked = request("prompt", "consent", "response_mode", "form_post");
    String page = question(steps.browser, asked);
    Map<String, String> form =
        Map.of("client_id", "citizen-wallet", "state", field(page, "state"), "scope", "profile");
    assertThat(fields(steps.browser.post("/oauth2/authorize", form)))
        .containsKey("code")
        .containsEntry("state", "st-1");
  }

  private static String question(Browser browser, Map<String, String> asked) {
    String at = ask(browser, asked);
    assertThat(at).contains("/oauth2/consent?");
    return browser.get(at.substring(at.indexOf("/oauth2/consent"))).body();
  }

  @ParameterizedTest
  @CsvSource({
    "none login",
    "none consent",
    "select_account none",
    "create",
    "login  consent",
    "LOGIN"
  })
  void a_prompt_that_cannot_be_is_an_invalid_request(String prompt) {
    assertThat(Browser.query(ask(loggedIn().browser, request("prompt", prompt))))
        .containsEntry("error", "invalid_request")
        .containsEntry("state", "st-1")
        .containsEntry("iss", idp.origin)
        .doesNotContainKey("code");
  }

  @Test
  void a_silent_request_is_answered_without_a_page() throws Exception {
    assertThat(Browser.query(ask(new Browser(idp.origin), request("prompt", "none"))))
        .containsEntry("error", "login_required");
    LogInSteps steps = loggedIn();
    Thread.sleep(2100);
    assertThat(Browser.query(ask(steps.browser, request("prompt", "none", "max_age", "1"))))
        .containsEntry("error", "login_required");
    assertThat(Browser.query(ask(steps.browser, request("prompt", "none")))).containsKey("code");
  }

  @Test
  void a_posted_request_is_kept_through_the_login() {
    Browser browser = new Browser(idp.origin);
    HttpResponse<String> asked = browser.post("/oauth2/authorize", request());
    assertThat(Browser.location(asked)).endsWith("/login");
    assertThat(logInAgain(browser)).containsKey("code").containsEntry("state", "st-1");
    assertThat(Browser.query(Browser.location(browser.post("/oauth2/authorize", request()))))
        .containsKey("code");
  }

  @Test
  void form_post_is_a_page_that_needs_no_script() {
    LogInSteps steps = loggedIn();
    Map<String, String> asked =
        request("response_mode", "form_post", "state", "\"><script>alert(1)</script>");
    HttpResponse<String> page = steps.browser.get("/oauth2/authorize?" + Browser.encode(asked));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self'", "http://localhost:*")
        .doesNotContain("unsafe");
    assertThat(page.body())
        .contains("action=\"" + RunningIdp.CALLBACK + "\"", "<button", "继续", "/idp/form-post.js")
        .doesNotContain("<script>");
    assertThat(fields(page))
        .containsKey("code")
        .containsEntry("state", "\"><script>alert(1)</script>")
        .containsEntry("iss", idp.origin);
    assertThat(steps.browser.get("/idp/form-post.js").statusCode()).isEqualTo(200);
    assertThat(authTime(steps, fields(page).get("code"))).isPositive();
  }

  @Test
  void errors_travel_by_form_post_too_and_in_english() {
    Browser browser = new Browser(idp.origin);
    browser.get("/login?lang=en");
    HttpResponse<String> page =
        browser.get(
            "/oauth2/authorize?"
                + Browser.encode(request("response_mode", "form_post", "prompt", "none")));
    assertThat(page.body()).contains("lang=\"en\"", "Continue");
    assertThat(fields(page))
        .containsEntry("error", "login_required")
        .containsEntry("iss", idp.origin)
        .doesNotContainKey("code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fragment", "query.jwt", "web_message", "FORM_POST"})
  void other_response_modes_are_refused(String mode) {
    assertThat(Browser.query(ask(loggedIn().browser, request("response_mode", mode))))
        .containsEntry("error", "invalid_request")
        .containsEntry("iss", idp.origin);
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, token, unsupported_response_type",
    "response_type, code id_token, unsupported_response_type",
    "response_type, '', invalid_request",
    "max_age, -1, invalid_request",
    "max_age, soon, invalid_request",
    "registration, '{}', registration_not_supported",
    "code_challenge_method, plain, invalid_request",
    "code_challenge, '', invalid_request"
  })
  void a_wrong_parameter_is_told_before_any_login(String name, String value, String error) {
    assertThat(Browser.query(ask(new Browser(idp.origin), request(name, value))))
        .containsEntry("error", error)
        .containsEntry("state", "st-1")
        .containsEntry("iss", idp.origin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "nonce", "scope", "code_challenge", "prompt", "xinfu"})
  void a_parameter_sent_twice_is_refused(String name) {
    String twice = Browser.encode(request(name, "a")) + "&" + name + "=b";
    Map<String, String> answer =
        Browser.query(Browser.location(loggedIn().browser.get("/oauth2/authorize?" + twice)));
    assertThat(answer).containsEntry("error", "invalid_request").doesNotContainKey("code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_id", "redirect_uri"})
  void a_client_or_redirect_uri_sent_twice_leads_nowhere(String name) {
    Map<String, String> asked = request();
    String twice = Browser.encode(asked) + "&" + Browser.encode(Map.of(name, asked.get(name)));
    HttpResponse<String> answer = loggedIn().browser.get("/oauth2/authorize?" + twice);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
  }

  @Test
  void ui_locales_chooses_the_language_of_the_page() {
    Browser english = new Browser(idp.origin);
    assertThat(page(english, "ui_locales", "fr-CA en-GB zh")).contains("<html lang=\"en\"");
    assertThat(english.get("/login").body()).as("from then on").contains("<html lang=\"en\"");
    assertThat(page(english, "ui_locales", "zh-Hans-CN")).contains("<html lang=\"zh-CN\"");
    assertThat(page(new Browser(idp.origin), "ui_locales", "bo ii")).contains("lang=\"zh-CN\"");
  }

  @Test
  void display_is_read_over() {
    for (String display : List.of("page", "popup", "touch", "wap", "hologram")) {
      assertThat(Browser.query(ask(loggedIn().browser, request("display", display))))
          .containsKey("code");
    }
  }

  private static Map<String, String> fields(HttpResponse<String> page) {
    Matcher input = Pattern.compile("name=\"([^\"]+)\" value=\"([^\"]*)\"").matcher(page.body());
    Map<String, String> fields = new HashMap<>();
    while (input.find()) {
      fields.put(input.group(1), HtmlUtils.htmlUnescape(input.group(2)));
    }
    return fields;
  }

  private static String field(String page, String name) {
    Matcher input = Pattern.compile("name=\"" + name + "\"[^>]*?value=\"([^\"]*)\"").matcher(page);
    assertThat(input.find()).as(name + " in " + page).isTrue();
    return input.group(1);
  }
}
