package org.xinfu.idp.registration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A service's registration as it is typed; several addresses are lines or words. */
public record OnboardingForm(
    @Nullable String name,
    @Nullable String nameEn,
    @Nullable String org,
    @Nullable String kind,
    @Nullable String redirects,
    @Nullable String logouts,
    @Nullable String backchannel,
    @Nullable String method,
    @Nullable String jwks,
    @Nullable String scope,
    @Nullable String contacts,
    @Nullable String purposeZh,
    @Nullable String purposeEn,
    @Nullable Integer consentDays,
    @Nullable Boolean pairwise,
    @Nullable String usedAt,
    @Nullable Boolean sandbox,
    @Nullable String initiate,
    @Nullable String loggedIn) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What the form is filled in with at first. */
  static OnboardingForm fresh() {
    Map<String, Object> usual =
        Map.of("kind", "WEB", "method", "client_secret_basic", "scope", "openid profile");
    return JSON.convertValue(usual, OnboardingForm.class);
  }

  /** The metadata; empty when the keys are no JSON. What the form does not ask is not given. */
  Optional<ClientMetadata> metadata() {
    try {
      Map<String, Object> given = new HashMap<>();
      given.put("client_name", text(name));
      given.put("client_name#en", text(nameEn));
      given.put("redirect_uris", words(redirects));
      given.put("post_logout_redirect_uris", words(logouts));
      given.put("grant_types", grants());
      given.put("token_endpoint_auth_method", text(method));
      given.put("scope", text(scope));
      given.put("jwks", text(jwks) == null ? null : JSON.readTree(jwks));
      given.put("subject_type", Boolean.TRUE.equals(pairwise) ? "pairwise" : null);
      given.put("backchannel_logout_uri", text(backchannel));
      given.put("contacts", words(contacts));
      given.put("org", text(org));
      given.put("purpose_zh", text(purposeZh));
      given.put("purpose_en", text(purposeEn));
      given.put("consent_days", consentDays);
      given.put("used_at", words(usedAt));
      given.put("sandbox", Boolean.TRUE.equals(sandbox) ? true : null);
      given.put("initiate_login_uri", text(initiate));
      given.put("logged_in_uri", text(loggedIn));
      return Optional.of(JSON.convertValue(given, ClientMetadata.class));
    } catch (JacksonException noJson) {
      return Optional.empty();
    }
  }

  private List<String> grants() {
    return "MACHINE".equals(kind)
        ? List.of("client_credentials")
        : List.of("authorization_code", "refresh_token");
  }

  private static List<String> words(@Nullable String typed) {
    return Arrays.stream(Objects.requireNonNullElse(typed, "").strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static @Nullable String text(@Nullable String typed) {
    return typed == null || typed.isBlank() ? null : typed.strip();
  }
}
