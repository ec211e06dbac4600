package org.xinfu.idp.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.code.CodeStore;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.code.HttpMessages;
import org.xinfu.idp.code.Messages;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.code.ProvenLately;
import org.xinfu.idp.code.SpooledMessages;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.PasswordRules;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.register.RegisterPerson;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.store.CitizenIdCipher;
import org.xinfu.idp.store.JdbcBudgets;
import org.xinfu.idp.store.JdbcCodeStore;
import org.xinfu.idp.store.JdbcPersons;
import org.xinfu.kit.home.CredentialFile;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.kit.security.SecurityHeaders;

/** How natural persons register and are reached. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PersonSettings.class)
class PersonParts {
  @Bean
  CitizenIdCipher citizenIdCipher(ServiceHome home) {
    return new CitizenIdCipher(SecretFile.key(home.credential("idp-citizen-id.key")));
  }

  @Bean
  BlindIndex blindIndex(ServiceHome home) {
    return new BlindIndex(SecretFile.key(home.credential("idp-blind-index.key")));
  }

  @Bean
  Budgets budgets(JdbcClient jdbc, TransactionTemplate transaction, BlindIndex index) {
    return new JdbcBudgets(jdbc, transaction, index);
  }

  @Bean
  CodeStore codeStore(JdbcClient jdbc, BlindIndex index) {
    return new JdbcCodeStore(jdbc, index);
  }

  @Bean
  Messages messages(PersonSettings settings, ServiceHome home, Clock clock) {
    URI gateway = settings.gateway();
    if (gateway != null) {
      Path token = home.credential("message-gateway.token");
      return new HttpMessages(gateway, () -> CredentialFile.text(token));
    }
    Path spool = home.dataDirectory().resolve("spool/messages.jsonl");
    return new SpooledMessages(Objects.requireNonNullElse(settings.spool(), spool), clock);
  }

  /** Whoever reads the spool reads every code. */
  @Bean
  ProductionCheck noSpool(PersonSettings settings) {
    return () ->
        settings.gateway() == null
            ? List.of(
                new ProductionCheck.Violation(
                    "message-spool", "set xinfu.messages.gateway to an SMS and e-mail gateway"))
            : List.of();
  }

  @Bean
  ContactCodes contactCodes(
      CodeStore codes, Budgets budgets, Messages messages, ContactCodes.Part part) {
    return new ContactCodes(codes, budgets, messages, part);
  }

  @Bean
  ContactCodes.Part contactCodesPart(
      Clock clock, IdpAudit audit, MessageSource texts, PersonSettings settings) {
    ContactCodes.Limits limits =
        new ContactCodes.Limits(
            settings.perNumber(), settings.perPrefix(), settings.perDevice(), settings.perDay());
    return new ContactCodes.Part(clock, audit, texts, limits);
  }

  @Bean
  Persons persons(
      JdbcClient jdbc, TransactionTemplate transaction, Accounts accounts, JdbcPersons.Part part) {
    return new JdbcPersons(jdbc, transaction, accounts, part);
  }

  @Bean
  JdbcPersons.Part personsPart(Clock clock, CitizenIdCipher cipher, BlindIndex index) {
    return new JdbcPersons.Part(clock, cipher, index);
  }

  @Bean
  PasswordRules passwordRules() {
    try (InputStream list = RegisterPerson.class.getResourceAsStream("common-passwords.txt")) {
      String text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
      Set<String> common = text.lines().collect(Collectors.toSet());
      return new PasswordRules(common);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Bean
  RegisterPerson registerPerson(
      Accounts accounts, Persons persons, ContactCodes codes, RegisterPerson.Part part) {
    return new RegisterPerson(accounts, persons, codes, part);
  }

  @Bean
  RegisterPerson.Part registerPersonPart(
      PasswordRules rules, PasswordEncoder passwords, Notices notices, Proving proving) {
    ContactCodes.Part part = proving.part();
    return new RegisterPerson.Part(
        rules, passwords, notices, part.texts(), part.audit(), part.clock(), proving.proven());
  }

  /** The parts that codes have, and how long one that was given counts. */
  record Proving(ContactCodes.Part part, ProvenLately proven) {}

  @Bean
  Proving proving(ContactCodes.Part part, PersonSettings settings) {
    return new Proving(part, new ProvenLately(settings.proven(), part.clock()));
  }

  @Bean
  FilterRegistrationBean<Devices> devices(IdpSettings settings) {
    FilterRegistrationBean<Devices> filter =
        new FilterRegistrationBean<>(new Devices(settings.secure()));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 70); // behind sessions and kiosks
    return filter;
  }

  /** Pages that people see before they have an account. */
  @Bean
  @Order(2)
  SecurityFilterChain registration(HttpSecurity http) {
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/register", "/register/**")
        .requestCache(cache -> cache.disable()) // the request that led to the login page stays kept
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }
}
