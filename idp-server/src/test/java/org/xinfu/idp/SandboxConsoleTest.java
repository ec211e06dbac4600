package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.Cookie;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;
import org.xinfu.idp.authorize.TrialDoor;
import org.xinfu.testkit.house.HeadlessChromium;

/** A trial is asked for, approved, tried by a person and tested, all of it on pages. */
class SandboxConsoleTest {
  private static HeadlessChromium chromium;

  @BeforeAll
  static void start() throws Exception {
    chromium = new HeadlessChromium();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void a_department_asks_for_a_trial_and_tests_it() {
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    String client = approved(system);
    String page = "/console/services/" + client + "/self-tests";
    assertThat(system.browser().get("/console/services").body()).contains(page);
    HttpResponse<String> started = SharedIdp.submit(system.browser(), page, Map.of());
    String run = Browser.location(started);
    assertThat(run).contains(page + "/");
    RunningIdp.await(
        Duration.ofSeconds(60), () -> !system.browser().get(run).body().contains("id=\"running\""));
    HttpResponse<String> result = system.browser().get(run + "/result");
    assertThat(result.headers().firstValue("Content-Disposition").orElse(""))
        .contains("attachment", client + ".json");
    assertThat(RunningIdp.json(result.body()))
        .containsEntry("client_id", client)
        .containsEntry("state", "FINISHED");
    assertThat(
            SharedIdp.audited(client, "client-self-tested", "failed")
                + SharedIdp.audited(system.id(), "client-self-tested", "failed"))
        .isEqualTo(1);
    for (String language : List.of("zh-CN", "en")) {
      shots(system.browser(), language, page, "self-tests");
      shots(system.browser(), language, run, "self-test");
      shots(system.browser(), language, "/console/services/new", "service-new");
    }
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    assertThat(security.status(page)).isEqualTo(403);
    Official city = city("5107");
    assertThat(city.status(page)).as("of another division").isEqualTo(404);
    assertThat(city.status(run + "/result")).isEqualTo(404);
    assertThat(city("5100").status(page)).as("of its own").isEqualTo(200);
  }

  @Test
  void a_person_chooses_who_they_are_and_what_is_wrong() {
    String client = TrialClients.code(SharedIdp.get(), true, "openid profile");
    for (String language : List.of("zh-CN", "en")) {
      try (BrowserContext context = chromium.browser().newContext()) {
        Page page = context.newPage();
        List<String> broken = new ArrayList<>();
        page.onPageError(broken::add);
        Map<String, String> asked =
            RunningIdp.authorization(client, TrialClients.CALLBACK, "openid profile");
        asked.put("ui_locales", language);
        page.navigate(SharedIdp.get().origin + "/oauth2/authorize?" + Browser.encode(asked));
        assertThat(page.url()).contains(TrialDoor.PAGE);
        assertThat(page.content()).doesNotContain("??").contains("测试三（样例）");
        HeadlessChromium.shot(page, "test-persons-" + language);
        page.check("#person-VERIFIED_DEVICE");
        page.selectOption("#wrong", "STATE");
        // Nobody listens there: what counts is where the browser is sent.
        Request left =
            page.waitForRequest(
                request -> request.url().startsWith(TrialClients.CALLBACK),
                () -> page.click("button[type=submit]"));
        assertThat(Browser.query(left.url())).containsEntry("state", "st-1-wrong");
        assertThat(broken).isEmpty();
      }
    }
  }

  private static void shots(
      org.xinfu.idp.Browser logged, String language, String path, String name) {
    try (BrowserContext context = chromium.browser().newContext()) {
      List<Cookie> cookies = new ArrayList<>();
      for (HttpCookie cookie : logged.cookies.getCookieStore().getCookies()) {
        cookies.add(new Cookie(cookie.getName(), cookie.getValue()).setUrl(SharedIdp.get().origin));
      }
      context.addCookies(cookies);
      Page page = context.newPage();
      page.navigate(SharedIdp.get().origin + path + "?lang=" + language);
      assertThat(page.content()).doesNotContain("??");
      HeadlessChromium.shot(page, name + "-" + language);
    }
  }

  /** A trial whose addresses nobody serves; its client id. */
  static String approved(Official system) {
    Map<String, String> form = new HashMap<>();
    form.put("name", "试用系统（样例）" + UUID.randomUUID());
    form.put("org", Officials.ORG);
    form.put("kind", "WEB");
    form.put("method", "client_secret_basic");
    form.put("scope", "openid profile");
    form.put("redirects", "http://localhost:9/callback");
    form.put("initiate", "http://localhost:9/start");
    form.put("loggedIn", "http://localhost:9/inside");
    form.put("sandbox", "true");
    String id = system.applied(form);
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    SharedIdp.submit(
        security.browser(), "/console/roles", "/console/services/" + id + "/approve", Map.of());
    String client =
        SharedIdp.jdbc()
            .sql("SELECT client_id FROM client_application WHERE id = ?")
            .param(id)
            .query(String.class)
            .single();
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT sandbox FROM client_registration WHERE client_id = ?")
                .param(client)
                .query(Boolean.class)
                .single())
        .isTrue();
    return client;
  }

  static Official city(String division) {
    Official city = Officials.fresh("CITY_ADMIN");
    SharedIdp.jdbc()
        .sql("INSERT INTO admin_region (account_id, division) VALUES (?, ?)")
        .params(List.of(city.id(), division))
        .update();
    return city.strong();
  }
}
