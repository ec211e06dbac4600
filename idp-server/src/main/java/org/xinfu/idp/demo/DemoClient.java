package org.xinfu.idp.demo;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.client.MachineSecretEncoder;

/**
 * A client of {@code clients.json}.
 *
 * @param service the service whose URL the redirect URIs of a WEB client start with
 * @param usedAt {@code window} or {@code kiosk}; null when it is used at neither
 */
record DemoClient(
    String id,
    String name,
    String nameEn,
    Kind kind,
    @Nullable String service,
    @Nullable String org,
    List<String> scopes,
    @Nullable List<String> usedAt) {
  /** How it runs: a server with pages, a server alone, or a program on somebody's own machine. */
  enum Kind {
    WEB,
    MACHINE,
    NATIVE
  }

  /** Only programs on somebody's own machine keep no secret. */
  boolean secretive() {
    return kind != Kind.NATIVE;
  }

  /**
   * The client as the server registers it.
   *
   * @param origin where a WEB client is, such as {@code http://localhost:9100}
   */
  RegisteredClient register(@Nullable String secret, String origin) {
    RegisteredClient.Builder client =
        RegisteredClient.withId(id)
            .clientId(id)
            .clientName(name)
            .scopes(all -> all.addAll(scopes))
            .clientSettings(
                ClientSettings.builder()
                    .settings(s -> s.putAll(ClientFacts.settings(org, null)))
                    .settings(s -> s.putAll(ClientFacts.english(nameEn)))
                    .build())
            .tokenSettings(
                TokenSettings.builder()
                    .accessTokenTimeToLive(Duration.ofMinutes(10))
                    .refreshTokenTimeToLive(Duration.ofHours(12))
                    .reuseRefreshTokens(false)
                    .build());
    if (secret != null) {
      client
          .clientSecret(new MachineSecretEncoder().encode(secret))
          .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
          .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }
    return switch (kind) {
      case WEB -> web(client, origin);
      case MACHINE ->
          client.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS).build();
      case NATIVE ->
          client
              .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
              .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
              .redirectUris(uris -> uris.addAll(loopback()))
              .build();
    };
  }

  /** A kiosk's leads back to this server's own page, so that it can be tried without another. */
  private Set<String> loopback() {
    return usedAt != null && usedAt.contains("kiosk")
        ? Set.of("http://localhost/kiosk")
        : Set.of("http://localhost/callback", "http://127.0.0.1/callback");
  }

  private static RegisteredClient web(RegisteredClient.Builder client, String origin) {
    return client
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .redirectUri(origin + "/login/oauth2/code/idp")
        .redirectUri(origin + "/login/oauth2/code/xinfu")
        .postLogoutRedirectUri(origin + "/")
        .build();
  }
}
