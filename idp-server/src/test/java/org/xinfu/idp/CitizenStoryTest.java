package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A citizen's whole way before Chromium: registers, is verified, adds a passkey, opens two
 * departments with one login, steps up where one of them asks for it, sees their logins and ends
 * them everywhere. Everything is clicked; the pictures lie in target/screens.
 */
class CitizenStoryTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

  private static Departments all;
  private static RunningIdp idp;
  private static Chromium chromium;

  /** Two people, each in their own language. */
  enum Citizen {
    WANG(
        "zh-CN",
        "王五（样例）",
        Map.of(
            "#type", "CITIZEN_ID",
            "#number", "510000197704050033",
            "#term", "2039-12-31",
            "#bankCard", "6200000000000003")),
    ALEX(
        "en",
        "SAMPLE ALEX",
        Map.of(
            "#type", "FOREIGNER_RESIDENCE",
            "#number", "XXA510000000009",
            "#birthDate", "1980-05-05",
            "#term", "2035-05-04",
            "#bankCard", "6200000000000009"));

    final String language;
    final String fullName;
    final Map<String, String> document;

    Citizen(String language, String fullName, Map<String, String> document) {
      this.language = language;
      this.fullName = fullName;
      this.document = document;
    }
  }

  @BeforeAll
  static void start() {
    all = Departments.get();
    idp = all.idp;
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_citizens_way(Citizen citizen) {
    try (Chromium.Visitor desk = chromium.visitor(citizen.language, true);
        BrowserContext pocket = phone(citizen)) {
      Story story = new Story(citizen, desk.page());
      story.registers();
      story.isVerified();
      story.addsAPasskey();
      story.opensTwoDepartmentsWithOneLogin();
      story.stepsUpToPay();
      story.seesWhoWasTold();
      story.endsTheLoginOnThePhone(pocket.newPage());
      story.endsEverything();
      story.comesBackWithThePasskey();
    }
  }

  /** A small screen and large type. */
  private static BrowserContext phone(Citizen citizen) {
    BrowserContext context =
        chromium
            .browser()
            .newContext(
                new NewContextOptions().setLocale(citizen.language).setViewportSize(360, 740));
    context.setDefaultTimeout(15_000);
    return context;
  }

  /** One citizen before one screen. */
  private static final class Story {
    private final Citizen citizen;
    private final Page page;
    private final String contact = SharedIdp.randomPhone();
    private String loginName;

    Story(Citizen citizen, Page page) {
      this.citizen = citizen;
      this.page = page;
    }

    /** By the keyboard alone, from the login page that a department led to. */
    void registers() {
      page.navigate(all.land.origin + "/");
      page.waitForSelector(Chromium.LOGIN);
      look("01-login");
      page.locator("a[href='/register']").focus();
      page.keyboard().press("Enter");
      page.waitForURL("**/register");
      look("02-register");
      page.keyboard().type(contact);
      page.keyboard().press("Enter");
      page.waitForURL("**/register/code");
      look("03-code");
      page.keyboard().type(idp.lastCode("+86" + contact));
      page.keyboard().press("Enter");
      page.waitForURL("**/register/password");
      look("04-password");
      page.fill("#password", PASSWORD);
      page.keyboard().press("Tab");
      page.keyboard().insertText(PASSWORD);
      page.keyboard().press("Enter");
      page.waitForURL("**/register/done");
      look("05-registered");
      loginName = page.textContent("#loginName");
      page.click("main a.button");
      page.fill("#username", loginName);
      page.fill("#password", PASSWORD);
      page.click("form[action='/login'] button");
      // The land office asked first, and gets its answer now.
      Departments.arrive(page, all.land, "/");
    }

    void isVerified() {
      page.navigate(idp.origin + "/account/proof");
      look("06-proof");
      citizen.document.forEach(
          (field, value) -> {
            if (field.equals("#type")) {
              page.selectOption(field, value);
            } else {
              page.fill(field, value);
            }
          });
      page.fill("#name", citizen.fullName);
      page.click("form[action='/account/proof'] button");
      page.waitForSelector("#message.note");
      look("07-proven");
      assertThat(page.textContent("main")).contains("IAL2");
    }

    void addsAPasskey() {
      page.navigate(idp.origin + "/account");
      look("08-account");
      assertThat(page.textContent("#ial")).contains("IAL2");
      assertThat(page.textContent("#aal")).isEqualTo("AAL1");
      page.click("a[href='/account/authenticators']");
      page.fill("#passkey-label", citizen == Citizen.WANG ? "我的电脑" : "My laptop");
      page.click("#add-passkey");
      page.waitForSelector("tbody form[action$='/rename']");
      look("09-passkey");
      assertThat(page.textContent("#aal")).as("making one shows none").isEqualTo("AAL1");
    }

    void opensTwoDepartmentsWithOneLogin() {
      for (ExampleApp app : new ExampleApp[] {all.land, all.water}) {
        page.navigate(app.origin + "/");
        Departments.arrive(page, app, "/");
        page.waitForSelector("h1");
      }
      assertThat(page.textContent("h1")).isEqualTo(citizen.fullName);
      shot("10-water");
    }

    void stepsUpToPay() {
      page.navigate(all.land.origin + "/");
      page.click("a[href='/payments']");
      page.waitForURL(idp.origin + "/login/second*");
      look("11-step-up");
      page.click("#less");
      page.waitForURL("**/login/more*");
      look("12-more");
      page.click("form[action='/login/more/decline'] button");
      page.waitForURL(all.land.origin + "/payments*");
      shot("13-too-weak");
      assertThat(page.getAttribute("#problem", "data-code"))
          .isEqualTo("insufficient_user_authentication");
      page.navigate(all.land.origin + "/payments");
      page.waitForURL(idp.origin + "/login/second*");
      page.click("form[action='/login/second/passkey'] button");
      Departments.arrive(page, all.land, "/payments");
      assertThat(page.textContent("h1")).isEqualTo(citizen.fullName);
      shot("14-paid");
      page.navigate(all.land.origin + "/payments");
      assertThat(page.url()).as("once is enough").startsWith(all.land.origin);
    }

    void seesWhoWasTold() {
      page.navigate(idp.origin + "/account/uses");
      look("15-uses");
      assertThat(page.textContent("main"))
          .contains(
              citizen.language.equals("en")
                  ? List.of(Departments.LAND, Departments.WATER)
                  : List.of("不动产登记大厅（样例）", "水务缴费大厅（样例）"));
    }

    /** The phone logs in with the password and a code, by large type; the desk ends it. */
    void endsTheLoginOnThePhone(Page phone) {
      phone.navigate(idp.origin + "/login?size=large");
      Looks.at(phone, name("16-phone-login"));
      assertThat(phone.getAttribute("html", "class")).isEqualTo("large");
      phone.navigate(all.water.origin + "/");
      phone.fill("#username", loginName);
      phone.fill("#password", PASSWORD);
      phone.click("form[action='/login'] button");
      phone.waitForURL("**/login/second*");
      phone.click("form[action='/login/second/send'] button");
      phone.waitForURL("**/login/second?sent=*");
      Looks.at(phone, name("17-phone-second"));
      phone.fill("#code", idp.lastCode("+86" + contact));
      phone.click("form[action='/login/second'] button");
      Departments.arrive(phone, all.water, "/");
      phone.navigate(idp.origin + "/account/sessions");
      Looks.at(phone, name("18-phone-sessions"));
      phone.navigate(idp.origin + "/account");
      Looks.at(phone, name("19-phone-account"));

      page.navigate(idp.origin + "/account/sessions");
      look("20-sessions");
      assertThat(page.locator("tbody tr").count()).isEqualTo(2);
      page.click("form[action='/account/sessions/end'] button");
      page.waitForURL("**/account/sessions*");
      assertThat(page.locator("tbody tr").count()).isOne();
      all.awaitDelivered();
      phone.navigate(all.water.origin + "/");
      assertThat(phone.locator(Chromium.LOGIN).count()).as("ended there").isOne();
      page.navigate(all.water.origin + "/");
      assertThat(page.url()).as("not here").startsWith(all.water.origin);
    }

    void endsEverything() {
      page.navigate(all.water.origin + "/logout");
      shot("21-logout");
      page.click("#logout");
      page.waitForSelector(Chromium.LOGIN);
      look("22-logged-out");
      all.awaitDelivered();
      page.navigate(all.land.origin + "/payments");
      assertThat(page.locator(Chromium.LOGIN).count()).as("the other office as well").isOne();
    }

    void comesBackWithThePasskey() {
      page.click("form[action='/login/passkey'] button");
      Departments.arrive(page, all.land, "/payments");
      assertThat(page.textContent("h1")).as("no step-up any more").isEqualTo(citizen.fullName);
    }

    private void look(String step) {
      Looks.at(page, name(step));
    }

    private void shot(String step) {
      org.xinfu.testkit.house.HeadlessChromium.shot(page, name(step));
    }

    private String name(String step) {
      return "citizen-" + step + "-" + citizen.language;
    }
  }
}
