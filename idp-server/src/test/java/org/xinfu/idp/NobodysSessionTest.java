package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Budgets;

/** While nobody is logged in, what waits rests with the browser and the database knows nothing. */
class NobodysSessionTest {
  private final Instant begun = Instant.now();
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final String ID = "XINFU_IDP";
  private static final String WAITING = "XINFU_IDP_WAITING";
  private static final RunningIdp idp = SharedIdp.get();

  private final Browser browser = SharedIdp.browser();

  @Test
  void a_request_a_page_and_a_wrong_password_leave_no_row() {
    long before = rows();
    HttpResponse<String> asked = browser.get(address());
    assertThat(asked.headers().allValues("Set-Cookie"))
        .filteredOn(cookie -> cookie.startsWith(WAITING + "="))
        .singleElement()
        .asString()
        .contains("HttpOnly", "SameSite=Lax", "Path=/")
        .doesNotContain("Domain", "Max-Age", "citizen-wallet");
    browser.get("/login?lang=en");
    browser.get(address("state", "st-2"));
    assertThat(Browser.location(browser.logIn("citizen", "wrong"))).endsWith("refused");
    browser.get("/login?problem=refused");
    assertThat(rows()).isEqualTo(before);
    HttpResponse<String> in = logIn(browser);
    assertThat(Browser.query(Browser.location(in)))
        .containsKey("code")
        .containsEntry("state", "st-2");
    assertThat(rows()).isEqualTo(before + 1);
    assertThat(cookie(browser, WAITING)).as("taken back").isEmpty();
  }

  /** The browser may show again what it kept: it is nobody's all the same. */
  @Test
  void what_a_browser_kept_from_before_its_login_opens_nothing_after_it() {
    browser.get(address());
    String id = cookie(browser, ID).orElseThrow();
    String waiting = cookie(browser, WAITING).orElseThrow();
    logIn(browser);
    assertThat(cookie(browser, ID)).isNotEqualTo(Optional.of(id));
    Browser thief = SharedIdp.browser();
    plant(thief, id, waiting);
    assertThat(Browser.location(thief.get("/account"))).endsWith("/login");
    assertThat(thief.get(address("prompt", "none")).headers().firstValue("Location").orElse(""))
        .contains("error=login_required");
    assertThat(Browser.location(thief.get("/login/more"))).endsWith("/login");
  }

  @Test
  void what_was_kept_for_one_id_is_nothing_under_another() {
    Browser attacker = SharedIdp.browser();
    String form = token(attacker.get(address("state", "st-attack")).body());
    browser.get(address());
    String own = cookie(browser, ID).orElseThrow();
    Browser victim = SharedIdp.browser();
    plant(victim, own, cookie(attacker, WAITING).orElseThrow());
    Map<String, String> fields =
        Map.of("username", "citizen", "password", idp.password("citizen"), "_csrf", form);
    assertThat(victim.post("/login", fields).statusCode()).isEqualTo(403);
    assertThat(victim.get("/login").body()).contains("action=\"/login\"").doesNotContain(form);
  }

  @Test
  void an_altered_one_is_none_and_nobody_sees_an_error() {
    browser.get(address());
    String id = cookie(browser, ID).orElseThrow();
    String waiting = cookie(browser, WAITING).orElseThrow();
    String altered = (waiting.startsWith("A") ? "B" : "A") + waiting.substring(1);
    for (String spoilt : List.of(altered, waiting + "A", "x", "A".repeat(3000))) {
      Browser other = SharedIdp.browser();
      plant(other, id, spoilt);
      assertThat(other.get("/login").statusCode()).isEqualTo(200);
      assertThat(Browser.location(logIn(other))).as("nothing waited").endsWith("/account");
    }
  }

  /**
   * A ceremony counts: it gets a row, and the id that the browser could show again opens nothing.
   */
  @Test
  void what_has_to_count_gets_a_row_under_another_id_and_the_request_goes_on_waiting() {
    browser.get(address("login_hint", "citizen"));
    String id = cookie(browser, ID).orElseThrow();
    String waiting = cookie(browser, WAITING).orElseThrow();
    long before = rows();
    assertThat(browser.get("/login/qr").statusCode()).isEqualTo(200);
    assertThat(rows()).isEqualTo(before + 1);
    assertThat(cookie(browser, ID)).isNotEqualTo(Optional.of(id));
    assertThat(cookie(browser, WAITING)).isEmpty();
    assertThat(browser.get("/login/qr/state").body()).contains("WAITING");
    Browser again = SharedIdp.browser();
    plant(again, id, waiting);
    assertThat(again.get("/login/qr/state").body()).contains("GONE");
    assertThat(browser.get("/login").body()).contains("value=\"citizen\"");
    assertThat(Browser.location(logIn(browser))).startsWith(RunningIdp.CALLBACK).contains("code=");
  }

  @Test
  void a_pushed_request_is_answered_once() {
    String redirect = "http://localhost:9100/login/oauth2/code/idp";
    Map<String, String> request = RunningIdp.authorization("seal-console", redirect, "openid");
    HttpResponse<String> pushed =
        browser.post("/oauth2/par", request, "Authorization", idp.basic("seal-console"));
    String uri = (String) RunningIdp.json(pushed.body()).get("request_uri");
    browser.get(
        "/oauth2/authorize?"
            + Browser.encode(Map.of("client_id", "seal-console", "request_uri", uri)));
    assertThat(cookie(browser, WAITING)).as("not the browser's to show again").isEmpty();
    assertThat(Browser.location(browser.logIn("seal-applicant", idp.password("seal-applicant"))))
        .startsWith(redirect)
        .contains("code=");
  }

  /** What does not fit waits here, but not without end. */
  @Test
  void large_requests_of_nobody_are_counted() {
    String large = address("nonce", "n".repeat(2500));
    assertThat(browser.get(large).statusCode()).isEqualTo(200);
    assertThat(cookie(browser, WAITING)).isEmpty();
    assertThat(Browser.location(logIn(browser))).contains("code=");
    Budgets.Line line = new Budgets.Line("waiting from 127.0.0.0/24", 600, Duration.ofMinutes(1));
    Budgets budgets = idp.bean(Budgets.class);
    String refused = "";
    for (int minute = 0; minute < 2 && refused.isEmpty(); minute++) {
      while (budgets.take(List.of(line), Instant.now())) {
        // until it is used up
      }
      refused = SharedIdp.browser().get(large).headers().firstValue("Location").orElse("");
    }
    assertThat(Browser.query(refused))
        .containsEntry("error", "temporarily_unavailable")
        .containsEntry("state", "st-1");
    assertThat(SharedIdp.browser().get(address()).statusCode()).as("others").isEqualTo(200);
  }

  private static HttpResponse<String> logIn(Browser browser) {
    return browser.logIn("citizen", idp.password("citizen"));
  }

  /** Of this test: sessions of others end at any time. */
  private long rows() {
    return SharedIdp.sessionsSince(begun);
  }

  private static String token(String page) {
    Matcher token = TOKEN.matcher(page);
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  private static Optional<String> cookie(Browser browser, String name) {
    return browser.cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  private static void plant(Browser browser, String id, String waiting) {
    for (Map.Entry<String, String> one : Map.of(ID, id, WAITING, waiting).entrySet()) {
      HttpCookie cookie = new HttpCookie(one.getKey(), one.getValue());
      cookie.setPath("/");
      cookie.setVersion(0);
      browser.cookies.getCookieStore().add(URI.create(idp.origin), cookie);
    }
  }

  private static String address(String... more) {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile");
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    return "/oauth2/authorize?" + Browser.encode(request);
  }
}
