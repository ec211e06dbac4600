package org.xinfu.idp.config;

import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.failure.ClientFailures;
import org.xinfu.idp.failure.FailureFilters;
import org.xinfu.idp.store.JdbcServiceBudget;

/** How often clients may fail. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FailureParts.Settings.class)
class FailureParts {
  /**
   * How many a minute, unless said (prefix {@code xinfu.failures}).
   *
   * @param clientPerMinute of one client that proves itself
   * @param namedPerMinute under one client's name from one device; ten times as many from a
   *     network; under all names that are no client's from a network
   * @param loginsPerService on the way to one service, from devices that the accounts do not know,
   *     within {@code loginsWindow}
   */
  @ConfigurationProperties("xinfu.failures")
  record Settings(
      @DefaultValue("600") int clientPerMinute,
      @DefaultValue("600") int namedPerMinute,
      @DefaultValue("500") int loginsPerService,
      @DefaultValue("PT10M") Duration loginsWindow) {
    JdbcServiceBudget.Limit logins() {
      return new JdbcServiceBudget.Limit(loginsPerService, loginsWindow);
    }
  }

  @Bean
  ClientFailures clientFailures(Budgets budgets, Settings settings, IdpAudit audit, Clock clock) {
    ClientFailures.Limits limits =
        new ClientFailures.Limits(settings.clientPerMinute(), settings.namedPerMinute());
    return new ClientFailures(budgets, limits, audit, clock);
  }

  @Bean
  FailureFilters failureFilters(ClientFailures failures, ClientReads clients) {
    return new FailureFilters(failures, name -> clients.of(name).isPresent());
  }
}
