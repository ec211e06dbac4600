package org.xinfu.idp.config;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.window.Presence;
import org.xinfu.idp.domain.window.WindowActs;
import org.xinfu.idp.door.WayHome;
import org.xinfu.idp.simulator.PresenceSimulator;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.store.JdbcWindowActs;
import org.xinfu.idp.window.HttpPresence;
import org.xinfu.idp.window.WindowSettings;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.kit.security.SecurityHeaders;
import org.xinfu.trust.crypt.Secret;

/** Windows: the readers, where acts are kept, and the page that a phone opens. */
@Configuration(proxyBeanMethods = false)
class WindowParts {
  private static final String KEY = "window-presence.key";

  @Bean
  WindowActs windowActs(JdbcClient jdbc, TransactionTemplate transaction, BlindIndex index) {
    return new JdbcWindowActs(jdbc, transaction, index);
  }

  @Bean
  @ConditionalOnProperty(
      name = "xinfu.window.presence",
      matchIfMissing = true,
      havingValue = "none")
  PresenceSimulator presenceSimulator(ServiceHome home, Clock clock) {
    return new PresenceSimulator(Secret.copyOf(SecretFile.key(home.credential(KEY))), clock);
  }

  @Bean
  ProductionCheck noSimulatedReaders(ObjectProvider<PresenceSimulator> simulator) {
    return () ->
        simulator.getIfAvailable() == null
            ? List.of()
            : List.of(
                new ProductionCheck.Violation(
                    "presence-simulator", "set xinfu.window.presence to the readers' address"));
  }

  @Bean
  Presence presence(
      WindowSettings settings,
      ObjectProvider<PresenceSimulator> simulator,
      ServiceHome home,
      Clock clock) {
    PresenceSimulator here = simulator.getIfAvailable();
    URI address = here == null ? Objects.requireNonNull(settings.presence()) : here.address();
    return new HttpPresence(
        address, () -> Secret.copyOf(SecretFile.key(home.credential(KEY))), clock);
  }

  /** What a phone opens leads back here after the login. */
  @Bean
  @Order(2)
  SecurityFilterChain windowChain(HttpSecurity http, WayHome wayHome) {
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/window/**")
        .requestCache(cache -> cache.requestCache(wayHome))
        .authorizeHttpRequests(rules -> rules.anyRequest().authenticated())
        .exceptionHandling(
            failures ->
                failures.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
        .build();
  }
}
