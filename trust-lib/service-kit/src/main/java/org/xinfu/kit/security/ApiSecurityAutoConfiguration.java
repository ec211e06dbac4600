package org.xinfu.kit.security;

import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.kit.web.ProblemAnswers;

/** {@code /api/**}: bearer tokens of the identity provider, no session, closed by default. */
@AutoConfiguration(
    beforeName = {
      "org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"
    },
    afterName = "org.xinfu.kit.web.WebAutoConfiguration")
@ConditionalOnProperty("xinfu.idp.issuer")
@EnableConfigurationProperties(IdentityProvider.class)
class ApiSecurityAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  JwtDecoder jwtDecoder(IdentityProvider idp, ServiceHome home) {
    return TokenRules.decoder(
        idp.issuer(),
        Objects.requireNonNullElse(idp.audience(), home.service()),
        idp.tokenAlgorithms());
  }

  @Bean
  @ConditionalOnMissingBean
  ProblemEntryPoint problemEntryPoint(ProblemAnswers answers) {
    return new ProblemEntryPoint(answers);
  }

  /** What no path of ours looks like: doubled slashes, matrix parameters, control characters. */
  @Bean
  @ConditionalOnMissingBean
  RequestRejectedHandler rejectedRequests(ProblemAnswers answers) {
    return (request, response, why) ->
        answers.write(CommonRefusal.REQUEST_MALFORMED, request, response);
  }

  @Bean
  @Order(10)
  @ConditionalOnMissingBean(name = "apiChain")
  SecurityFilterChain apiChain(
      HttpSecurity http,
      JwtDecoder tokens,
      ProblemEntryPoint problems,
      ObjectProvider<ApiRules> rules) {
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
                    .bearerTokenResolver(new OneBearerToken())
                    .jwt(
                        jwt ->
                            jwt.decoder(tokens)
                                .jwtAuthenticationConverter(TokenRules.authorities())))
        .exceptionHandling(e -> e.authenticationEntryPoint(problems).accessDeniedHandler(problems))
        .authorizeHttpRequests(
            requests -> {
              rules.orderedStream().forEach(rule -> rule.apply(requests));
              requests.anyRequest().denyAll();
            })
        .build();
  }
}
