package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.house.HeadlessChromium;

/** The link of a notice before Chromium, on a small screen, in both languages and in large type. */
class UndoScreensTest {
  private static HeadlessChromium chromium;

  @BeforeAll
  static void start() {
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
  void an_owner_opens_the_link_and_the_secret_is_sent_by_the_form_alone(String language) {
    UndoTest.Owner owner = new UndoTest.Owner();
    owner.thief();
    String link = owner.link().orElseThrow();
    String strange = SharedIdp.randomPhone();
    owner.bind(strange, Instant.now());
    owner.unbind(owner.phone);
    try (BrowserContext context =
        chromium
            .browser()
            .newContext(new NewContextOptions().setLocale(language).setViewportSize(360, 740))) {
      context.setDefaultTimeout(15_000);
      Page page = context.newPage();
      List<String> broken = Looks.watched(page);
      List<String> asked = new CopyOnWriteArrayList<>();
      page.onRequest(
          request ->
              asked.add(request.url() + " " + request.headers().getOrDefault("referer", "")));
      page.navigate(SharedIdp.get().origin + "/undo#" + link);
      Looks.at(page, "undo-" + language);
      assertThat(page.url()).as("out of the address").endsWith("/undo");
      assertThat(page.locator("#token").isVisible()).as("nothing to type").isFalse();
      page.click("#size");
      page.waitForURL("**/undo?size=large");
      assertThat(page.getAttribute("html", "class")).isEqualTo("large");
      assertThat(page.inputValue("#token")).as("kept").isEqualTo(link);
      Looks.at(page, "undo-large-" + language);
      page.click("main button");
      page.waitForSelector("#bound");
      Looks.at(page, "undo-done-" + language);
      assertThat(page.textContent("#unbound")).contains(strange.substring(7));
      assertThat(asked)
          .isNotEmpty()
          .allMatch(one -> one.startsWith(SharedIdp.get().origin))
          .noneMatch(one -> one.split("#", -1)[0].contains(link))
          .as("no Referer")
          .allMatch(one -> one.endsWith(" "));
      page.click("a.button");
      page.waitForURL("**/recover");
      page.navigate(SharedIdp.get().origin + "/undo#" + link);
      page.click("main button");
      page.waitForSelector("#message");
      Looks.at(page, "undo-refused-" + language);
      assertThat(broken).isEmpty();
    }
  }
}
