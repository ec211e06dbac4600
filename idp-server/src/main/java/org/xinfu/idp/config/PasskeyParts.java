package org.xinfu.idp.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Passkeys;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.passkey.PasskeyCeremonies;
import org.xinfu.idp.passkey.RelyingParty;
import org.xinfu.idp.store.JdbcPasskeys;
import org.xinfu.kit.security.SecurityHeaders;

/** Passkeys. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PasskeySettings.class)
class PasskeyParts {
  @Bean
  Passkeys passkeys(JdbcClient jdbc, TransactionTemplate transaction) {
    return new JdbcPasskeys(jdbc, transaction);
  }

  @Bean
  RelyingParty relyingParty(PasskeySettings passkey, IdpSettings idp) {
    URI here = URI.create(idp.publicUrl());
    String origin =
        here.getScheme()
            + "://"
            + here.getHost()
            + (here.getPort() < 0 ? "" : ":" + here.getPort());
    return new RelyingParty(
        Objects.requireNonNullElse(passkey.rpId(), here.getHost()),
        passkey.name(),
        passkey.origins().isEmpty() ? Set.of(origin) : passkey.origins(),
        roots(passkey.hardwareRoots()));
  }

  @Bean
  PasskeyCeremonies passkeyCeremonies(
      Passkeys passkeys, Accounts accounts, RelyingParty party, PasskeyCeremonies.Part part) {
    return new PasskeyCeremonies(passkeys, accounts, party, part);
  }

  @Bean
  PasskeyCeremonies.Part passkeyPart(Budgets budgets, LogIn.Part part) {
    return new PasskeyCeremonies.Part(budgets, part.audit(), part.clock());
  }

  /** Anybody may try; the forms carry a CSRF token. */
  @Bean
  @Order(2)
  SecurityFilterChain passkeyLogin(HttpSecurity http) {
    SecurityHeaders.apply(http, ServerSecurity.CLIENTS);
    return http.securityMatcher("/login/passkey", "/login/passkey/options")
        .requestCache(cache -> cache.disable())
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }

  private static Set<X509Certificate> roots(@Nullable Path file) {
    if (file == null) {
      return Set.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("xinfu.passkey.hardware-roots is no PEM file", e);
    }
  }
}
