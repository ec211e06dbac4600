package org.xinfu.idp.config;

import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.xinfu.idp.authorize.AuthorizationDoor;
import org.xinfu.idp.authorize.WaitingRoom;
import org.xinfu.idp.client.AssertionDecoders;
import org.xinfu.idp.client.AssertionLog;
import org.xinfu.idp.client.AssertionNames;
import org.xinfu.idp.client.ClientKeys;
import org.xinfu.idp.client.ForeignTokens;
import org.xinfu.idp.client.MachineSecretEncoder;
import org.xinfu.idp.client.NamedAlone;
import org.xinfu.idp.client.TokenAnswers;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.door.InPlace;
import org.xinfu.idp.door.NoProof;
import org.xinfu.idp.door.OrderlyForms;
import org.xinfu.idp.door.WayHome;
import org.xinfu.idp.dpop.ProofWanted;
import org.xinfu.idp.exchange.ExchangeDoor;
import org.xinfu.idp.factor.Completion;
import org.xinfu.idp.factor.PasswordDoor;
import org.xinfu.idp.failure.FailureFilters;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.token.ApiTokens;
import org.xinfu.idp.userinfo.NoToken;
import org.xinfu.idp.userinfo.UserInfoDoor;
import org.xinfu.kit.security.ProblemEntryPoint;
import org.xinfu.kit.security.SecurityHeaders;
import org.xinfu.kit.security.TokenRules;
import org.xinfu.kit.web.ProblemAnswers;

/** The three doors: the OAuth endpoints, the API, and the pages. Each is closed by default. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdpSettings.class)
class ServerSecurity {
  /** A login form may lead, by way of the authorization endpoint, to any client's redirect URI. */
  static final String CLIENTS = "https: http://localhost:* http://127.0.0.1:*";

  @Bean
  @Order(1)
  SecurityFilterChain protocol(
      HttpSecurity http,
      Protocol protocol,
      AuthorizationDoor door,
      WaitingRoom room,
      InPlace inPlace,
      FailureFilters brakes) {
    OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
    SecurityHeaders.apply(http, CLIENTS);
    brakes.open(http);
    http.addFilterBefore(new ProofWanted(), AuthorizationFilter.class);
    door.open(http, room, inPlace);
    http.oauth2ResourceServer(
        tokens ->
            tokens
                .bearerTokenResolver(protocol.userInfo())
                .authenticationEntryPoint(new NoToken())
                .jwt(Customizer.withDefaults()));
    return http.securityMatcher(server.getEndpointsMatcher())
        .requestCache(cache -> cache.disable()) // requests of persons have a seat: WaitingRoom
        .with(server, ours -> protocol.configure(ours, http))
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(AuthorizationDoor::settled)
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .exceptionHandling(
            failures ->
                failures
                    .defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint("/login"), at("/oauth2/authorize"))
                    .defaultAuthenticationEntryPointFor(
                        new NoProof(),
                        new OrRequestMatcher(
                            OrderlyForms.FOR_CLIENTS.stream().map(ServerSecurity::at).toList())))
        .build();
  }

  private static RequestMatcher at(String path) {
    return PathPatternRequestMatcher.withDefaults().matcher(path);
  }

  @Bean
  @Order(2)
  SecurityFilterChain api(HttpSecurity http, ProblemAnswers answers, ApiTokens tokens) {
    ProblemEntryPoint problems = new ProblemEntryPoint(answers);
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/api/**")
        .csrf(csrf -> csrf.disable()) // no cookie speaks for a caller here
        .requestCache(cache -> cache.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .oauth2ResourceServer(
            server ->
                server
                    .authenticationEntryPoint(problems)
                    .accessDeniedHandler(problems)
                    .jwt(
                        jwt ->
                            jwt.decoder(tokens.decoder())
                                .jwtAuthenticationConverter(TokenRules.authorities())))
        .exceptionHandling(e -> e.authenticationEntryPoint(problems).accessDeniedHandler(problems))
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers("/api/v1/persons/**")
                    .hasAuthority("SCOPE_" + Scopes.PERSONS)
                    .requestMatchers("/api/v1/window-acts", "/api/v1/window-acts/**")
                    .hasAuthority("SCOPE_" + Scopes.WINDOW)
                    .requestMatchers("/api/v1/staff", "/api/v1/staff/**")
                    .hasAuthority("SCOPE_" + Scopes.POSTS)
                    .requestMatchers("/api/v1/accounts/import")
                    .hasAuthority("SCOPE_" + Scopes.ACCOUNTS)
                    .requestMatchers("/api/v1/clients/**")
                    .hasAuthority("SCOPE_" + Scopes.CLIENTS)
                    .requestMatchers("/api/v1/mandates/**")
                    .hasAuthority("SCOPE_" + Scopes.MANDATES)
                    .anyRequest()
                    .denyAll())
        .build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain pages(
      HttpSecurity http, LogIn logIn, Completion completion, WayHome wayHome) {
    SecurityHeaders.apply(http, CLIENTS);
    return http.addFilterAfter(new PasswordDoor(logIn, completion), LogoutFilter.class)
        .requestCache(cache -> cache.requestCache(wayHome))
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(
                        "/login",
                        "/error",
                        "/idp/**",
                        "/kit/**",
                        "/openapi.yaml",
                        "/actuator/health/**",
                        "/actuator/prometheus")
                    .permitAll()
                    .requestMatchers(
                        "/", "/account/**", "/login/account", "/login/more/**", "/oauth2/consent")
                    .authenticated()
                    .anyRequest()
                    .denyAll())
        .exceptionHandling(
            failures ->
                failures.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
        .logout(logout -> logout.logoutSuccessUrl("/login?logout"))
        .build();
  }

  @Bean
  Protocol protocolParts(
      UserInfoDoor userInfo,
      AuthorizationDoor door,
      AssertionDecoders assertions,
      OAuth2AuthorizationService grants,
      RegisteredClientRepository clients,
      ExchangeDoor exchange,
      Sandbox sandbox,
      RefreshParts.Refresh refresh,
      Mtls.Door mtls,
      IdpSettings settings) {
    return new Protocol(
        userInfo,
        door,
        assertions,
        new ForeignTokens(grants, sandbox),
        new NamedAlone(clients),
        exchange,
        refresh,
        mtls,
        settings.publicUrl());
  }

  @Bean
  WayHome wayHome(IdpSettings settings) {
    return new WayHome(settings.publicUrl());
  }

  @Bean
  AssertionDecoders assertionDecoders(
      IdpSettings settings, AssertionLog used, ClientKeys keys, Clock clock) {
    return new AssertionDecoders(settings.publicUrl(), used, keys, clock);
  }

  /** How our authorization server differs from the framework's defaults. */
  record Protocol(
      UserInfoDoor userInfo,
      AuthorizationDoor door,
      AssertionDecoders assertions,
      ForeignTokens foreign,
      NamedAlone publicClients,
      ExchangeDoor exchange,
      RefreshParts.Refresh refresh,
      Mtls.Door mtls,
      String issuer) {
    /** RFC 8414 §2: MUST be there where {@code private_key_jwt} is named. */
    private static final List<String> ASSERTIONS = List.of("ES256");

    void configure(OAuth2AuthorizationServerConfigurer server, HttpSecurity http) {
      server
          .clientAuthentication(
              client ->
                  client
                      .errorResponseHandler(new NoProof())
                      .authenticationConverter(publicClients)
                      .authenticationConverter(new AssertionNames())
                      .authenticationConverters(mtls::convert)
                      .authenticationProviders(this::clientChecks))
          .tokenEndpoint(token -> token.authenticationProviders(all -> grants(all, http)))
          .authorizationEndpoint(door::configure)
          .pushedAuthorizationRequestEndpoint(door::configure)
          .tokenIntrospectionEndpoint(
              ask ->
                  ask.authenticationProviders(all -> all.addFirst(foreign))
                      .introspectionResponseHandler(new TokenAnswers()))
          .authorizationServerMetadataEndpoint(
              metadata -> metadata.authorizationServerMetadataCustomizer(this::describe))
          .oidc(
              oidc ->
                  oidc.userInfoEndpoint(userInfo::configure)
                      .providerConfigurationEndpoint(
                          discovery ->
                              discovery.providerConfigurationCustomizer(this::describeOidc)));
    }

    /** Says only what we do: the framework would also name what nobody is registered for. */
    private void describe(OAuth2AuthorizationServerMetadata.Builder document) {
      document
          .grantTypes(Protocol::grants)
          .tokenEndpointAuthenticationMethods(this::methods)
          .tokenRevocationEndpointAuthenticationMethods(this::methods)
          .tokenIntrospectionEndpointAuthenticationMethods(this::proofs)
          .claim("token_endpoint_auth_signing_alg_values_supported", ASSERTIONS)
          .claim("revocation_endpoint_auth_signing_alg_values_supported", ASSERTIONS)
          .claim("introspection_endpoint_auth_signing_alg_values_supported", ASSERTIONS)
          .claims(all -> door.describe(all::put))
          .claims(mtls::describe)
          .claim("sm2_jwks_uri", issuer + "/oauth2/jwks/sm2")
          .claim("authorization_response_iss_parameter_supported", true);
    }

    /** Registered names alone: who meets another is told of it by the conformance suites. */
    private void describeOidc(OidcProviderConfiguration.Builder document) {
      document
          .grantTypes(Protocol::grants)
          .tokenEndpointAuthenticationMethods(this::methods)
          .tokenRevocationEndpointAuthenticationMethods(this::methods)
          .tokenIntrospectionEndpointAuthenticationMethods(this::proofs)
          // Of the other two in RFC 8414's document alone: the suites do not know these names.
          .claim("token_endpoint_auth_signing_alg_values_supported", ASSERTIONS)
          .idTokenSigningAlgorithms(algorithms -> only(algorithms, "ES256", "RS256", "SM2-SM3"))
          .claim("userinfo_signing_alg_values_supported", List.of("ES256", "RS256", "SM2-SM3"))
          // Not profile: of the fourteen claims of OpenID Connect Core §5.4 it gives the name
          // alone.
          .scopes(scopes -> only(scopes, "openid", Scopes.ENTITY, Scopes.STAFF))
          .subjectTypes(types -> only(types, "public", "pairwise"))
          .claim("backchannel_logout_supported", true)
          .claim("backchannel_logout_session_supported", true)
          .claims(all -> door.describe(all::put))
          .claims(mtls::describe)
          .claim("authorization_response_iss_parameter_supported", true);
    }

    private static void grants(List<String> grants) {
      only(
          grants,
          "authorization_code",
          "refresh_token",
          "client_credentials",
          "urn:ietf:params:oauth:grant-type:token-exchange");
    }

    private void methods(List<String> methods) {
      proofs(methods);
      methods.add("none");
    }

    /** Whoever asks about a token proves who they are (RFC 7662 §2.1). */
    private void proofs(List<String> methods) {
      only(methods, "client_secret_basic", "client_secret_post", "private_key_jwt");
      methods.addAll(mtls.methods().stream().sorted().toList());
    }

    private static void only(List<String> values, String... wanted) {
      values.clear();
      values.addAll(List.of(wanted));
    }

    /** In the place of the framework's: what the one refuses is asked of the next in the list. */
    private void grants(List<AuthenticationProvider> providers, HttpSecurity http) {
      refresh.replace(providers, () -> http.getSharedObject(OAuth2TokenGenerator.class));
      providers.removeIf(OAuth2TokenExchangeAuthenticationProvider.class::isInstance);
      providers.add(exchange.provider());
    }

    private void clientChecks(List<AuthenticationProvider> providers) {
      providers.addFirst(publicClients);
      mtls.verify(providers);
      for (AuthenticationProvider provider : providers) {
        if (provider instanceof ClientSecretAuthenticationProvider secret) {
          secret.setPasswordEncoder(new MachineSecretEncoder());
        } else if (provider instanceof JwtClientAssertionAuthenticationProvider assertion) {
          assertion.setJwtDecoderFactory(assertions);
        }
      }
    }
  }
}
