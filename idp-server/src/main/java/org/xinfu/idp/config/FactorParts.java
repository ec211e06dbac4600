package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Holds;
import org.xinfu.idp.domain.Passkeys;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.door.StraightOn;
import org.xinfu.idp.factor.Completion;
import org.xinfu.idp.factor.FactorNotices;
import org.xinfu.idp.factor.Freshness;
import org.xinfu.idp.factor.SecondFactors;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.store.JdbcAuthenticators;
import org.xinfu.idp.store.JdbcPersons;
import org.xinfu.kit.security.SecurityHeaders;

/** Factors beside the password. */
@Configuration(proxyBeanMethods = false)
class FactorParts {
  @Bean
  Authenticators authenticators(
      JdbcClient jdbc, TransactionTemplate transaction, JdbcPersons.Part part) {
    return new JdbcAuthenticators(jdbc, transaction, part);
  }

  @Bean
  SecondFactors secondFactors(
      SecondFactors.Held held, Persons persons, ContactCodes codes, SecondFactors.Part part) {
    return new SecondFactors(held, persons, codes, part);
  }

  @Bean
  SecondFactors.Held held(Authenticators authenticators, Passkeys passkeys) {
    return new SecondFactors.Held(authenticators, passkeys);
  }

  @Bean
  SecondFactors.Part secondFactorsPart(LogIn logIn, Budgets budgets, LogIn.Part part) {
    return new SecondFactors.Part(logIn, budgets, part.audit(), part.clock());
  }

  @Bean
  Freshness freshness(SecondFactors factors, Holds holds, Clock clock) {
    return new Freshness(factors, holds, clock);
  }

  @Bean
  FactorNotices factorNotices(Persons persons, Notices notices, Budgets budgets, LogIn.Part part) {
    return new FactorNotices(persons, notices, budgets, part);
  }

  @Bean
  Completion completion(SubjectReads reads, StraightOn straightOn) {
    return new Completion(id -> reads.of(id).guarded(), straightOn);
  }

  /** The pages between a password and a login. */
  @Bean
  @Order(2)
  SecurityFilterChain secondStep(HttpSecurity http) {
    // A form here may lead, by way of the authorization endpoint, to any client's redirect URI.
    SecurityHeaders.apply(http, "https: http://localhost:* http://127.0.0.1:*");
    return http.securityMatcher("/login/second", "/login/second/**", "/login/step-up")
        .authorizeHttpRequests(
            rules ->
                rules.requestMatchers("/login/step-up").authenticated().anyRequest().permitAll())
        .requestCache(cache -> cache.disable())
        .exceptionHandling(
            failures ->
                failures.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
        .build();
  }
}
