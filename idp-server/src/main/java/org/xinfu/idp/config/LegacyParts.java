package org.xinfu.idp.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.legacy.LegacyAccounts;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.store.JdbcLegacyAccounts;

/** Accounts of systems that were taken over. */
@Configuration(proxyBeanMethods = false)
class LegacyParts {
  @Bean
  LegacyAccounts legacyAccounts(JdbcClient jdbc, BlindIndex index) {
    return new JdbcLegacyAccounts(jdbc, index);
  }
}
