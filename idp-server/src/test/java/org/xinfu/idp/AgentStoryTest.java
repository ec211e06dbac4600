package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.house.HeadlessChromium;

/**
 * An agent before Chromium: is given a mandate, accepts it, switches to the company without a new
 * login and acts for it at a department; the representative revokes the mandate, and the
 * department's page and the login are gone. The pictures lie in target/screens.
 */
class AgentStoryTest {
  private static final String PAGE = "/account/entities";

  private static Departments all;
  private static RunningIdp idp;
  private static HeadlessChromium chromium;

  @BeforeAll
  static void start() {
    all = Departments.get();
    idp = all.idp;
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
  void an_agents_way(String language) {
    try (BrowserContext office = person(language);
        BrowserContext counter = person(language)) {
      Story story = new Story(language, office.newPage(), counter.newPage());
      story.theRepresentativeGivesAMandate();
      story.theAgentAccepts();
      story.theAgentSwitches();
      story.theAgentActsForTheCompany();
      story.theMandateIsRevoked();
      story.theAgentActsNoMore();
      story.theAgentTakesTheConsentBack();
    }
  }

  private static BrowserContext person(String language) {
    BrowserContext context =
        chromium
            .browser()
            .newContext(new NewContextOptions().setLocale(language).setViewportSize(1000, 800));
    context.setDefaultTimeout(15_000);
    return context;
  }

  /**
   * One mandate from its beginning to its end.
   *
   * @param boss the representative's screen
   * @param agent the agent's screen
   */
  private record Story(String language, Page boss, Page agent) {
    void theRepresentativeGivesAMandate() {
      enter(boss, Companies.REPRESENTATIVE);
      boss.fill("#person", Companies.AGENT);
      boss.fill("#matters", "land-registration");
      boss.fill("#until", LocalDate.now().plusDays(30).toString());
      look(boss, "01-give");
      boss.click("form[action='/account/mandates/give'] button");
      boss.waitForSelector("#message.note");
      look(boss, "02-given");
    }

    void theAgentAccepts() {
      enter(agent, Companies.AGENT);
      look(agent, "03-offered");
      agent.click("form[action='/account/mandates/accept'] button");
      agent.waitForSelector("#message.note");
    }

    void theAgentSwitches() {
      agent.navigate(all.land.origin + "/");
      Departments.arrive(agent, all.land, "/");
      assertThat(agent.textContent("h1")).as("themselves").doesNotContain(Companies.NAME);
      agent.navigate(idp.origin + PAGE);
      agent
          .locator("#held tr", new Page.LocatorOptions().setHasText("land-registration"))
          .locator("form[action='/account/switch'] button")
          .first()
          .click();
      agent.waitForSelector("#message.note");
      look(agent, "04-acting");
      all.awaitDelivered();
    }

    void theAgentActsForTheCompany() {
      agent.navigate(all.land.origin + "/");
      agent.waitForURL("**/oauth2/consent*");
      look(agent, "05-consent");
      agent.locator("form[action='/oauth2/authorize'] button").first().click();
      Departments.arrive(agent, all.land, "/");
      assertThat(agent.textContent("h1")).isEqualTo(Companies.NAME);
      HeadlessChromium.shot(agent, "agent-06-company-" + language);
    }

    void theMandateIsRevoked() {
      boss.navigate(idp.origin + PAGE);
      boss.locator("#given tr", new Page.LocatorOptions().setHasText("land-registration"))
          .locator("form[action='/account/mandates/revoke'] button")
          .first()
          .click();
      boss.waitForSelector("#message.note");
      look(boss, "07-revoked");
      all.awaitDelivered();
    }

    void theAgentActsNoMore() {
      agent.navigate(all.land.origin + "/");
      assertThat(agent.locator(Chromium.LOGIN).count()).as("signed out").isOne();
      look(agent, "08-signed-out");
      agent.fill("#username", Companies.AGENT);
      agent.fill("#password", idp.password(Companies.AGENT));
      agent.click("form[action='/login'] button");
      Departments.arrive(agent, all.land, "/");
      assertThat(agent.textContent("h1")).as("themselves again").doesNotContain(Companies.NAME);
      agent.navigate(idp.origin + PAGE);
      look(agent, "09-after");
      assertThat(
              agent
                  .locator("#held tr", new Page.LocatorOptions().setHasText("land-registration"))
                  .locator("form[action='/account/switch']")
                  .count())
          .isZero();
    }

    void theAgentTakesTheConsentBack() {
      agent.navigate(idp.origin + "/account/consents");
      look(agent, "10-consents");
      agent.locator("form[action='/account/consents/withdraw'] button").first().click();
      agent.waitForLoadState();
      look(agent, "11-withdrawn");
      assertThat(agent.locator("form[action='/account/consents/withdraw']").count()).isZero();
    }

    private void enter(Page page, String account) {
      page.navigate(idp.origin + PAGE);
      page.fill("#username", account);
      page.fill("#password", idp.password(account));
      page.click("form[action='/login'] button");
      page.waitForURL(idp.origin + PAGE + "*");
    }

    private void look(Page page, String step) {
      Looks.at(page, "agent-" + step + "-" + language);
    }
  }
}
