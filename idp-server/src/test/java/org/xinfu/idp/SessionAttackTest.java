package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;

/** Attacks on a browser's login: login CSRF, session fixation, forged forms. */
class SessionAttackTest {
  private static final Pattern SEAT = Pattern.compile("name=\"seat\" value=\"([^\"]+)\"");

  @Test
  void nobody_can_be_logged_in_by_another_sites_form() {
    RunningIdp idp = SharedIdp.get();
    Map<String, String> form =
        Map.of("username", "citizen", "password", idp.password("citizen"), "continue", "");
    Browser victim = SharedIdp.browser();
    forbidden(victim.post("/login", form));
    victim.get("/login");
    forbidden(victim.post("/login", form));
    forbidden(victim.post("/login", form, "Origin", "http://evil.example"));
    assertThat(Browser.location(victim.get("/account"))).endsWith("/login");
  }

  @Test
  void the_token_of_another_browser_is_no_token() {
    Browser attacker = SharedIdp.browser();
    HttpResponse<String> page = attacker.get("/login");
    String token = page.body().replaceFirst("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
    Browser victim = SharedIdp.browser();
    victim.get("/login");
    forbidden(
        victim.post(
            "/login",
            Map.of(
                "username",
                "citizen",
                "password",
                SharedIdp.get().password("citizen"),
                "_csrf",
                token)));
  }

  @Test
  void a_login_waiting_in_the_attackers_browser_cannot_be_finished_in_the_victims() {
    RunningIdp idp = SharedIdp.get();
    Map<String, String> asked =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid");
    Browser attacker = SharedIdp.browser();
    attacker.logIn("citizen", idp.password("citizen"));
    asked.put("prompt", "login");
    attacker.get("/oauth2/authorize?" + Browser.encode(asked));
    Matcher seat = SEAT.matcher(attacker.get("/login/more").body());
    assertThat(seat.find()).isTrue();
    String resume = "/oauth2/authorize?resume=" + seat.group(1);
    assertThat(attacker.get(resume).statusCode()).as("in the attacker's own").isNotEqualTo(400);
    HttpResponse<String> victim = SharedIdp.browser().get(resume);
    assertThat(victim.statusCode()).isEqualTo(400);
    assertThat(victim.headers().firstValue("Location")).isEmpty();
  }

  @Test
  void a_session_id_that_was_known_before_the_login_is_worth_nothing_after_it() {
    Browser victim = SharedIdp.browser();
    victim.get("/login");
    String before = session(victim);
    victim.logIn("citizen", SharedIdp.get().password("citizen"));
    String after = session(victim);
    assertThat(after).isNotEqualTo(before);
    assertThat(Browser.location(withSession(before, "/account"))).endsWith("/login");
    assertThat(withSession(after, "/account").statusCode()).isEqualTo(200);
  }

  @Test
  void a_session_id_that_a_stranger_made_up_is_never_taken_over() {
    String planted = "0123456789abcdef-planted-session-id";
    Browser victim = SharedIdp.browser();
    plant(victim, planted);
    victim.get("/login");
    victim.logIn("citizen", SharedIdp.get().password("citizen"));
    assertThat(Browser.location(withSession(planted, "/account"))).endsWith("/login");
    HttpResponse<String> inUrl = SharedIdp.browser().get("/account;XINFU_IDP=" + session(victim));
    assertThat(inUrl.statusCode()).as("no session from a URL").isNotEqualTo(200);
  }

  @Test
  void the_session_cookie_is_kept_from_scripts_and_other_sites() {
    HttpResponse<String> page = SharedIdp.browser().get("/login");
    String cookie =
        page.headers().allValues("Set-Cookie").stream()
            .filter(one -> one.startsWith("XINFU_IDP="))
            .findFirst()
            .orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Domain");
    assertThat(page.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
  }

  @Test
  void no_form_of_ours_can_be_sent_by_another_site() {
    Browser victim = SharedIdp.browser();
    victim.logIn("citizen", SharedIdp.get().password("citizen"));
    Set<String> forms = forms();
    assertThat(forms).contains("/account/sessions/end-others", "/login/account", "/register");
    for (String path : forms) {
      HttpResponse<String> forged =
          victim.post(path, Map.of("sid", "x", "client_id", "x"), "Origin", "http://evil.example");
      assertThat(forged.statusCode()).as(path).isEqualTo(403);
      HttpResponse<String> guessed = victim.post(path, Map.of("_csrf", "guess"));
      assertThat(guessed.statusCode()).as(path).isEqualTo(403);
    }
    forbidden(victim.post("/logout", Map.of()));
    assertThat(victim.get("/account").statusCode()).as("still logged in").isEqualTo(200);
  }

  @Test
  void a_link_changes_nothing() {
    Browser victim = SharedIdp.browser();
    victim.logIn("citizen", SharedIdp.get().password("citizen"));
    for (String path : forms()) {
      victim.get(path + "?_method=POST");
    }
    victim.get("/logout");
    assertThat(victim.get("/account").statusCode()).isEqualTo(200);
  }

  @Test
  void other_sites_scripts_read_nothing_of_ours() {
    for (String path :
        List.of("/userinfo", "/oauth2/token", "/account", "/login", "/api/v1/clients")) {
      HttpResponse<String> answer =
          SharedIdp.browser()
              .send(
                  HttpRequest.newBuilder(SharedIdp.browser().uri(path))
                      .header("Origin", "http://evil.example")
                      .header("Access-Control-Request-Method", "GET")
                      .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).as(path).isEmpty();
    }
  }

  /** Every POST that is a page's: neither API nor protocol. */
  private static Set<String> forms() {
    Set<String> forms = new TreeSet<>();
    OpenApiRoutes.paths(SharedIdp.get().context(), RequestMethod.POST)
        .filter(path -> !path.matches("/api/.*|/connect/logout|/ticket/.*|/login/ukey/answer"))
        .forEach(path -> forms.add(path.replaceAll("\\{[^}]+}", "x")));
    return forms;
  }

  private static String session(Browser browser) {
    return browser.cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XINFU_IDP"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static void plant(Browser browser, String value) {
    HttpCookie cookie = new HttpCookie("XINFU_IDP", value);
    cookie.setPath("/");
    cookie.setVersion(0);
    browser.cookies.getCookieStore().add(URI.create(SharedIdp.get().origin), cookie);
  }

  private static HttpResponse<String> withSession(String id, String path) {
    Browser thief = SharedIdp.browser();
    plant(thief, id);
    return thief.get(path);
  }

  private static void forbidden(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(403);
  }
}
