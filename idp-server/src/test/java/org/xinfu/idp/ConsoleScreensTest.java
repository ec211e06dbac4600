package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.net.HttpCookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;
import org.xinfu.testkit.house.HeadlessChromium;

/** The pages of people and administrators in Chromium; what it draws lies in target/screens. */
class ConsoleScreensTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static HeadlessChromium chromium;

  @BeforeAll
  static void start() throws Exception {
    UkeyBox.publish();
    chromium = new HeadlessChromium();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void administrators_see_their_pages_in_both_languages_and_large() {
    SharedIdp.jdbc() // who is called by a number is to have another login name
        .sql(
            """
            INSERT INTO account (id, kind, login_name, password_hash, display_name, org, roles,
              created_at)
            VALUES (?, 'MEMBER', ?, 'none', '号码登录（样例）', '11510000MB0000019K', '', now())
            """)
        .params(List.of(UUID.randomUUID().toString(), SharedIdp.randomPhone()))
        .update();
    screens(
        Officials.fresh("SYSTEM_ADMIN").strong(),
        "/console",
        "/console/accounts",
        "/console/services/new");
    String dead = Officials.fresh("CITIZEN").id();
    SharedIdp.jdbc()
        .sql("INSERT INTO account_freeze (account_id, at, why) VALUES (?, now(), 'deceased')")
        .param(dead)
        .update();
    screens(
        Officials.fresh("SECURITY_ADMIN").strong(),
        "/console/roles",
        "/console/services",
        "/console/frozen");
    SharedIdp.jdbc().sql("DELETE FROM account_freeze WHERE account_id = ?").param(dead).update();
    Official audit = Officials.fresh("AUDIT_ADMIN").strong();
    SharedIdp.get().bean(org.xinfu.kit.log.Sequencer.class).round();
    screens(audit, "/console/audit");
    try (BrowserContext context = as(audit.browser())) {
      Page page = context.newPage();
      List<String> broken = Looks.watched(page);
      page.navigate(url("/console/audit"));
      page.click("#check");
      assertThat(page.locator("#finding").getAttribute("data-code")).isEqualTo("done");
      HeadlessChromium.shot(page, "audit-check");
      page.navigate(url("/console?size=large"));
      assertThat(page.locator("html").getAttribute("class")).isEqualTo("large");
      page.navigate(url("/console/audit"));
      assertThat(page.locator("html").getAttribute("class")).as("kept").isEqualTo("large");
      HeadlessChromium.shot(page, "console-large");
      page.keyboard().press("Tab");
      assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
      page.keyboard().press("Enter");
      page.waitForURL(shown -> shown.endsWith("#content")); // the browser goes there by itself
      assertThat(broken).isEmpty();
    }
  }

  @Test
  void a_phone_confirms_what_a_screen_asks_and_the_screen_goes_on_by_itself() {
    String number = SharedIdp.randomPhone();
    String name = SharedIdp.register(number, "+86" + number, PASSWORD);
    try (BrowserContext desk = chromium.browser().newContext();
        BrowserContext phone =
            chromium
                .browser()
                .newContext(new Browser.NewContextOptions().setViewportSize(390, 780))) {
      Page screen = desk.newPage();
      List<String> broken = Looks.watched(screen);
      screen.navigate(url("/login"));
      screen.click("a[href='/login/qr']");
      HeadlessChromium.shot(screen, "qr-login");
      String asked = screen.locator("#number").textContent();
      Page hand = phone.newPage();
      hand.navigate(screen.locator("#address").textContent());
      hand.fill("#username", name);
      hand.fill("#password", PASSWORD);
      hand.click("button[type=submit]");
      assertThat(hand.locator("#service").textContent()).isNotEmpty();
      HeadlessChromium.shot(hand, "qr-confirm");
      hand.click(".picks button:has-text('" + asked + "')");
      assertThat(hand.locator("#outcome").getAttribute("data-outcome")).isEqualTo("done");
      HeadlessChromium.shot(hand, "qr-done");
      screen.waitForURL("**/account");
      assertThat(screen.content()).contains(name);
      HeadlessChromium.shot(screen, "account");
      screen.navigate(url("/account/uses"));
      HeadlessChromium.shot(screen, "uses");
      screen.navigate(url("/account/closure"));
      HeadlessChromium.shot(screen, "closure");
      assertThat(broken).isEmpty();
    }
  }

  @Test
  void people_without_a_login_see_the_ukey_and_the_recovery() {
    try (BrowserContext visitor = chromium.browser().newContext()) {
      Page page = visitor.newPage();
      List<String> broken = Looks.watched(page);
      page.navigate(url("/login/ukey"));
      page.click("summary");
      assertThat(page.locator("#challenge").inputValue()).contains("purpose: login");
      HeadlessChromium.shot(page, "ukey");
      page.click("form button[type=submit]");
      assertThat(page.locator("#message").getAttribute("data-code"))
          .isEqualTo("ukey-message-malformed");
      HeadlessChromium.shot(page, "ukey-refused");
      page.navigate(url("/recover?lang=en"));
      assertThat(page.locator("h1").textContent()).isEqualTo("Recover my account");
      HeadlessChromium.shot(page, "recover-en");
      assertThat(broken).isEmpty();
    }
  }

  @Test
  void staff_and_citizens_see_what_is_done_at_windows() {
    Companies.seeded(SharedIdp.get());
    WindowClerk clerk = new WindowClerk(WindowClerk.desk(), "company-agent");
    String id = clerk.begun(WindowTest.reader());
    org.xinfu.idp.Browser citizen = SharedIdp.loggedIn("company-representative").browser;
    SharedIdp.submit(
        citizen,
        "/account/authenticators",
        "/account/window/" + id + "/object",
        Map.of("objection", "本人当日不在窗口"));
    clerk.begun(WindowTest.reader());
    Official admin = Officials.fresh("DEPARTMENT_ADMIN").strong();
    screens(admin, "/console", "/console/staff", "/console/window");
    screens(clerk.official, "/account/staff");
    screens(citizen, "/account", "/account/window", "/account/proof/net");
    String asked =
        (String) RunningIdp.json(clerk.start(WindowTest.phone()).body()).get("confirmUri");
    try (BrowserContext context = as(citizen)) {
      Page page = context.newPage();
      page.setViewportSize(390, 780);
      List<String> broken = Looks.watched(page);
      page.navigate(asked);
      HeadlessChromium.shot(page, "window-confirm");
      page.click("button[value=yes]");
      assertThat(page.locator("#message").getAttribute("data-outcome")).isEqualTo("done");
      HeadlessChromium.shot(page, "window-done");
      page.setViewportSize(1200, 800);
      page.navigate(url("/account/uses"));
      HeadlessChromium.shot(page, "window-uses");
      assertThat(broken).isEmpty();
    }
    try (BrowserContext context = as(admin.browser())) {
      Page page = context.newPage();
      page.setViewportSize(1200, 900);
      page.navigate(url("/console/staff"));
      page.click("summary");
      HeadlessChromium.shot(page, "console-staff-open");
    }
  }

  private static void screens(Official official, String... pages) {
    screens(official.browser(), pages);
  }

  /** At a desk, on a phone, and with large type, in both languages. */
  private static void screens(org.xinfu.idp.Browser logged, String... pages) {
    for (String language : List.of("zh-CN", "en")) {
      try (BrowserContext context = as(logged, language)) {
        Page page = context.newPage();
        List<String> broken = Looks.watched(page);
        for (String path : pages) {
          String name = path.substring(1).replace('/', '-') + "-" + language;
          page.setViewportSize(1280, 800);
          page.navigate(url(path + "?size=normal"));
          Looks.at(page, name);
          page.setViewportSize(360, 740);
          Looks.at(page, "small-" + name);
          page.navigate(url(path + "?size=large"));
          Looks.at(page, "small-large-" + name);
          page.setViewportSize(1280, 800);
          Looks.at(page, "large-" + name);
          assertThat(Looks.walked(page)).as(path).noneMatch(stop -> stop.startsWith("UNSEEN"));
        }
        assertThat(broken).isEmpty();
      }
    }
  }

  private static BrowserContext as(org.xinfu.idp.Browser logged) {
    return as(logged, "en");
  }

  private static BrowserContext as(org.xinfu.idp.Browser logged, String language) {
    BrowserContext context =
        chromium.browser().newContext(new Browser.NewContextOptions().setLocale(language));
    List<Cookie> cookies = new ArrayList<>();
    for (HttpCookie cookie : logged.cookies.getCookieStore().getCookies()) {
      cookies.add(new Cookie(cookie.getName(), cookie.getValue()).setUrl(SharedIdp.get().origin));
    }
    context.addCookies(cookies);
    return context;
  }

  private static String url(String path) {
    return SharedIdp.get().origin + path;
  }
}
