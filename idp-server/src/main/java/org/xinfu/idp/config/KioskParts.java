package org.xinfu.idp.config;

import java.util.function.Predicate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.xinfu.idp.kiosk.KioskFilter;
import org.xinfu.idp.kiosk.KioskSettings;
import org.xinfu.idp.store.ClientReading;
import org.xinfu.idp.store.ClientUses;
import org.xinfu.kit.security.SecurityHeaders;

/** Self-service terminals. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KioskSettings.class)
class KioskParts {
  /** Behind the filter that loads sessions, before everything that looks into them. */
  private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 60;

  @Bean
  ClientUses clientUses(JdbcClient jdbc) {
    return new ClientUses(jdbc);
  }

  @Bean
  FilterRegistrationBean<KioskFilter> kiosks(KioskSettings settings, ClientReads reads) {
    Predicate<String> registered = id -> reads.of(id).map(ClientReading::kiosk).orElse(false);
    FilterRegistrationBean<KioskFilter> filter =
        new FilterRegistrationBean<>(new KioskFilter(settings, registered));
    filter.setOrder(ORDER);
    return filter;
  }

  @Bean
  @Order(2)
  SecurityFilterChain kioskChain(HttpSecurity http) {
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/kiosk", "/kiosk/**")
        .requestCache(cache -> cache.disable())
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }
}
