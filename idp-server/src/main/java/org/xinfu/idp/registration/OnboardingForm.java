package org.xinfu.idp.registration;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A service's registration as it is typed; several addresses are lines or words. */
public record OnboardingForm(
    @Nullable String name,
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

  /** The metadata; empty when the keys are no JSON. */
  Optional<ClientMetadata> metadata() {
    try {
      boolean machine = "MACHINE".equals(kind);
      Map<String, Object> keys =
          text(jwks) == null ? null : JSON.readValue(jwks, new TypeReference<>() {});
      return Optional.of(
          new ClientMetadata(
              text(name),
              words(redirects),
              words(logouts),
              machine
                  ? List.of("client_credentials")
                  : List.of("authorization_code", "refresh_token"),
              text(method),
              text(scope),
              keys,
              null,
              Boolean.TRUE.equals(pairwise) ? "pairwise" : null,
              null,
              text(backchannel),
              words(contacts),
              text(org),
              text(purposeZh),
              text(purposeEn),
              consentDays,
              null,
              null,
              null,
              List.of(),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              words(usedAt),
              Boolean.TRUE.equals(sandbox) ? true : null,
              text(initiate),
              text(loggedIn)));
    } catch (JacksonException noJson) {
      return Optional.empty();
    }
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
