package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xinfu.idp.authorize.PushAllowance;
import org.xinfu.idp.domain.Budgets;

/** How much clients may leave at the endpoint for pushed requests. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PushParts.Settings.class)
class PushParts {
  /**
   * How many a minute (prefix {@code xinfu.par}).
   *
   * @param clientPerMinute of one client that proves itself
   * @param networkPerMinute of public clients from one address prefix
   */
  @ConfigurationProperties("xinfu.par")
  record Settings(
      @DefaultValue("6000") int clientPerMinute, @DefaultValue("600") int networkPerMinute) {}

  @Bean
  PushAllowance pushAllowance(Budgets budgets, Settings settings, Clock clock) {
    PushAllowance.Limits limits =
        new PushAllowance.Limits(settings.clientPerMinute(), settings.networkPerMinute());
    return new PushAllowance(budgets, limits, clock);
  }
}
