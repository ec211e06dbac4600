package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever starts the demonstration can try staff, windows and kiosks at once. */
class DemoSeedsTest {
  @BeforeAll
  static void seeded() {
    Companies.seeded(SharedIdp.get());
  }

  @Test
  void a_window_clerk_acts_for_a_citizen_at_the_desk() {
    Browser clerk = SharedIdp.loggedIn("window-clerk").browser;
    assertThat(clerk.get("/account/staff").body())
        .contains("id=\"linked\"", "窗口人员（为群众代办）", "11510000MB0000019K");
    Map<String, String> asked =
        RunningIdp.authorization("window-desk", RunningIdp.CALLBACK, "openid staff idp:window");
    String code =
        Browser.query(Browser.location(clerk.get("/oauth2/authorize?" + Browser.encode(asked))))
            .get("code");
    HttpResponse<String> tokens =
        clerk.post("/oauth2/token", LogInSteps.codeForm("window-desk", RunningIdp.CALLBACK, code));
    String token = (String) RunningIdp.json(tokens.body()).get("access_token");
    HttpResponse<String> begun =
        Companies.call(
            SharedIdp.get(),
            "POST",
            "/api/v1/window-acts",
            WindowTest.reader(),
            "Authorization",
            "Bearer " + token);
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
  }

  @Test
  void a_department_has_an_administrator() {
    Browser admin = SharedIdp.loggedIn("department-admin").browser;
    assertThat(Browser.location(admin.get("/console/staff")))
        .endsWith("/login/step-up?next=/console");
  }

  @Test
  void a_kiosk_can_be_seen_without_another_program() {
    String page = SharedIdp.get().origin + "/kiosk";
    Map<String, String> asked = RunningIdp.authorization("kiosk-demo", page, "openid profile");
    Browser browser = SharedIdp.browser();
    assertThat(Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(asked))))
        .endsWith("/login");
    String there = Browser.location(browser.logIn("citizen", SharedIdp.get().password("citizen")));
    assertThat(there).startsWith(page + "?code=");
    assertThat(browser.get(there).body()).contains("张三（样例）", "结束并清除");
    assertThat(Browser.location(browser.get("/account"))).endsWith("/kiosk");
  }
}
