package org.xinfu.trust.spring;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/**
 * Pages behind the identity provider's login: authorization code with PKCE, roles of the ID token,
 * logout there and here, back-channel logout, and a stronger login where a page asks for one.
 */
@AutoConfiguration(
    after = ApiAutoConfiguration.class,
    beforeName = {
      "org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"
    })
@ConditionalOnProperty("xinfu.login.issuer")
@EnableConfigurationProperties(LoginSettings.class)
@Import(LogoutPage.class)
class LoginAutoConfiguration {
  /** As in the redirect URI {@code /login/oauth2/code/xinfu}. */
  static final String REGISTRATION = "xinfu";

  @Bean
  @ConditionalOnMissingBean
  Clock xinfuClock() {
    return Clock.systemUTC();
  }

  @Bean
  @ConditionalOnMissingBean
  ClientRegistrationRepository xinfuClients(LoginSettings login) {
    return new InMemoryClientRegistrationRepository(registration(login));
  }

  /** The code is exchanged with the client's secret, or with an assertion that its key signs. */
  @Bean
  @ConditionalOnMissingBean
  OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> xinfuCodeExchange(
      LoginSettings login) {
    return ClientProof.of(login).exchange();
  }

  @Bean
  @ConditionalOnMissingBean
  JwtDecoderFactory<ClientRegistration> xinfuIdTokens(LoginSettings login, Clock clock) {
    IssuerTokens.Provider provider = login.provider(clock);
    return registration ->
        IssuerTokens.decoder(
            provider,
            List.of(login.tokenAlgorithm()),
            Set.of(),
            new DelegatingOAuth2TokenValidator<Jwt>(
                List.of(
                    new JwtTimestampValidator(),
                    new OidcIdTokenValidator(registration),
                    TrialRule.of(login.sandbox()))));
  }

  @Bean
  @ConditionalOnMissingBean
  EndedLogins xinfuEndedLogins(Clock clock) {
    return new RememberedEnds(clock);
  }

  /** What the pages stand on. */
  record Part(
      EndedLogins ends,
      OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> exchange,
      Clock clock) {}

  @Bean
  Part xinfuLoginPart(
      EndedLogins ends,
      OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> exchange,
      Clock clock) {
    return new Part(ends, exchange, clock);
  }

  @Bean
  @Order(30)
  @ConditionalOnMissingBean(name = "xinfuPages")
  SecurityFilterChain xinfuPages(
      HttpSecurity http, LoginSettings login, ClientRegistrationRepository clients, Part part) {
    OidcClientInitiatedLogoutSuccessHandler everywhere =
        new OidcClientInitiatedLogoutSuccessHandler(clients);
    everywhere.setPostLogoutRedirectUri("{baseUrl}/");
    Clock clock = part.clock();
    EndedLogins ends = part.ends();
    BackChannelLogout backChannel = new BackChannelLogout(new LogoutTokens(login, ends, clock));
    StepUpRedirect stepUp = new StepUpRedirect(clients);
    return http.addFilterBefore(backChannel, SecurityContextHolderFilter.class)
        .addFilterAfter(new EndedLoginFilter(ends), SecurityContextHolderFilter.class)
        .addFilterBefore(
            new AnswerIssuerFilter(login.issuer()), OAuth2LoginAuthenticationFilter.class)
        .oauth2Login(
            page ->
                page.loginPage("/oauth2/authorization/" + REGISTRATION)
                    .failureHandler(LoginProblem::refused)
                    .tokenEndpoint(token -> token.accessTokenResponseClient(part.exchange()))
                    .userInfoEndpoint(
                        user -> user.oidcUserService(LoginAutoConfiguration::withRoles)))
        .exceptionHandling(problems -> problems.accessDeniedHandler(stepUp))
        .logout(logout -> logout.logoutSuccessHandler(everywhere))
        .authorizeHttpRequests(
            rules -> {
              rules.requestMatchers("/error").permitAll();
              login
                  .stepUp()
                  .forEach(
                      (path, wanted) ->
                          rules
                              .requestMatchers(path)
                              .access(
                                  RequiredLogin.of(
                                      AuthenticatedAuthorizationManager.authenticated(),
                                      wanted,
                                      clock)));
              login.open().forEach(path -> rules.requestMatchers(path).permitAll());
              rules.anyRequest().authenticated();
            })
        .build();
  }

  private static OidcUser withRoles(OidcUserRequest request) {
    OidcUser user = new OidcUserService().loadUser(request);
    List<GrantedAuthority> authorities = new ArrayList<>(user.getAuthorities());
    authorities.addAll(TokenAuthorities.roles(user.getIdToken()));
    return new DefaultOidcUser(authorities, user.getIdToken(), user.getUserInfo(), "sub");
  }

  private static ClientRegistration registration(LoginSettings login) {
    ClientRegistration.Builder client =
        ClientRegistration.withRegistrationId(REGISTRATION).clientId(login.clientId());
    return ClientProof.of(login)
        .applyTo(client)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .clientSettings(ClientRegistration.ClientSettings.builder().requireProofKey(true).build())
        .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
        .scope(login.scopes())
        .issuerUri(login.issuer())
        .authorizationUri(login.issuer() + "/oauth2/authorize")
        .tokenUri(login.issuer() + "/oauth2/token")
        .jwkSetUri(login.issuer() + "/oauth2/jwks")
        .userInfoUri(login.issuer() + "/userinfo")
        .userNameAttributeName("sub")
        .providerConfigurationMetadata(
            Map.of("end_session_endpoint", login.issuer() + "/connect/logout"))
        .build();
  }
}
