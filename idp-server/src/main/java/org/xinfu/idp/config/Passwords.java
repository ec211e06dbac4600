package org.xinfu.idp.config;

import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.login.Attempts;
import org.xinfu.idp.login.KnownDevices;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.login.PasswordCost;
import org.xinfu.idp.login.PasswordHashes;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.store.JdbcAttempts;
import org.xinfu.idp.store.JdbcAudit;
import org.xinfu.idp.store.JdbcKnownDevices;
import org.xinfu.idp.store.JdbcServiceBudget;
import org.xinfu.idp.store.JdbcSubjects;
import org.xinfu.kit.profile.ProductionCheck;

/** Login with a password. {@code xinfu.crypto-profile} is {@code intl} or {@code gm}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PasswordCost.class)
class Passwords {
  @Bean
  PasswordHashes passwordEncoder(
      @Value("${xinfu.crypto-profile:intl}") PasswordHashes.Profile profile, PasswordCost cost) {
    return new PasswordHashes(profile, cost);
  }

  @Bean
  ProductionCheck noCheapPasswords(PasswordCost cost) {
    return () ->
        cost.weak()
            ? List.of(
                new ProductionCheck.Violation(
                    "weak-password-cost",
                    "xinfu.password.* is below the defaults; remove it or raise it: " + cost))
            : List.of();
  }

  @Bean
  KnownDevices knownDevices(JdbcAudit audit) {
    return new JdbcKnownDevices(audit);
  }

  @Bean
  LogIn logIn(Accounts accounts, Attempts attempts, PasswordEncoder passwords, LogIn.Part part) {
    return new LogIn(accounts, attempts, passwords, part);
  }

  @Bean
  Attempts attempts(
      RequestAttempts.Stores stores, SubjectReads subjects, ClientReads clients, Clock clock) {
    return new RequestAttempts(stores, subjects, clients, clock);
  }

  @Bean
  RequestAttempts.Stores attemptStores(
      JdbcAttempts attempts, JdbcClient jdbc, LogIn.Part part, FailureParts.Settings settings) {
    return new RequestAttempts.Stores(
        attempts, new JdbcServiceBudget(jdbc, part.transaction(), part.audit(), settings.logins()));
  }

  @Bean
  JdbcAttempts storedAttempts(JdbcClient jdbc, JdbcSubjects subjects, BlindIndex index) {
    return new JdbcAttempts(jdbc, subjects, index);
  }

  @Bean
  LogIn.Part logInPart(
      Clock clock, IdpAudit audit, KnownDevices devices, TransactionTemplate transaction) {
    return new LogIn.Part(clock, audit, devices, transaction);
  }
}
