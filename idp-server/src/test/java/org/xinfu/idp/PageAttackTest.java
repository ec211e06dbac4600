package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Attacks on what a person sees: frames, scripts in values that others choose. */
class PageAttackTest {
  private static final String SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";

  private static final Browser PERSON = SharedIdp.browser();

  @BeforeAll
  static void logIn() {
    PERSON.logIn("citizen", SharedIdp.get().password("citizen"));
  }

  @Test
  void no_page_can_be_framed_or_run_anothers_script() {
    Set<String> pages = pages();
    assertThat(pages).contains("/account", "/login", "/register", "/account/sessions");
    for (String page : pages) {
      unframed(page, PERSON.get(page));
      unframed(page, SharedIdp.browser().get(page));
    }
    unframed("no page", PERSON.get("/no/such/page"));
    unframed("refused", PERSON.post("/login", Map.of()));
    unframed("nobody's client", PERSON.get("/oauth2/authorize?client_id=nobody"));
  }

  private static void unframed(String page, HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("X-Frame-Options")).as(page).contains("DENY");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .as(page)
        .contains("frame-ancestors 'none'", "default-src 'none'", "base-uri 'none'")
        .doesNotContain("unsafe-inline", "unsafe-eval");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).as(page).contains("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).as(page).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state",
        "login_hint",
        "nonce",
        "ui_locales",
        "acr_values",
        "display",
        "claims_locales",
        "prompt",
        "response_mode",
        "scope",
        "client_id",
        "redirect_uri",
        "unknown"
      })
  void a_value_of_the_request_is_never_markup(String name) {
    for (boolean form : List.of(true, false)) {
      Map<String, String> asked =
          RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile");
      if (form) {
        asked.put("response_mode", "form_post");
      }
      asked.put(name, SCRIPT);
      Browser browser = SharedIdp.browser();
      HttpResponse<String> first = browser.get("/oauth2/authorize?" + Browser.encode(asked));
      harmless(first);
      first
          .headers()
          .firstValue("Location")
          .filter(at -> at.startsWith("/") || at.startsWith(SharedIdp.get().origin))
          .ifPresent(at -> harmless(browser.get(at)));
      harmless(PERSON.get("/oauth2/authorize?" + Browser.encode(asked)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/login?problem=%s",
        "/login?lang=%s",
        "/login?logout=%s",
        "/login/second?problem=%s",
        "/login/step-up?next=%s",
        "/register?problem=%s",
        "/register/code?problem=%s",
        "/register/password?problem=%s",
        "/account/proof?problem=%s",
        "/account/authenticators?problem=%s",
        "/oauth2/consent?client_id=%s&state=%s&scope=%s",
        "/oauth2/consent?client_id=citizen-wallet&state=%s&scope=%s",
        "/connect/logout?state=%s&client_id=seal-console",
        "/connect/logout?id_token_hint=%s",
        "/%s"
      })
  void a_value_in_a_link_is_never_markup(String link) {
    String script = Browser.encode(Map.of("x", SCRIPT)).substring(2).replace("+", "%20");
    String target = link.replace("%s", script);
    harmless(SharedIdp.browser().get(target));
    harmless(PERSON.get(target));
  }

  /** What a link says on a page of ours would be believed. */
  @Test
  void no_page_says_the_words_of_a_link() {
    String words = "请致电9527";
    Map<String, String> all = new HashMap<>();
    parameters().forEach(name -> all.put(name, words));
    assertThat(all).containsKeys("problem", "client_id", "entity", "contact");
    Browser administrator = Officials.fresh("SYSTEM_ADMIN").strong().browser();
    for (String page : pages()) {
      for (Browser one : List.of(SharedIdp.browser(), PERSON, administrator)) {
        HttpResponse<String> answer = one.get(page + "?" + Browser.encode(all));
        assertThat(answer.body()).as(page).doesNotContain(words);
      }
    }
  }

  @Test
  void what_a_department_calls_itself_is_never_markup() {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("client_name", SCRIPT);
    metadata.put("redirect_uris", List.of("https://department.example/callback"));
    metadata.put("scope", "openid profile");
    metadata.put("purpose_zh", SCRIPT);
    metadata.put("purpose_en", SCRIPT);
    metadata.put("consent_days", 30);
    String id = new Administrator(SharedIdp.get()).register(metadata);
    LogInSteps steps = new LogInSteps(SharedIdp.get());
    steps.browser.logIn("citizen", SharedIdp.get().password("citizen"));
    String asked =
        Browser.encode(
            RunningIdp.authorization(id, "https://department.example/callback", "openid profile"));
    String at = Browser.location(steps.browser.get("/oauth2/authorize?" + asked));
    assertThat(at).contains("/oauth2/consent?");
    HttpResponse<String> question = steps.browser.get(at.substring(at.indexOf("/oauth2/")));
    harmless(question);
    assertThat(question.body()).contains("&lt;script&gt;");
    harmless(steps.browser.get("/connect/logout?client_id=" + id));
    harmless(steps.browser.get("/account/consents"));
  }

  private static void harmless(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isLessThan(500);
    if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
      assertThat(answer.body()).doesNotContain("<script>alert", "<img src=x", "'><", "\"><script");
    }
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> assertThat(values.toString()).as(name).doesNotContain("<script"));
  }

  /**
   * Words that handlers read of requests, whatever their names, and what filters read. Numbers and
   * choices are left out: with one of these that is none, no page would be made.
   */
  private static Set<String> parameters() {
    Set<String> names =
        new TreeSet<>(
            List.of(
                "problem",
                "logout",
                "username",
                "error",
                "error_description",
                "message",
                "next",
                "label",
                "login",
                "person",
                "purpose",
                "state",
                "scope",
                "lang",
                "redirect_uri",
                "response_type",
                "login_hint",
                "seat",
                "service",
                "name"));
    SharedIdp.get()
        .context()
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .values()
        .stream()
        .flatMap(handler -> Arrays.stream(handler.getMethodParameters()))
        .filter(parameter -> parameter.getParameterType() == String.class)
        .forEach(parameter -> names.addAll(name(parameter)));
    return names;
  }

  private static List<String> name(MethodParameter parameter) {
    RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
    if (asked == null) {
      return List.of();
    }
    parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
    return asked.name().isEmpty()
        ? List.of(Objects.requireNonNull(parameter.getParameterName()))
        : List.of(asked.name());
  }

  private static Set<String> pages() {
    Set<String> pages = new TreeSet<>();
    OpenApiRoutes.paths(SharedIdp.get().context(), RequestMethod.GET)
        .filter(
            path -> !path.startsWith("/api/") && !path.contains("{") && !path.endsWith("logout"))
        .forEach(pages::add);
    return pages;
  }
}
