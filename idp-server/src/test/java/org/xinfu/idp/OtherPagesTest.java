package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.house.HeadlessChromium;

/** Pages beside the stories' ways, on a small screen, in both languages, by clicking. */
class OtherPagesTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

  private static RunningIdp idp;
  private static HeadlessChromium chromium;

  @BeforeAll
  static void start() {
    idp = Departments.get().idp;
    Companies.seeded(idp);
    chromium = new HeadlessChromium();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh-CN", "en"})
  void a_person_closes_an_account_and_thinks_better_of_it(String language) {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(idp, phone, "+86" + phone, PASSWORD);
    try (Visitor visitor = new Visitor(language)) {
      Page page = visitor.page;
      visitor.logIn(name, PASSWORD);
      for (String each :
          List.of(
              "",
              "/consents",
              "/uses",
              "/contacts",
              "/password",
              "/authenticators",
              "/proof",
              "/entities")) {
        visitor.open("/account" + each, "account" + each.replace('/', '-'));
      }
      visitor.open("/account/entities/licence", "account-licence");
      visitor.open("/account/authenticators", "authenticators");
      page.click("form[action$='/totp'] button");
      page.waitForSelector("#secret");
      visitor.look("totp");
      assertThat(page.evaluate("document.getElementById('image').naturalWidth > 0"))
          .as("scanned rather than typed")
          .isEqualTo(true);
      page.goBack();
      page.click("form[action$='/recovery'] button");
      page.waitForSelector("main code");
      visitor.look("recovery-codes");
      visitor.open("/account/closure", "closure");
      if (page.locator("#understood").count() == 0) {
        page.click("a.button");
        page.fill("#code", PASSWORD);
        visitor.look("closure-step-up");
        page.click("form[action='/login/second'] button");
        page.waitForURL("**/account/closure*");
      }
      page.check("#understood");
      page.click("form[action='/account/closure'] button");
      page.waitForSelector("#due");
      visitor.look("closure-due");
      visitor.open("/account", "closure-account");
      page.click("a[href='/account/closure']");
      page.click("form[action='/account/closure/withdraw'] button");
      page.waitForLoadState();
      visitor.look("closure-withdrawn");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh-CN", "en"})
  void a_person_who_lost_the_password_recovers(String language) {
    String phone = SharedIdp.randomPhone();
    SharedIdp.register(idp, phone, "+86" + phone, PASSWORD);
    try (Visitor visitor = new Visitor(language)) {
      Page page = visitor.page;
      visitor.open("/login?problem=begin", "login-begin");
      visitor.open("/login?problem=overtaken", "login-overtaken");
      visitor.open("/login", "login");
      assertThat(Looks.walked(page))
          .as("by Tab, always seen")
          .noneMatch(stop -> stop.startsWith("UNSEEN"))
          .containsSubsequence("size", "username", "password")
          .hasSizeGreaterThan(8);
      page.click("a[href='/recover']");
      visitor.look("recover");
      page.fill("#contact", phone);
      page.click("main button");
      page.waitForURL("**/recover/code");
      visitor.look("recover-code");
      page.fill("#code", "000000");
      page.click("main button");
      page.waitForSelector("#message");
      visitor.look("recover-wrong-code");
      page.fill("#code", idp.lastCode("+86" + phone));
      page.click("main button");
      page.waitForURL("**/recover/identity");
      visitor.look("recover-identity");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh-CN", "en"})
  void the_national_platform_lets_in_or_not(String language) {
    try (Visitor visitor = new Visitor(language)) {
      Page page = visitor.page;
      for (String person : List.of("n-0004", "n-0001")) {
        page.navigate(idp.origin + "/login");
        page.locator("a[href^='/login/upstream/']").first().click();
        page.click("a[href*='person=" + person + "']");
        page.waitForURL(idp.origin + "/*");
        visitor.look("upstream-" + person);
      }
      assertThat(page.textContent("main")).contains("张三（样例）");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh-CN", "en"})
  void what_goes_wrong_is_told_in_ones_language(String language) {
    try (Visitor visitor = new Visitor(language)) {
      Page page = visitor.page;
      Map<String, String> wrong =
          RunningIdp.authorization("citizen-wallet", "http://evil.example/", "openid");
      visitor.open("/oauth2/authorize?" + Browser.encode(wrong), "error-redirect");
      visitor.open("/oauth2/authorize?resume=agone", "error-expired");
      visitor.open("/cas/login?service=http://evil.example/", "error-cas");
      page.navigate(idp.origin + "/login");
      page.evaluate("document.querySelector('input[name=_csrf]').value = 'old'");
      page.fill("#username", "citizen");
      page.fill("#password", "x");
      page.click("form[action='/login'] button");
      page.waitForLoadState();
      visitor.look("error-form");
      visitor.open("/login/qr", "qr");
      visitor.logIn(Companies.AGENT, idp.password(Companies.AGENT));
      visitor.open("/nowhere", "error-nowhere");
      visitor.open("/connect/logout?client_id=citizen-wallet", "logout");
      Map<String, String> choice =
          new HashMap<>(RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid"));
      choice.put("prompt", "select_account");
      visitor.open("/oauth2/authorize?" + Browser.encode(choice), "account-choice");
      visitor.open("/account/entities", "entities");
    }
  }

  /** Somebody with a small screen. */
  private static final class Visitor implements AutoCloseable {
    private final String language;
    private final BrowserContext context;
    private final Page page;

    Visitor(String language) {
      this.language = language;
      context =
          chromium
              .browser()
              .newContext(new NewContextOptions().setLocale(language).setViewportSize(360, 740));
      context.setDefaultTimeout(15_000);
      page = context.newPage();
    }

    void logIn(String name, String password) {
      page.navigate(idp.origin + "/login");
      page.fill("#username", name);
      page.fill("#password", password);
      page.click("form[action='/login'] button");
      page.waitForURL("**/account*");
    }

    void open(String path, String name) {
      page.navigate(idp.origin + path);
      look(name);
    }

    void look(String name) {
      Looks.at(page, "small-" + name + "-" + language);
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
