package org.xinfu.idp.config;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Outgoing;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.domain.TicketNames;
import org.xinfu.idp.logout.DeliverLogouts;
import org.xinfu.idp.logout.Deliveries;
import org.xinfu.idp.logout.LogoutRequestForm;
import org.xinfu.idp.logout.LogoutSettings;
import org.xinfu.idp.logout.LogoutToken;
import org.xinfu.idp.logout.RpLogoutEndpoint;
import org.xinfu.idp.store.JdbcDeliveries;
import org.xinfu.idp.token.OwnKeys;
import org.xinfu.kit.security.SecurityHeaders;
import org.xinfu.trust.client.fetch.HttpFetcher;
import org.xinfu.trust.fetch.FetchLimits;

/** Telling services that logins have ended. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LogoutSettings.class, FetchSettings.class})
class Logouts {
  @Bean
  Deliveries deliveries(JdbcClient jdbc, TransactionTemplate transaction) {
    return new JdbcDeliveries(jdbc, transaction);
  }

  @Bean
  Outgoing outgoing(FetchSettings fetch, LogoutSettings logout, Clock clock) {
    FetchLimits limits = fetch.limits(logout.timeout());
    return new Outgoing(HttpFetcher.create(limits, clock), limits::inside);
  }

  @Bean
  DeliverLogouts.Outside outside(Outgoing outgoing, Clock clock, MeterRegistry meters) {
    return new DeliverLogouts.Outside(outgoing.fetcher(), clock, meters);
  }

  /** In front of the framework's endpoint, which wants a hint and asks nobody. */
  @Bean
  @Order(0)
  SecurityFilterChain rpLogout(HttpSecurity http) {
    SecurityHeaders.apply(http, ServerSecurity.CLIENTS);
    return http.securityMatcher("/connect/logout", "/connect/logout/confirm")
        // Services send people here from their own pages; what ends a login without asking is the
        // hint, which no other site has.
        .csrf(csrf -> csrf.ignoringRequestMatchers("/connect/logout"))
        .requestCache(cache -> cache.disable())
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }

  @Bean
  RpLogoutEndpoint.Hints hints(OwnKeys keys, IdpSettings settings) {
    return new RpLogoutEndpoint.Hints(keys.decoder(new JwtIssuerValidator(settings.publicUrl())));
  }

  @Bean
  LogoutRequestForm logoutRequestForm(TicketNames names, Subjects subjects, Clock clock) {
    return new LogoutRequestForm(names, subjects, clock);
  }

  @Bean
  DeliverLogouts.Messages logoutMessages(LogoutToken tokens, LogoutRequestForm requests) {
    return new DeliverLogouts.Messages(tokens, requests);
  }

  @Bean
  LogoutToken logoutToken(
      IdpSettings settings, LogoutToken.Part part, Subjects subjects, Clock clock) {
    return new LogoutToken(settings.publicUrl(), part, subjects, clock);
  }

  @Bean
  LogoutToken.Part logoutTokenPart(JwtEncoder encoder, RegisteredClientRepository clients) {
    return new LogoutToken.Part(encoder, clients);
  }

  @Bean
  DeliverLogouts deliverLogouts(
      Deliveries deliveries,
      DeliverLogouts.Messages messages,
      LogoutSettings settings,
      DeliverLogouts.Outside outside) {
    return new DeliverLogouts(deliveries, messages, settings, outside);
  }
}
