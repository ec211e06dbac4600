package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.testkit.house.HeadlessChromium;

/** A new installation without demonstration gets its administrators by a token, once. */
class FirstAdministratorsTest {
  private static final String ORG = "11510000MB0000019K";

  @Test
  void three_are_made_together_and_the_door_closes(@TempDir Path home) throws Exception {
    try (RunningIdp idp = new RunningIdp(home).with("--xinfu.demo=false").start()) {
      Path file = home.resolve("credentials/idp-bootstrap.token");
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
      String token = Files.readString(file).strip();
      looked(idp);
      Browser browser = new Browser(idp.origin);
      assertThat(appoint(browser, "wrong", "s-one", "s-two", "s-three")).endsWith("refused");
      assertThat(appoint(browser, token, "s-one", "s-one", "s-three")).endsWith("problem=alike");
      told(idp, browser, token);
      assertThat(count(idp)).isZero();
      assertThat(appoint(browser, token, "s-one", "s-two", "s-three")).endsWith("/login");
      assertThat(
              idp.bean(JdbcClient.class)
                  .sql("SELECT roles FROM account ORDER BY created_at, roles DESC")
                  .query(String.class)
                  .list())
          .containsExactlyInAnyOrder("SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN");
      assertThat(browser.get("/console/first").statusCode()).isEqualTo(404);
      Browser admin = new Browser(idp.origin);
      assertThat(Browser.location(admin.logIn("s-one", "锦里-听雨-s-oneX")))
          .endsWith("problem=refused");
      assertThat(Browser.location(admin.logIn("s-one", "锦里-听雨-青羊s1"))).endsWith("/account");
      assertThat(Browser.location(admin.get("/console"))).endsWith("/login/step-up?next=/console");
      Files.delete(file);
      idp.stop();
      idp.start();
      assertThat(file).as("never again").doesNotExist();
    }
  }

  /** The rules before anybody types, and afterwards what to do about what was typed. */
  private static void told(RunningIdp idp, Browser browser, String token) {
    assertThat(new Browser(idp.origin).get("/console/first?lang=zh-CN").body())
        .contains("密码：至少 10 个字符", "请勿使用常见密码", "三人互不相同");
    assertThat(new Browser(idp.origin).get("/console/first?lang=en").body())
        .contains("at least 10 characters", "no common password");
    List<String> logins = List.of("s-one", "s-two", "s-three");
    String good = "锦里-听雨-青羊s1";
    String common = appoint(browser, token, logins, List.of(good, good, "password123"));
    assertThat(common).endsWith("problem=common&whose=AUDIT_ADMIN");
    assertThat(browser.get(common).body()).contains("审计管理员", "容易被猜中，请改用");
    assertThat(appoint(browser, token, logins, List.of(good, "12-ab", good)))
        .endsWith("problem=too_short&whose=SECURITY_ADMIN");
    assertThat(appoint(browser, token, logins, List.of("x-s-one-y-青羊锦", good, good)))
        .endsWith("problem=personal&whose=SYSTEM_ADMIN");
    assertThat(appoint(browser, token, "S-One", "s-two", "s-three"))
        .endsWith("problem=login&whose=SYSTEM_ADMIN");
    for (String taken : List.of("13800138000", "0086-138.0013.8000", "p0123456789")) {
      assertThat(appoint(browser, token, "s-one", taken, "s-three"))
          .as("whoever has that number, or registers, is led there: %s", taken)
          .endsWith("problem=login&whose=SECURITY_ADMIN");
    }
    assertThat(appoint(browser, token, "s-one", "s-two/\u5F20\u202E\u4E09", "s-three"))
        .as("reads as another's name")
        .endsWith("problem=name&whose=SECURITY_ADMIN");
  }

  /** Pictures of the page in both languages. */
  private static void looked(RunningIdp idp) {
    try (HeadlessChromium chromium = new HeadlessChromium()) {
      for (String language : List.of("zh-CN", "en")) {
        try (BrowserContext context =
            chromium
                .browser()
                .newContext(
                    new NewContextOptions().setLocale(language).setViewportSize(360, 740))) {
          Page page = context.newPage();
          page.navigate(idp.origin + "/console/first");
          Looks.at(page, "small-first-" + language);
        }
      }
    }
  }

  private static long count(RunningIdp idp) {
    return idp.bean(JdbcClient.class)
        .sql("SELECT count(*) FROM account")
        .query(Long.class)
        .single();
  }

  private static String appoint(Browser browser, String token, String... logins) {
    return appoint(
        browser, token, List.of(logins), List.of("锦里-听雨-青羊s1", "锦里-听雨-青羊s2", "锦里-听雨-青羊s3"));
  }

  private static String appoint(
      Browser browser, String token, List<String> logins, List<String> passwords) {
    Matcher csrf =
        Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"")
            .matcher(browser.get("/console/first").body());
    assertThat(csrf.find()).isTrue();
    StringBuilder form = new StringBuilder("_csrf=" + csrf.group(1) + "&token=" + token);
    form.append("&org=" + ORG);
    for (int i = 0; i < logins.size(); i++) {
      String[] named = logins.get(i).split("/");
      form.append("&login=" + named[0] + "&name=" + encoded(named[named.length - 1]));
      form.append("&password=" + encoded(passwords.get(i)));
    }
    return Browser.location(
        browser.send(
            java.net.http.HttpRequest.newBuilder(browser.uri("/console/first"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form.toString()))));
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
