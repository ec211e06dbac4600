package org.xinfu.idp.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.xinfu.idp.authorize.WaitingRoom;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.qr.ConfirmElsewhere;
import org.xinfu.idp.qr.QrParts;
import org.xinfu.idp.store.JdbcQrLogins;
import org.xinfu.kit.security.SecurityHeaders;

/** Login on one screen, confirmed on another. */
@Configuration(proxyBeanMethods = false)
class QrLogin {
  @Bean
  ConfirmElsewhere confirmElsewhere(
      JdbcClient jdbc, Accounts accounts, Budgets budgets, ConfirmElsewhere.Part part) {
    return new ConfirmElsewhere(new JdbcQrLogins(jdbc), accounts, budgets, part);
  }

  @Bean
  ConfirmElsewhere.Part confirmElsewherePart(Visit visit, LogIn.Part part) {
    return new ConfirmElsewhere.Part(visit, part.audit(), part.clock());
  }

  @Bean
  QrParts qrParts(IdpSettings settings, WaitingRoom waitingRoom, LogIn.Part part) {
    return new QrParts(settings.publicUrl(), waitingRoom::client, part.clock());
  }

  /** The asking screen: whoever comes is nobody yet, and the request that waits stays kept. */
  @Bean
  @Order(2)
  SecurityFilterChain qrAskingChain(HttpSecurity http) {
    SecurityHeaders.apply(http, ServerSecurity.CLIENTS);
    return http.securityMatcher("/login/qr", "/login/qr/state")
        .requestCache(cache -> cache.disable())
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }

  /** The confirming screen: whoever scanned logs in first and comes back here. */
  @Bean
  @Order(2)
  SecurityFilterChain qrConfirmingChain(HttpSecurity http) {
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/qr/*")
        .authorizeHttpRequests(rules -> rules.anyRequest().authenticated())
        .exceptionHandling(
            failures ->
                failures.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
        .build();
  }
}
