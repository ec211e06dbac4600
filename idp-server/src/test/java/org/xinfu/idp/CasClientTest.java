package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The Apereo CAS client in two web applications, against the running server. */
class CasClientTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path home;
  @TempDir static Path apps;
  private static RunningIdp idp;
  private static CasApp tax;
  private static CasApp land;

  @BeforeAll
  static void start() throws Exception {
    idp = new RunningIdp(home);
    // Cookies ignore ports, so each has a host name of its own.
    tax = new CasApp(idp, apps, "127.0.0.1").start();
    land = new CasApp(idp, apps, "localhost").start();
    idp.with(
            "--xinfu.fetch.inside-hosts=" + tax.host() + "," + land.host(),
            "--xinfu.logout.poll=PT0.1S")
        .start();
    Administrator administrator = new Administrator(idp);
    for (CasApp app : List.of(tax, land)) {
      administrator.register(
          Map.of(
              "client_name",
              "示例系统（样例）",
              "grant_types",
              List.of(),
              "cas",
              Map.of(
                  "services",
                  List.of(app.origin + "/*"),
                  "proxy_callbacks",
                  List.of(app.callback()))));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    idp.close();
    tax.close();
    land.close();
  }

  @Test
  void one_login_opens_both_and_its_end_closes_both() {
    Browser browser = new Browser(idp.origin);
    HttpResponse<String> asked = browser.get(tax.origin + "/page?x=1");
    assertThat(Browser.location(asked)).startsWith(idp.origin + "/cas/login?service=");
    HttpResponse<String> page = browser.get(Browser.location(asked));
    assertThat(Browser.location(page)).endsWith("/login");
    HttpResponse<String> in = browser.logIn("citizen", idp.password("citizen"));
    HttpResponse<String> ticketed = browser.get(Browser.location(in));
    assertThat(Browser.location(ticketed)).startsWith(tax.origin + "/page?x=1&ticket=ST-");
    assertThat(follow(browser, Browser.location(ticketed)))
        .contains(
            account("citizen"),
            "name=张三（样例）",
            "roles=CITIZEN",
            "acr=urn:xinfu:acr:ial1:aal1",
            "level=L1",
            "amr=pwd",
            "isFromNewLogin=true");

    assertThat(follow(browser, land.origin + "/"))
        .contains(account("citizen"), "isFromNewLogin=false");
    assertThat(browser.get(tax.origin + "/page").statusCode()).isEqualTo(200);

    browser.submit("/account", "/logout");
    RunningIdp.await(SOON, () -> browser.get(tax.origin + "/page").statusCode() == 302);
    RunningIdp.await(SOON, () -> browser.get(land.origin + "/page").statusCode() == 302);
    assertThat(dead()).isZero();
  }

  @Test
  void an_application_asks_another_in_the_persons_name() {
    Browser browser = new Browser(idp.origin);
    browser.logIn("citizen", idp.password("citizen"));
    assertThat(follow(browser, tax.origin + "/")).contains(account("citizen"));
    String answer =
        follow(
            browser,
            tax.origin
                + "/?at="
                + URLEncoder.encode(land.origin + "/other", StandardCharsets.UTF_8));
    assertThat(answer).contains(account("citizen"), "level=L1", "isFromNewLogin=false");
  }

  /** Goes along redirects as browsers do; the last page. */
  private static String follow(Browser browser, String url) {
    HttpResponse<String> answer = browser.get(url);
    for (int i = 0; i < 8 && answer.statusCode() == 302; i++) {
      answer = browser.get(answer.uri().resolve(Browser.location(answer)).toString());
    }
    assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String account(String login) {
    return idp.bean(JdbcClient.class)
        .sql("SELECT id FROM account WHERE login_name = ?")
        .param(login)
        .query(String.class)
        .single();
  }

  private static long dead() {
    return idp.bean(JdbcClient.class)
        .sql("SELECT count(*) FROM logout_delivery WHERE state = 'DEAD'")
        .query(Long.class)
        .single();
  }
}
