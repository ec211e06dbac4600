package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.login.KnownDevices;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.login.LoginFailures;
import org.xinfu.idp.login.PasswordHashes;
import org.xinfu.idp.store.JdbcKnownDevices;

/** Login with a password. {@code xinfu.crypto-profile} is {@code intl} or {@code gm}. */
@Configuration(proxyBeanMethods = false)
class Passwords {
  @Bean
  PasswordEncoder passwordEncoder(
      @Value("${xinfu.crypto-profile:intl}") PasswordHashes.Profile profile) {
    return new PasswordHashes(profile);
  }

  @Bean
  KnownDevices knownDevices(JdbcClient jdbc) {
    return new JdbcKnownDevices(jdbc);
  }

  @Bean
  LogIn logIn(
      Accounts accounts, LoginFailures failures, PasswordEncoder passwords, LogIn.Part part) {
    return new LogIn(accounts, failures, passwords, part);
  }

  @Bean
  LogIn.Part logInPart(Clock clock, IdpAudit audit, KnownDevices devices) {
    return new LogIn.Part(clock, audit, devices);
  }
}
