package org.xinfu.trust.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.access.intercept.RequestMatcherDelegatingAuthorizationManager;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** {@code /api/**}: access tokens of the identity provider, no session, closed by default. */
@AutoConfiguration(
    beforeName = {
      "org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"
    })
@ConditionalOnProperty("xinfu.api.issuer")
@EnableConfigurationProperties(ApiSettings.class)
class ApiAutoConfiguration {
  private static final Duration SKEW = Duration.ofSeconds(60);

  /** RFC 9068 §4: the right key, issuer and audience, in time; under what is configured. */
  @Bean
  @ConditionalOnMissingBean
  JwtDecoder xinfuTokens(ApiSettings api, ObjectProvider<Clock> clocks) {
    return IssuerTokens.decoder(
        api.provider(clocks.getIfAvailable(Clock::systemUTC)),
        api.tokenAlgorithms(),
        Set.of(),
        new DelegatingOAuth2TokenValidator<Jwt>(
            List.of(
                new JwtTimestampValidator(SKEW),
                new JwtClaimValidator<@Nullable Object>("exp", end -> end != null),
                new JwtIssuerValidator(api.issuer()),
                new CertificateBinding(),
                new JwtClaimValidator<@Nullable Collection<String>>(
                    "aud", aud -> aud != null && aud.contains(api.audience())),
                TrialRule.of(api.sandbox()))));
  }

  @Bean
  @Order(10)
  @ConditionalOnMissingBean(name = "xinfuApi")
  SecurityFilterChain xinfuApi(
      HttpSecurity http, ApiSettings api, JwtDecoder tokens, ObjectProvider<Clock> clocks) {
    Clock clock = clocks.getIfAvailable(Clock::systemUTC);
    AuthorizationManager<RequestAuthorizationContext> scopes = scopes(api);
    JwtAuthenticationConverter authorities = new JwtAuthenticationConverter();
    authorities.setJwtGrantedAuthoritiesConverter(TokenAuthorities::all);
    return http.securityMatcher("/api/**")
        .csrf(csrf -> csrf.disable()) // no cookie speaks for a caller here
        .requestCache(cache -> cache.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .oauth2ResourceServer(
            server ->
                server
                    .jwt(jwt -> jwt.decoder(tokens).jwtAuthenticationConverter(authorities))
                    .accessDeniedHandler(new StepUpChallenge()))
        .authorizeHttpRequests(
            rules -> {
              api.stepUp()
                  .forEach(
                      (path, login) ->
                          rules
                              .requestMatchers(path)
                              .access(RequiredLogin.of(scopes, login, clock)));
              rules.anyRequest().access(scopes);
            })
        .build();
  }

  /** The scope of the first path that fits; a path that is not listed is denied. */
  private static AuthorizationManager<RequestAuthorizationContext> scopes(ApiSettings api) {
    RequestMatcherDelegatingAuthorizationManager.Builder rules =
        RequestMatcherDelegatingAuthorizationManager.builder();
    api.scopes()
        .forEach(
            (path, scope) ->
                rules.add(
                    PathPatternRequestMatcher.withDefaults().matcher(path),
                    AuthorityAuthorizationManager.hasAuthority("SCOPE_" + scope)));
    AuthorizationManager<HttpServletRequest> all = rules.anyRequest().denyAll().build();
    return (caller, context) -> all.authorize(caller, context.getRequest());
  }
}
