package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.FilterChainProxy;
import org.xinfu.idp.door.StraightOn;

/** The short chains let through what the long one did, and nothing else. */
class ShortChainsTest {
  private static final Map<String, String> MACHINE =
      Map.of("grant_type", "client_credentials", "scope", "licence:read");

  private final RunningIdp idp = SharedIdp.get();

  @Test
  void what_stands_between_a_caller_and_a_token() {
    assertThat(filters("POST", "/oauth2/token"))
        .containsExactly(
            "SecurityContextHolderFilter",
            "AuthorizationServerContextFilter",
            "HeaderWriterFilter",
            "MachineDoor",
            "CodeDoor",
            "NamedFilter",
            "OAuth2ClientAuthenticationFilter",
            "AnonymousAuthenticationFilter",
            "ExceptionTranslationFilter",
            "ProvenFilter",
            "ProofWanted",
            "AuthorizationFilter",
            "OAuth2TokenEndpointFilter");
  }

  @Test
  void what_stands_between_a_browser_and_a_code() {
    assertThat(filters("GET", "/oauth2/authorize"))
        .isEqualTo(filters("POST", "/oauth2/authorize"))
        .containsExactly(
            "DisableEncodeUrlFilter",
            "SecurityContextHolderFilter",
            "AuthorizationServerContextFilter",
            "HeaderWriterFilter",
            "CsrfFilter",
            "NamedFilter",
            "RequestFilter",
            "SecurityContextHolderAwareRequestFilter",
            "AnonymousAuthenticationFilter",
            "ExceptionTranslationFilter",
            "InteractionFilter",
            "AuthorizationFilter",
            "OAuth2AuthorizationEndpointFilter");
  }

  /** What is left out has been done in the chain of the form, which is where this one begins. */
  @Test
  void what_stands_between_a_right_password_and_a_code() {
    assertThat(names(idp.bean(StraightOn.Way.class).filters()))
        .containsExactly(
            "AuthorizationServerContextFilter",
            "HeaderWriterFilter",
            "NamedFilter",
            "RequestFilter",
            "ExceptionTranslationFilter",
            "InteractionFilter",
            "AuthorizationFilter",
            "OAuth2AuthorizationEndpointFilter");
    List<String> before = filters("POST", "/login");
    assertThat(before.subList(0, before.indexOf("PasswordDoor")))
        .containsExactly(
            "DisableEncodeUrlFilter",
            "SecurityContextHolderFilter",
            "HeaderWriterFilter",
            "CsrfFilter");
  }

  @Test
  void what_stands_between_a_browser_and_a_login() {
    assertThat(filters("GET", "/login"))
        .isEqualTo(filters("POST", "/login"))
        .containsExactly(
            "DisableEncodeUrlFilter",
            "SecurityContextHolderFilter",
            "HeaderWriterFilter",
            "CsrfFilter",
            "PasswordDoor",
            "SecurityContextHolderAwareRequestFilter",
            "AnonymousAuthenticationFilter",
            "ExceptionTranslationFilter",
            "AuthorizationFilter");
  }

  @Test
  void nobody_and_other_credentials_are_refused() {
    String token = (String) RunningIdp.json(asked(basic()).body()).get("access_token");
    for (String authorization :
        List.of("", "Bearer " + token, "DPoP " + token, "Basic eDp5", basic() + "x")) {
      HttpResponse<String> answer = asked(authorization);
      assertThat(answer.statusCode()).as(authorization).isIn(400, 401);
      assertThat(answer.body()).doesNotContain("access_token");
      assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void answers_are_not_kept_and_other_methods_get_none() {
    HttpResponse<String> answer = asked(basic());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(SharedIdp.browser().get("/oauth2/token?grant_type=client_credentials").statusCode())
        .isBetween(400, 405);
  }

  @Test
  void answers_are_counted() {
    double before = counted();
    assertThat(asked(basic()).statusCode()).isEqualTo(200);
    RunningIdp.await(Duration.ofSeconds(5), () -> counted() > before);
  }

  private static double counted() {
    return SharedIdp.answered("method=\"POST\"", "outcome=\"SUCCESS\"", "status=\"200\"");
  }

  private HttpResponse<String> asked(String authorization) {
    return authorization.isEmpty()
        ? SharedIdp.browser().post("/oauth2/token", MACHINE)
        : SharedIdp.browser().post("/oauth2/token", MACHINE, "Authorization", authorization);
  }

  private String basic() {
    return idp.basic("department-demo");
  }

  private List<String> filters(String method, String path) {
    MockHttpServletRequest request = new MockHttpServletRequest(method, path);
    request.setServletPath(path);
    return idp.bean(FilterChainProxy.class).getFilterChains().stream()
        .filter(chain -> chain.matches(request))
        .findFirst()
        .map(chain -> names(chain.getFilters()))
        .orElseThrow();
  }

  private static List<String> names(List<Filter> filters) {
    return filters.stream().map(filter -> filter.getClass().getSimpleName()).toList();
  }
}
