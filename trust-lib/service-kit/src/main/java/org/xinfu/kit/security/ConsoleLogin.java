package org.xinfu.kit.security;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.xinfu.kit.home.CredentialFile;
import org.xinfu.kit.home.ServiceHome;

/** Login of the console at the identity provider: authorization code with PKCE. */
final class ConsoleLogin {
  static final String REGISTRATION = "idp";

  private static final String LOGIN = "/oauth2/authorization/" + REGISTRATION;

  private ConsoleLogin() {}

  static ClientRegistration registration(IdentityProvider idp, ServiceHome home) {
    String clientId = Objects.requireNonNull(idp.clientId());
    Path file =
        Objects.requireNonNullElse(idp.clientSecretFile(), home.credential(clientId + ".secret"));
    return ClientRegistration.withRegistrationId(REGISTRATION)
        .clientId(clientId)
        .clientSecret(CredentialFile.text(file))
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .clientSettings(ClientRegistration.ClientSettings.builder().requireProofKey(true).build())
        .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
        .scope(idp.scopes())
        .issuerUri(idp.issuer())
        .authorizationUri(idp.endpoint("/oauth2/authorize"))
        .tokenUri(idp.endpoint("/oauth2/token"))
        .jwkSetUri(idp.endpoint("/oauth2/jwks"))
        .userNameAttributeName("sub")
        .providerConfigurationMetadata(
            java.util.Map.of("end_session_endpoint", idp.endpoint("/connect/logout")))
        .build();
  }

  static void apply(HttpSecurity http, ClientRegistrationRepository clients) {
    OidcClientInitiatedLogoutSuccessHandler everywhere =
        new OidcClientInitiatedLogoutSuccessHandler(clients);
    everywhere.setPostLogoutRedirectUri("{baseUrl}/");
    // Whatever host a request named: the browser stays where it is.
    LoginUrlAuthenticationEntryPoint entry = new LoginUrlAuthenticationEntryPoint(LOGIN);
    entry.setFavorRelativeUris(true);
    http.exceptionHandling(e -> e.authenticationEntryPoint(entry))
        .oauth2Login(
            login ->
                login
                    .loginPage(LOGIN)
                    .authorizationEndpoint(
                        e -> e.authorizationRequestResolver(new OnlyLogin(clients)))
                    .userInfoEndpoint(user -> user.oidcUserService(ConsoleLogin::withRoles)))
        .logout(logout -> logout.logoutSuccessHandler(everywhere));
  }

  /** Begins a login at the one address that begins one; others are nobody's. */
  private static final class OnlyLogin implements OAuth2AuthorizationRequestResolver {
    private final OAuth2AuthorizationRequestResolver usual;

    OnlyLogin(ClientRegistrationRepository clients) {
      usual = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
      return LOGIN.equals(request.getServletPath()) ? usual.resolve(request) : null;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String id) {
      return usual.resolve(request, id);
    }
  }

  /** The ID token's {@code roles} become ROLE_X. */
  private static OidcUser withRoles(OidcUserRequest request) {
    OidcUser user = new OidcUserService().loadUser(request);
    List<GrantedAuthority> authorities = new ArrayList<>(user.getAuthorities());
    authorities.addAll(TokenRules.roles(user.getClaimAsStringList("roles")));
    return new DefaultOidcUser(authorities, user.getIdToken(), user.getUserInfo(), "sub");
  }
}
