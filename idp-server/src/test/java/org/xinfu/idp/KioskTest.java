package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.house.HeadlessChromium;

/** Self-service terminals: short sessions, nothing kept, everything wiped on leaving. */
class KioskTest {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final String NAME = "张三（样例）";
  private static Desk desk;

  @BeforeAll
  static void start() {
    desk = new Desk("openid profile", Map.of("used_at", List.of("kiosk")));
  }

  @Test
  void a_session_is_short_and_leaves_nothing_behind() {
    Browser browser = SharedIdp.browser();
    assertThat(Browser.location(browser.get(desk.address()))).endsWith("/login");
    assertThat(SharedIdp.browser().get(desk.address()).body())
        .as("a page that is kept goes by itself too")
        .contains("http-equiv=\"refresh\"", "id=\"leave\"");
    HttpResponse<String> in = browser.logIn("citizen", SharedIdp.get().password("citizen"));
    assertThat(in.headers().allValues("Set-Cookie"))
        .as("kept by no browser that is closed")
        .noneMatch(cookie -> cookie.matches("(?i).*(max-age|expires)=.*"));
    assertThat(browser.get("/login").headers().allValues("Set-Cookie"))
        .as("no name for the device")
        .isEmpty();
    Map<String, Object> tokens = desk.tokens(browser);
    Map<String, Object> row =
        SharedIdp.jdbc()
            .sql(
                """
                SELECT idle_seconds, sid,
                  extract(epoch FROM expires_at - created_at)::int AS life
                FROM login_session WHERE sid = ?
                """)
            .param(RunningIdp.claims((String) tokens.get("id_token")).get("sid"))
            .query()
            .singleRow();
    assertThat(row).containsEntry("idle_seconds", 60);
    assertThat((int) row.get("life")).isBetween(59, 80);
    HttpResponse<String> here = browser.get("/kiosk");
    assertThat(here.body()).contains(NAME, "结束并清除", "http-equiv=\"refresh\"");
    assertThat(here.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    HttpResponse<String> left = SharedIdp.submit(browser, "/kiosk", "/kiosk/leave", Map.of());
    assertThat(left.headers().firstValue("Clear-Site-Data"))
        .contains("\"cache\", \"cookies\", \"storage\"");
    assertThat(left.body()).contains("id=\"left\"").doesNotContain(NAME);
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT count(*) FROM login_session WHERE sid = ?")
                .param(row.get("sid"))
                .query(Long.class)
                .single())
        .isZero();
    assertThat(Browser.location(browser.get(desk.address()))).endsWith("/login");
    assertThat(desk.refresh(tokens).statusCode()).isEqualTo(400);
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT cause FROM logout_delivery WHERE sid = ?")
                .param(row.get("sid"))
                .query(String.class)
                .single())
        .isEqualTo("kiosk-left");
  }

  @Test
  void it_ends_by_itself_and_however_busy_it_is() {
    Browser browser = in();
    age(browser, "last_access_at = now() - interval '61 seconds', expires_at = now()");
    HttpResponse<String> over = browser.get("/kiosk");
    assertThat(over.body()).contains("id=\"left\"").doesNotContain(NAME);
    assertThat(over.headers().firstValue("Clear-Site-Data")).isPresent();
    Browser busy = in();
    age(busy, "created_at = now() - interval '595 seconds'");
    busy.get("/kiosk");
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT extract(epoch FROM expires_at - now())::int FROM login_session
                    WHERE id_hash = ?
                    """)
                .param(hash(busy))
                .query(Integer.class)
                .single())
        .isLessThanOrEqualTo(5);
  }

  @Test
  void nobody_changes_an_account_there() {
    Browser browser = in();
    String code = "/qr/" + "a".repeat(43);
    String window = "/window/" + "a".repeat(43);
    for (String page :
        List.of(
            "/",
            "/account",
            "/account/authenticators",
            "/account/password",
            "/console",
            code,
            window)) {
      assertThat(Browser.location(browser.get(page))).as(page).endsWith("/kiosk");
    }
    for (String act :
        List.of(
            "/account/authenticators/passkey/options",
            "/account/authenticators/passkey",
            "/account/authenticators/totp",
            "/account/password",
            code,
            window)) {
      assertThat(Browser.location(SharedIdp.submit(browser, "/kiosk", act, Map.of())))
          .as(act)
          .endsWith("/kiosk");
    }
  }

  @Test
  void whoever_was_in_this_browser_before_is_out() {
    Browser browser = SharedIdp.browser();
    browser.logIn("company-agent", SharedIdp.get().password("company-agent"));
    assertThat(Browser.location(browser.get(desk.address())))
        .as("no silent login of somebody else")
        .endsWith("/login");
    assertThat(Browser.location(browser.get("/account"))).endsWith("/kiosk");
  }

  /** What rests with the browser opens as long as it is shown; the request still shows it. */
  @Test
  void what_waited_in_this_browser_before_is_over() {
    Desk home = new Desk("openid profile", Map.of());
    Browser browser = SharedIdp.browser();
    String before = token(browser.get(home.address()));
    String page = browser.get(desk.address()).body();
    assertThat(page).contains("id=\"leave\"");
    assertThat(
            browser
                .post(
                    "/login",
                    Map.of(
                        "username",
                        "citizen",
                        "password",
                        SharedIdp.get().password("citizen"),
                        "_csrf",
                        before))
                .statusCode())
        .as("whoever was here before knows what forms say here")
        .isEqualTo(403);
    assertThat((Map<?, ?>) SharedIdp.session(browser).getAttribute("xinfu.waiting"))
        .as("requests that wait")
        .hasSize(1);
  }

  @Test
  void leaving_without_a_login_wipes_too() {
    Browser browser = SharedIdp.browser();
    String before = token(browser.get(desk.address()));
    HttpResponse<String> left = browser.post("/kiosk/leave", Map.of("_csrf", before));
    assertThat(left.headers().firstValue("Clear-Site-Data")).isPresent();
    browser.get(desk.address());
    assertThat(browser.post("/kiosk/leave", Map.of("_csrf", before)).statusCode()).isEqualTo(403);
  }

  @Test
  void a_terminal_is_known_by_its_address_too() {
    HttpResponse<String> page = from("203.0.113.5");
    assertThat(page.body()).contains("结束并清除");
    assertThat(page.headers().allValues("Set-Cookie")).noneMatch(one -> one.contains("DEVICE"));
    HttpResponse<String> home = from("203.0.113.77");
    assertThat(home.body()).doesNotContain("结束并清除");
    assertThat(home.headers().allValues("Set-Cookie")).anyMatch(one -> one.contains("DEVICE"));
  }

  @Test
  void in_a_browser_nothing_comes_back() throws Exception {
    try (HeadlessChromium chromium = new HeadlessChromium();
        BrowserContext context = chromium.browser().newContext()) {
      Page desktop = context.newPage();
      desktop.navigate(SharedIdp.get().origin + desk.address());
      HeadlessChromium.shot(desktop, "kiosk-login");
      desktop.fill("#username", "citizen");
      desktop.fill("#password", SharedIdp.get().password("citizen"));
      // Nobody serves the desk: what counts is that the browser is sent there.
      desktop.waitForRequest(
          request -> request.url().startsWith("https://desk.example/"),
          () -> desktop.click("form[action='/login'] button"));
      Page page = context.newPage();
      page.navigate(SharedIdp.get().origin + "/kiosk");
      assertThat(page.locator("#name").innerText()).isEqualTo(NAME);
      page.evaluate("localStorage.setItem('kept', 'x')");
      HeadlessChromium.shot(page, "kiosk-here");
      assertThat(names(context)).contains("XINFU_IDP").doesNotContain("XINFU_DEVICE");
      page.click("#leave button");
      page.waitForSelector("#left");
      HeadlessChromium.shot(page, "kiosk-left");
      assertThat(names(context)).as("cookies").isEmpty();
      assertThat(page.evaluate("localStorage.getItem('kept')")).as("storage").isNull();
      page.goBack();
      page.waitForLoadState();
      assertThat(page.content()).as("back shows nothing").doesNotContain(NAME);
      HeadlessChromium.shot(page, "kiosk-back");
      page.navigate(SharedIdp.get().origin + desk.address());
      assertThat(page.locator(Chromium.LOGIN).count()).isOne();
    }
  }

  private static List<String> names(BrowserContext context) {
    return context.cookies(SharedIdp.get().origin).stream()
        .map((Cookie cookie) -> cookie.name)
        .toList();
  }

  private static Browser in() {
    Browser browser = SharedIdp.browser();
    browser.get(desk.address());
    browser.logIn("citizen", SharedIdp.get().password("citizen"));
    return browser;
  }

  private static String token(HttpResponse<String> page) {
    Matcher token = TOKEN.matcher(page.body());
    assertThat(token.find()).as(page.body()).isTrue();
    return token.group(1);
  }

  private static void age(Browser browser, String set) {
    int aged =
        SharedIdp.jdbc()
            .sql("UPDATE login_session SET " + set + " WHERE id_hash = ?")
            .param(hash(browser))
            .update();
    assertThat(aged).isOne();
  }

  private static String hash(Browser browser) {
    String id =
        browser.cookies.getCookieStore().getCookies().stream()
            .filter(cookie -> cookie.getName().equals("XINFU_IDP"))
            .findFirst()
            .orElseThrow()
            .getValue();
    try {
      byte[] digest =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(id.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> from(String address) {
    return SharedIdp.browser()
        .send(
            HttpRequest.newBuilder(SharedIdp.browser().uri("/login"))
                .header("X-Forwarded-For", address)
                .GET());
  }
}
