package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The login page in the answer to the authorization request of somebody who is not logged in. */
class LoginPageInPlaceTest {
  private static final String REDIRECT = "http://localhost:9100/login/oauth2/code/idp";
  private static final RunningIdp idp = SharedIdp.get();

  private final Browser browser = SharedIdp.browser();

  @Test
  void the_page_is_the_answer_and_stands_under_the_headers_of_its_own_address() {
    HttpResponse<String> page = browser.get(address());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("action=\"/login\"", "autocomplete=\"current-password\"");
    HttpResponse<String> usual = SharedIdp.browser().get("/login");
    for (String header :
        List.of(
            "Content-Type",
            "Content-Security-Policy",
            "Cache-Control",
            "X-Frame-Options",
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Permissions-Policy")) {
      assertThat(page.headers().allValues(header))
          .as(header)
          .isNotEmpty()
          .isEqualTo(usual.headers().allValues(header));
    }
    assertThat(page.headers().allValues("Set-Cookie"))
        .anyMatch(one -> one.matches("XINFU_DEVICE=.*"));
  }

  /** A stranger who writes the link writes nothing onto the page. */
  @Test
  void nothing_of_the_requests_query_is_the_pages() {
    String spoilt = "&problem=refused&logout=&lang=en&size=large&username=mallory";
    HttpResponse<String> page = browser.get(address() + spoilt);
    assertThat(page.body())
        .contains("<html lang=\"zh-CN\"", "action=\"/login\"")
        .doesNotContain("id=\"message\"", "class=\"large\"", "mallory");
    assertThat(page.headers().allValues("Set-Cookie"))
        .noneMatch(one -> one.startsWith("XINFU_SIZE"));
  }

  @Test
  void a_reload_shows_the_page_again_and_either_can_be_filled_in() {
    browser.get(address());
    assertThat(browser.get(address()).statusCode()).isEqualTo(200);
    assertThat(answered()).containsKey("code");
    assertThat(Browser.query(Browser.location(browser.get(address()))))
        .as("back, or a bookmark, of somebody who is logged in by now")
        .containsKey("code");
  }

  @Test
  void language_and_size_are_chosen_on_the_way_and_the_request_goes_on_waiting() {
    String page = browser.get(address("login_hint", "citizen")).body();
    assertThat(page)
        .contains(
            "href=\"/login?lang=en\"", "href=\"/login?lang=zh-CN\"", "href=\"/login?size=large\"");
    assertThat(browser.get("/login?lang=en").body()).contains("<html lang=\"en\"", "citizen");
    assertThat(browser.get("/login?size=large").body()).contains("class=\"large\"", "citizen");
    assertThat(browser.get("/login?size=normal").body()).contains("href=\"/login?size=large\"");
    assertThat(answered()).containsKey("code");
  }

  /**
   * The first is rendered, under all that the dispatcher does; of the second it does nothing. What
   * is shown of the visitor is the same.
   */
  @Test
  void a_kept_page_is_the_answer_that_a_rendered_one_is() {
    List<Visitor> visitors =
        List.of(
            new Visitor("zh-CN", "", "zh-CN"),
            new Visitor("en-GB", "XINFU_LANG=zh-CN", "zh-CN"),
            new Visitor("en-GB", "XINFU_SIZE=large", "en"),
            new Visitor("fr", "XINFU_LANG=en; XINFU_SIZE=large", "en"),
            new Visitor("*", "XINFU_LANG=%0d; XINFU_SIZE=huge", "zh-CN"));
    for (Visitor visitor : visitors) {
      String hint = "hint-" + UUID.randomUUID();
      String asked = address("login_hint", hint, "size", "large");
      Map<String, Object> rendered = told(visitor, asked);
      assertThat(told(visitor, asked)).as("%s", visitor).isEqualTo(rendered);
      assertThat(rendered).containsEntry("content-language", List.of(visitor.language()));
      assertThat((String) rendered.get("body"))
          .contains(hint)
          .satisfies(
              page ->
                  assertThat(page.contains("class=\"large\""))
                      .isEqualTo(visitor.cookies().contains("large")));
    }
  }

  @Test
  void a_page_that_is_kept_for_one_is_not_shown_to_who_reads_another_language() {
    String asked = address("login_hint", "hint-" + UUID.randomUUID());
    for (String language : List.of("zh-CN", "en", "zh-CN", "en")) {
      assertThat(told(new Visitor(language, "", language), asked))
          .containsEntry("content-language", List.of(language))
          .hasEntrySatisfying(
              "body", page -> assertThat((String) page).contains("<html lang=\"" + language));
    }
  }

  private record Visitor(String accepts, String cookies, String language) {}

  /** The whole answer, but for what is random. */
  private static Map<String, Object> told(Visitor visitor, String asked) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(browser().uri(asked)).header("Accept-Language", visitor.accepts());
    if (!visitor.cookies().isEmpty()) {
      request.header("Cookie", visitor.cookies());
    }
    HttpResponse<String> answer = browser().send(request);
    Map<String, Object> told = new TreeMap<>(answer.headers().map());
    told.keySet().removeAll(List.of("date", "x-request-id"));
    told.put(
        "set-cookie",
        answer.headers().allValues("Set-Cookie").stream()
            .map(cookie -> cookie.replaceFirst("=[^;]+", "").replaceFirst("Expires=[^;]+", ""))
            .toList());
    told.put("status", answer.statusCode());
    told.put("body", answer.body().replaceAll("name=\"_csrf\" value=\"[^\"]+\"", ""));
    return told;
  }

  @Test
  void both_are_counted_as_the_login_page() {
    String asked = address("login_hint", "hint-" + UUID.randomUUID());
    for (int i = 0; i < 2; i++) {
      double before = shown();
      SharedIdp.browser().get(asked);
      RunningIdp.await(Duration.ofSeconds(5), () -> shown() == before + 1);
    }
  }

  private static double shown() {
    return SharedIdp.answered("method=\"GET\"", "status=\"200\"", "uri=\"/login\"");
  }

  private static Browser browser() {
    return SharedIdp.browser();
  }

  @Test
  void who_has_to_log_in_again_gets_the_page_too() {
    browser.logIn("citizen", idp.password("citizen"));
    HttpResponse<String> page = browser.get(address("prompt", "login"));
    assertThat(page.body()).contains("action=\"/login\"");
    assertThat(answered()).containsKey("code");
  }

  /** It is there once: the page has to stand where a reload finds it. */
  @Test
  void a_pushed_request_leads_to_the_page() {
    Map<String, String> request =
        RunningIdp.authorization("seal-console", REDIRECT, "openid profile");
    HttpResponse<String> pushed =
        browser.post("/oauth2/par", request, "Authorization", idp.basic("seal-console"));
    assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
    String uri = (String) RunningIdp.json(pushed.body()).get("request_uri");
    Map<String, String> named = Map.of("client_id", "seal-console", "request_uri", uri);
    HttpResponse<String> asked = browser.get("/oauth2/authorize?" + Browser.encode(named));
    assertThat(asked.statusCode()).isEqualTo(302);
    assertThat(Browser.location(asked)).endsWith("/login");
    browser.get("/login");
    HttpResponse<String> in = browser.logIn("seal-applicant", idp.password("seal-applicant"));
    assertThat(Browser.location(in)).startsWith(REDIRECT + "?").contains("code=");
  }

  @Test
  void a_posted_request_leads_to_the_page() {
    HttpResponse<String> asked =
        browser.post(
            "/oauth2/authorize",
            RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid"));
    assertThat(asked.statusCode()).isEqualTo(302);
    assertThat(Browser.location(asked)).endsWith("/login");
  }

  private Map<String, String> answered() {
    String to = Browser.location(browser.logIn("citizen", idp.password("citizen")));
    assertThat(to).startsWith(RunningIdp.CALLBACK + "?");
    return Browser.query(to);
  }

  private static String address(String... more) {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile");
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    return "/oauth2/authorize?" + Browser.encode(request);
  }
}
