package org.xinfu.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.house.HeadlessChromium;

/** Seal officials do the story in a browser; anyone verifies what came out. */
class ConsoleTest {
  private static RunningService house;
  private static HeadlessChromium chromium;

  @BeforeAll
  static void start() throws Exception {
    house = new RunningService();
    chromium = new HeadlessChromium();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (house != null) {
      house.close();
    }
  }

  @Test
  void officialsMakeUseAndSuspendASealAndAnyoneVerifies() throws Exception {
    String path = applied();
    press("li", path, "accept", "待审核");
    refused("li", path);
    press("wang", path, "review", "待审批");
    press("zhao", path, "approve", "待制作");
    press("qian", path, "make", "待发放");
    String esId = press("zhou", path, "issue", "已发放");
    notForUse("zhou", esId);
    Path sealed = used(esId);
    verified(sealed, "有效", "verify-valid");
    suspended(esId);
    verified(sealed, "有效", "verify-suspended");
    byte[] altered = Files.readAllBytes(sealed);
    altered[altered.length / 2] ^= 1;
    verified(Files.write(HeadlessChromium.kept("altered.ofd"), altered), "无效", "verify-altered");
  }

  /** This house, as a production one before it is set up, has nobody to ask for time-stamps. */
  @Test
  void withoutATimestampingAuthorityNothingIsRenewed() throws Exception {
    RunningService.Answer answer =
        house.upload(
            "/api/v1/renewals",
            house.issuer.token("zhou", "seal:renew"),
            "",
            TestDocuments.ofd("nobody stamps"));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json()).containsEntry("code", "renewal-not-configured");
    assertThat(house.post("/tsa", "", "x").status()).isIn(401, 403, 404);
  }

  @Test
  void theVerificationPageSpeaksEnglishToo() {
    try (BrowserContext visitor = chromium.browser().newContext()) {
      Page page = visitor.newPage();
      page.navigate(house.url("/verify?lang=en"));
      assertThat(page.locator("h1").textContent()).isEqualTo("Verify a sealed document");
      assertThat(page.locator("html").getAttribute("lang")).isEqualTo("en");
      assertThat(page.locator("footer").textContent()).doesNotContain("Affero");
      page.setInputFiles("#file", new FilePayload("note.txt", "text/plain", "hello".getBytes()));
      page.click("#verify");
      assertThat(page.locator("#verdict").getAttribute("data-verdict")).isEqualTo("NO_SIGNATURE");
    }
  }

  private static String applied() {
    try (BrowserContext session = login("zhang")) {
      Page page = session.pages().getFirst();
      page.click("main a.button");
      page.fill("#unitName", "信符市自然资源和规划局");
      page.fill("#uscc", "51");
      page.click("main button[type=submit]");
      assertThat(page.locator("[role=alert]").first().textContent()).contains("有误");
      HeadlessChromium.shot(page, "apply-errors");
      page.fill("#uscc", SealStoryTest.USCC);
      page.fill("#sealName", "信符市自然资源和规划局不动产登记专用章");
      page.fill("#bottomText", "不动产登记专用章");
      page.fill("#materialDigest", "0".repeat(64));
      page.fill("#legalBasis", "样例依据");
      page.click("main button[type=submit]");
      assertThat(page.locator("#state").textContent()).isEqualTo("待受理");
      HeadlessChromium.shot(page, "applied");
      return page.url().substring(page.url().indexOf("/console"));
    }
  }

  private static String press(String person, String path, String step, String state) {
    try (BrowserContext session = login(person)) {
      Page page = session.pages().getFirst();
      assertThat(page.locator("main").textContent()).contains("待我办理");
      page.navigate(house.url(path));
      page.click("#" + step);
      page.waitForSelector("[role=status]");
      assertThat(page.locator("#state").textContent()).isEqualTo(state);
      HeadlessChromium.shot(page, step);
      return page.locator("dd.mono").last().textContent();
    }
  }

  /** Li reviews others' applications, not one that he accepted. */
  private static void refused(String person, String path) {
    try (BrowserContext session = login(person)) {
      Page page = session.pages().getFirst();
      page.navigate(house.url(path));
      assertThat(page.locator("#review").count()).isZero();
    }
  }

  /** An administrator may suspend a seal, not use it: as the scopes of the role say. */
  private static void notForUse(String person, String esId) {
    try (BrowserContext session = login(person)) {
      Page page = session.pages().getFirst();
      page.navigate(house.url("/console/seals/" + esId));
      assertThat(page.locator("#suspend").count()).isEqualTo(1);
      assertThat(page.locator("#use").count()).isZero();
    }
  }

  private static Path used(String esId) throws Exception {
    try (BrowserContext session = login("sun")) {
      Page page = session.pages().getFirst();
      page.navigate(house.url("/console/seals/" + esId));
      assertThat(
              (Boolean) page.evaluate("document.querySelector('.seal-picture').naturalWidth > 900"))
          .isTrue();
      page.setInputFiles(
          "#file", new FilePayload("licence.ofd", "application/ofd", TestDocuments.ofd("样例")));
      page.fill("#matter", "样例事项");
      page.fill("#businessSerial", "YL-1");
      Download download = page.waitForDownload(() -> page.click("#use"));
      Path file = HeadlessChromium.kept("sealed.ofd");
      download.saveAs(file);
      page.reload();
      assertThat(page.locator("main").textContent()).contains("样例事项");
      HeadlessChromium.shot(page, "seal");
      return file;
    }
  }

  private static void suspended(String esId) {
    try (BrowserContext session = login("sun")) {
      Page page = session.pages().getFirst();
      page.navigate(house.url("/console/seals/" + esId));
      page.fill("#reason", "遗失");
      page.click("#suspend");
      page.waitForSelector("[role=status]");
      assertThat(page.locator("#state").textContent()).contains("已停用");
      assertThat(page.locator("#use").count()).isZero();
      HeadlessChromium.shot(page, "suspended");
    }
  }

  private static void verified(Path file, String verdict, String name) {
    try (BrowserContext visitor =
        chromium.browser().newContext(new Browser.NewContextOptions().setLocale("zh-CN"))) {
      Page page = visitor.newPage();
      page.navigate(house.url("/verify"));
      page.setInputFiles("#file", file);
      page.click("#verify");
      assertThat(page.locator("#verdict").textContent()).isEqualTo(verdict);
      if (verdict.equals("有效")) {
        assertThat(page.locator("td[title=package]").first().textContent()).isEqualTo("文件包只有一种读法");
        assertThat(page.locator("td[title=signer-path]").first().textContent())
            .contains("证书可追溯至您信任的机构");
      }
      HeadlessChromium.shot(page, name);
    }
  }

  private static BrowserContext login(String person) {
    BrowserContext session =
        chromium.browser().newContext(new Browser.NewContextOptions().setLocale("zh-CN"));
    Page page = session.newPage();
    page.navigate(house.url("/console/applications"));
    page.click("#" + person);
    page.waitForURL("**/console/applications*");
    assertThat(page.locator(".person").textContent()).contains(person);
    return session;
  }
}
