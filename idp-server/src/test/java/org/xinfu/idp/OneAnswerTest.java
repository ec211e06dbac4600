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
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.idp.domain.Totp;
import org.xinfu.trust.Bytes;

/** The answer to the form by which a login ends is the answer to the request that waits. */
class OneAnswerTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final RunningIdp idp = SharedIdp.get();

  private final LogInSteps steps = new LogInSteps(idp);
  private final Browser browser = steps.browser;

  @Test
  void the_right_password_is_answered_with_the_code() {
    ask(browser);
    String before = cookie(browser);
    HttpResponse<String> in = logIn();
    Map<String, String> answer = answer(in);
    assertThat(answer).containsKey("code").containsEntry("state", "st-1");
    assertThat(answer).containsEntry("iss", idp.origin).doesNotContainKey("error");
    assertThat(in.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(cookie(browser)).as("a new session id").isNotEqualTo(before);
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    Map<String, Object> told = idToken(answer.get("code"));
    assertThat(told.get("nonce")).isEqualTo("n-1");
    assertThat(sids("citizen")).contains((String) told.get("sid"));
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT count(*) FROM rp_session WHERE sid = ? AND client_id = ?")
                .params(List.of(told.get("sid"), "citizen-wallet"))
                .query(Long.class)
                .single())
        .as("told of the logout")
        .isOne();
  }

  /** What waits is what was asked, whatever comes with the form. */
  @Test
  void nothing_in_the_form_changes_the_request() {
    ask(browser);
    Map<String, String> form = form("citizen", idp.password("citizen"));
    form.putAll(RunningIdp.authorization("kiosk-demo", "http://evil.example/", "openid"));
    form.putAll(Map.of("state", "other", "prompt", "none", "resume", "a-guess"));
    HttpResponse<String> in = browser.post("/login?resume=a-guess&state=other", form);
    assertThat(answer(in)).containsKey("code").containsEntry("state", "st-1");
  }

  @Test
  void a_form_that_is_sent_again_gives_no_second_code() {
    ask(browser);
    Map<String, String> form = form("citizen", idp.password("citizen"));
    assertThat(answer(browser.post("/login", form))).containsKey("code");
    HttpResponse<String> again = browser.post("/login", form);
    assertThat(again.statusCode()).isEqualTo(403);
    assertThat(Browser.location(logIn())).as("nothing waits any more").endsWith("/account");
  }

  @Test
  void a_wrong_password_is_answered_with_the_page_and_the_request_goes_on_waiting() {
    ask(browser);
    assertThat(Browser.location(browser.logIn("citizen", "wrong"))).endsWith("problem=refused");
    assertThat(answer(logIn())).containsKey("code");
  }

  @Test
  void an_answer_by_form_post_is_the_answer_to_the_form() {
    ask(browser, "response_mode", "form_post");
    HttpResponse<String> page = logIn();
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("action=\"" + RunningIdp.CALLBACK + "\"", "name=\"code\"", "value=\"st-1\"");
    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self'", "http://localhost:*");
  }

  @Test
  void consent_is_asked_for_before_there_is_a_code() {
    ask(browser, "prompt", "consent");
    String asked = Browser.location(logIn());
    assertThat(asked).contains("/oauth2/consent?").doesNotContain("code=");
    String page = browser.get(asked.substring(asked.indexOf("/oauth2/consent"))).body();
    String state = page.replaceFirst("(?s).*name=\"state\" value=\"([^\"]+)\".*", "$1");
    Map<String, String> agreed =
        Map.of("client_id", "citizen-wallet", "state", state, "scope", "profile");
    assertThat(answer(browser.post("/oauth2/authorize", agreed)))
        .containsKey("code")
        .containsEntry("state", "st-1");
  }

  @Test
  void a_level_that_is_wanted_is_shown_before_there_is_a_code() {
    SecondFactorTest.Person person = new SecondFactorTest.Person();
    Browser fresh = SharedIdp.browser();
    String acr = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"%s\"]}}}";
    String level = "urn:xinfu:acr:aal2";
    ask(fresh, "claims", acr.formatted(level));
    assertThat(Browser.location(fresh.logIn(person.name, PASSWORD)))
        .contains("/login/step-up?aal=AAL2");
  }

  @Test
  void the_second_step_is_answered_with_the_code() {
    SecondFactorTest.Person person = new SecondFactorTest.Person();
    String secret = person.addTotp();
    ask(browser);
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).endsWith("/login/second");
    String before = cookie(browser);
    String code = Totp.code(Bytes.hex(secret), Totp.step(Instant.now()) + 1);
    Map<String, String> answer =
        answer(browser.submit("/login/second", "/login/second", "factor", "TOTP", "code", code));
    assertThat(answer).containsKey("code").containsEntry("state", "st-1");
    assertThat(cookie(browser)).isNotEqualTo(before);
    assertThat((List<?>) idToken(answer.get("code")).get("amr")).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompt=login", "max_age=0"})
  void a_new_login_that_was_asked_for_is_the_one_that_answers(String asked) throws Exception {
    logIn();
    Thread.sleep(1100);
    long now = Instant.now().getEpochSecond();
    ask(browser, asked.split("=")[0], asked.split("=")[1]);
    Map<String, String> answer = answer(logIn());
    assertThat(((Number) idToken(answer.get("code")).get("auth_time")).longValue())
        .isGreaterThanOrEqualTo(now);
  }

  /** The code is theirs who logged in last, under a login of their own; the other's has ended. */
  @Test
  void somebody_else_in_the_same_browser_gets_a_login_and_a_code_of_their_own() {
    ask(browser);
    Map<String, Object> first = idToken(answer(logIn()).get("code"));
    ask(browser, "prompt", "login");
    HttpResponse<String> in = browser.logIn("seal-maker", idp.password("seal-maker"));
    Map<String, Object> second = idToken(answer(in).get("code"));
    assertThat(second.get("sub")).isNotEqualTo(first.get("sub"));
    assertThat(second.get("sid")).isNotEqualTo(first.get("sid"));
    assertThat(sids("citizen")).doesNotContain((String) first.get("sid"));
    assertThat(sids("seal-maker")).contains((String) second.get("sid"));
  }

  @Test
  void whom_the_request_does_not_mean_is_refused_in_the_same_answer() {
    ask(browser);
    String code = answer(logIn()).get("code");
    HttpResponse<String> tokens = steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code);
    String hint = (String) RunningIdp.json(tokens.body()).get("id_token");
    Browser other = SharedIdp.browser();
    ask(other, "id_token_hint", hint);
    assertThat(answer(other.logIn("seal-maker", idp.password("seal-maker"))))
        .containsEntry("error", "login_required")
        .doesNotContainKey("code");
  }

  private static void ask(Browser browser, String... more) {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile");
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    HttpResponse<String> asked = browser.get("/oauth2/authorize?" + Browser.encode(request));
    assertThat(Browser.location(asked)).endsWith("/login");
  }

  private HttpResponse<String> logIn() {
    return browser.logIn("citizen", idp.password("citizen"));
  }

  private Map<String, String> form(String name, String password) {
    Matcher token = TOKEN.matcher(browser.get("/login").body());
    assertThat(token.find()).isTrue();
    return new HashMap<>(Map.of("username", name, "password", password, "_csrf", token.group(1)));
  }

  /** The parameters that the client is sent, in this very answer. */
  private static Map<String, String> answer(HttpResponse<String> answer) {
    assertThat(Browser.location(answer)).startsWith(RunningIdp.CALLBACK + "?");
    return Browser.query(Browser.location(answer));
  }

  private Map<String, Object> idToken(String code) {
    HttpResponse<String> tokens = steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code);
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    return RunningIdp.claims((String) RunningIdp.json(tokens.body()).get("id_token"));
  }

  private static List<String> sids(String account) {
    return SharedIdp.jdbc()
        .sql("SELECT sid FROM login_session WHERE principal = ? AND sid IS NOT NULL")
        .param(SharedIdp.accountOf(account))
        .query(String.class)
        .list();
  }

  private static String cookie(Browser browser) {
    return browser.cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XINFU_IDP"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
