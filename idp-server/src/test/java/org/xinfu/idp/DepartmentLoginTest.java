package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.testkit.house.HeadlessChromium;

/** Two departments' applications with the starter, before Chromium: one login opens both. */
class DepartmentLoginTest {
  private static final Path CODE =
      Path.of("src/test/java/org/xinfu/example/department/DepartmentApp.java");

  @TempDir static Path home;
  private static RunningIdp idp;
  private static ExampleApp land;
  private static ExampleApp water;
  private static HeadlessChromium chromium;

  @BeforeAll
  static void start() throws Exception {
    land = new ExampleApp(Path.of("target/example/land"));
    water = new ExampleApp(Path.of("target/example/water"));
    idp =
        new RunningIdp(home)
            .with(
                "--xinfu.fetch.inside-hosts=localhost:" + land.port + ",localhost:" + water.port,
                "--xinfu.logout.poll=PT0.1S")
            .start();
    register(land, "land");
    register(water, "water");
    chromium = new HeadlessChromium();
    land.awaitReady();
    water.awaitReady();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
    land.close();
    water.close();
    if (idp != null) {
      idp.close();
    }
  }

  @Test
  void it_takes_fifteen_lines_of_configuration_and_ten_of_code() throws Exception {
    assertThat(
            Files.readAllLines(ExampleApp.CONFIGURATION).stream()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#")))
        .hasSizeLessThanOrEqualTo(15);
    List<String> code =
        Files.readAllLines(CODE).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("/") && !line.startsWith("*"))
            .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
            .filter(line -> !line.matches("[{}]+"))
            .toList();
    assertThat(code).hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void one_login_opens_both_and_one_logout_closes_both() throws Exception {
    try (BrowserContext person = person()) {
      Page page = person.newPage();
      page.navigate(land.origin + "/");
      enter(page, "citizen");
      arrive(page, land);
      assertThat(page.textContent("h1")).isEqualTo("张三（样例）");
      HeadlessChromium.shot(page, "department-land");

      page.navigate(water.origin + "/");
      assertThat(page.url()).as("no second login").startsWith(water.origin + "/");
      assertThat(page.textContent("h1")).isEqualTo("张三（样例）");

      page.navigate(land.origin + "/logout");
      HeadlessChromium.shot(page, "department-logout");
      page.click("#logout");
      page.waitForURL(idp.origin + "/login*");
      awaitDelivered(water);
      page.navigate(water.origin + "/");
      assertThat(page.url()).as("the other one ended").startsWith(idp.origin + "/login");
    }
  }

  @Test
  void ending_the_login_from_another_browser_ends_the_departments_session() throws Exception {
    try (BrowserContext desk = person();
        BrowserContext phone = person()) {
      Page page = desk.newPage();
      page.navigate(water.origin + "/");
      enter(page, "licence-officer");
      arrive(page, water);
      assertThat(page.textContent("h1")).isEqualTo("证照管理员（样例）");
      Page account = phone.newPage();
      account.navigate(idp.origin + "/account/sessions");
      enter(account, "licence-officer");
      account.waitForURL(idp.origin + "/account/sessions*");
      account.click("form[action$='/account/sessions/end-others'] button");
      awaitDelivered(water);
      page.navigate(water.origin + "/");
      assertThat(page.url()).startsWith(idp.origin + "/login");
      account.navigate(idp.origin + "/account");
      assertThat(account.url()).as("the phone's own stays").isEqualTo(idp.origin + "/account");
    }
  }

  @Test
  void a_logout_token_that_is_not_the_providers_ends_nothing() {
    try (BrowserContext person = person()) {
      Page page = person.newPage();
      page.navigate(land.origin + "/");
      enter(page, "citizen");
      arrive(page, land);
      for (String token : List.of("", "x", "eyJhbGciOiJub25lIn0.e30.")) {
        HttpResponse<String> answer =
            new Browser(land.origin)
                .post("/logout/connect/back-channel/xinfu", Map.of("logout_token", token));
        assertThat(answer.statusCode()).isEqualTo(400);
      }
      page.navigate(land.origin + "/");
      assertThat(page.url()).startsWith(land.origin + "/");
    }
  }

  private static void register(ExampleApp app, String name) throws Exception {
    Administrator administrator = new Administrator(idp);
    Map<String, Object> metadata =
        Map.of(
            "client_name",
            name + "（样例）",
            "redirect_uris",
            List.of(app.origin + "/login/oauth2/code/xinfu"),
            "post_logout_redirect_uris",
            List.of(app.origin + "/"),
            "backchannel_logout_uri",
            app.origin + "/logout/connect/back-channel/xinfu",
            "scope",
            "openid profile");
    String id = administrator.register(metadata);
    HttpResponse<String> secret = administrator.post("/api/v1/clients/" + id + "/secret", Map.of());
    app.start(name, idp, id, (String) RunningIdp.json(secret.body()).get("client_secret"));
  }

  private static BrowserContext person() {
    return chromium.browser().newContext(new NewContextOptions().setLocale("zh-CN"));
  }

  private static void enter(Page page, String account) {
    page.waitForURL(idp.origin + "/login*");
    page.fill("#username", account);
    page.fill("#password", idp.password(account));
    page.click("main button[type=submit]");
  }

  /** Spring adds {@code ?continue} to the page that was asked for before the login. */
  private static void arrive(Page page, ExampleApp app) {
    page.waitForURL(Pattern.compile(Pattern.quote(app.origin) + "/(\\?continue)?"));
  }

  /** Until no logout token waits for the application. */
  private static void awaitDelivered(ExampleApp app) throws InterruptedException {
    JdbcClient jdbc = idp.bean(JdbcClient.class);
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    String waiting = "SELECT count(*) FROM logout_delivery WHERE state = 'WAITING'";
    while (jdbc.sql(waiting).query(Long.class).single() > 0) {
      assertThat(Instant.now()).as("told " + app.origin).isBefore(end);
      Thread.sleep(50);
    }
    assertThat(
            jdbc.sql("SELECT count(*) FROM logout_delivery WHERE state = 'DELIVERED'")
                .query(Long.class)
                .single())
        .isPositive();
  }
}
