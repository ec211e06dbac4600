package org.xinfu.kit.security;

import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.xinfu.kit.home.ServiceHome;

/** Pages: the console behind the identity provider's login, public pages as the service says. */
@AutoConfiguration(
    after = ApiSecurityAutoConfiguration.class,
    beforeName = {
      "org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"
    })
@ConditionalOnProperty("xinfu.idp.issuer")
class PageSecurityAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnProperty("xinfu.idp.client-id")
  ClientRegistrationRepository consoleClients(IdentityProvider idp, ServiceHome home) {
    return new InMemoryClientRegistrationRepository(ConsoleLogin.registration(idp, home));
  }

  @Bean
  @ConditionalOnMissingBean
  JwtDecoderFactory<ClientRegistration> idTokenDecoderFactory() {
    OidcIdTokenDecoderFactory factory = new OidcIdTokenDecoderFactory();
    factory.setJwsAlgorithmResolver(registration -> SignatureAlgorithm.ES256);
    return factory;
  }

  @Bean
  @Order(30)
  @ConditionalOnMissingBean(name = "pageChain")
  SecurityFilterChain pageChain(
      HttpSecurity http,
      IdentityProvider idp,
      ObjectProvider<PageRules> rules,
      ObjectProvider<ClientRegistrationRepository> clients) {
    SecurityHeaders.apply(http, idp.issuer());
    ClientRegistrationRepository console = clients.getIfAvailable();
    if (console != null) {
      ConsoleLogin.apply(http, console);
    }
    return http.authorizeHttpRequests(
            requests -> {
              // The page of an error, not its address.
              requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
              requests
                  .requestMatchers(
                      "/actuator/health/**",
                      "/actuator/prometheus",
                      "/openapi.yaml",
                      "/kit/**",
                      "/webjars/**",
                      "/favicon.ico")
                  .permitAll();
              rules.orderedStream().forEach(rule -> rule.apply(requests));
              requests.requestMatchers("/console/**").authenticated();
              requests.anyRequest().denyAll();
            })
        .build();
  }
}
