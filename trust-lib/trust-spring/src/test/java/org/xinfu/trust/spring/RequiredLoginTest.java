package org.xinfu.trust.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

class RequiredLoginTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static RequiredLogin required(boolean scope, @Nullable Duration age, String... acr) {
    return new RequiredLogin(
        (caller, request) -> new AuthorizationDecision(scope),
        List.of(acr),
        age,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static AuthorizationResult judged(RequiredLogin required, Map<String, Object> claims) {
    Jwt.Builder token = Jwt.withTokenValue("t").header("alg", "ES256").claim("sub", "s");
    claims.forEach(token::claim);
    JwtAuthenticationToken caller = new JwtAuthenticationToken(token.build());
    AuthorizationResult result = required.authorize(() -> caller, null);
    assertThat(result).isNotNull();
    return result;
  }

  private static Map<String, Object> login(String acr, long secondsAgo) {
    return Map.of("acr", acr, "auth_time", NOW.minusSeconds(secondsAgo));
  }

  @Test
  void a_login_of_the_level_and_age_is_granted() {
    RequiredLogin aal2 = required(true, Duration.ofMinutes(5), "urn:x:aal2", "urn:other");
    assertThat(judged(aal2, login("urn:x:ial1:aal2", 300)).isGranted()).isTrue();
    assertThat(judged(aal2, login("urn:other", 304)).isGranted()).as("within the skew").isTrue();
    assertThat(judged(required(true, null), Map.of("scope", "s")).isGranted()).isTrue();
  }

  @Test
  void what_is_weaker_older_or_untold_is_insufficient() {
    RequiredLogin aal2 = required(true, Duration.ofMinutes(5), "urn:x:aal2");
    for (Map<String, Object> claims :
        List.of(
            login("urn:x:ial3:aal1", 0),
            login("urn:x:aal2", 306),
            Map.<String, Object>of("acr", "urn:x:aal2"),
            Map.<String, Object>of("auth_time", NOW),
            Map.<String, Object>of("scope", "s"))) {
      assertThat(judged(aal2, claims))
          .as(claims.toString())
          .isEqualTo(new RequiredLogin.Insufficient(aal2));
    }
  }

  @Test
  void what_has_to_hold_first_is_told_first() {
    RequiredLogin aal2 = required(false, null, "urn:x:aal2");
    assertThat(judged(aal2, login("urn:x:aal1", 0)))
        .isInstanceOf(AuthorizationDecision.class)
        .matches(result -> !result.isGranted());
  }

  @Test
  void a_setting_names_levels_an_age_or_both() {
    RequiredLogin both =
        RequiredLogin.of(
            AuthenticatedAuthorizationManager.authenticated(),
            " urn:x:aal2  PT5M urn:x:ial2 ",
            Clock.systemUTC());
    assertThat(both.acrValues()).containsExactly("urn:x:aal2", "urn:x:ial2");
    assertThat(both.maxAge()).isEqualTo(Duration.ofMinutes(5));
    assertThat(both.parameters())
        .isEqualTo(Map.of("acr_values", "urn:x:aal2 urn:x:ial2", "max_age", "300"));
    for (String nothing : List.of("", "  ", "PT")) {
      assertThatThrownBy(
              () ->
                  RequiredLogin.of(
                      AuthenticatedAuthorizationManager.authenticated(),
                      nothing,
                      Clock.systemUTC()))
          .isInstanceOfAny(IllegalArgumentException.class, DateTimeException.class);
    }
  }

  @Test
  void a_page_is_judged_by_the_id_token_of_its_login() {
    RequiredLogin aal2 =
        RequiredLogin.acr(AuthenticatedAuthorizationManager.authenticated(), "urn:x:aal2");
    assertThat(aal2.authorize(() -> page("urn:x:ial1:aal2"), null))
        .matches(result -> result != null && result.isGranted());
    assertThat(aal2.authorize(() -> page("urn:x:ial1:aal1"), null))
        .isEqualTo(new RequiredLogin.Insufficient(aal2));
    assertThat(aal2.authorize(() -> null, null))
        .as("nobody is asked to log in first")
        .isInstanceOf(AuthorizationDecision.class);
  }

  private static OAuth2AuthenticationToken page(String acr) {
    OidcIdToken token =
        new OidcIdToken("t", NOW, NOW.plusSeconds(60), Map.of("sub", "s", "acr", acr));
    return new OAuth2AuthenticationToken(
        new DefaultOidcUser(List.of(), token), List.of(), LoginAutoConfiguration.REGISTRATION);
  }
}
