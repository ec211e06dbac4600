package org.xinfu.idp.config;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.authorize.TrialDoor;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Outgoing;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.mandate.MandateEvidence;
import org.xinfu.idp.proof.EvidenceSigner;
import org.xinfu.idp.sandbox.OwnPages;
import org.xinfu.idp.sandbox.SandboxSettings;
import org.xinfu.idp.sandbox.TestCompany;
import org.xinfu.idp.sandbox.TestPersons;
import org.xinfu.idp.selftest.RunSelfTest;
import org.xinfu.idp.selftest.SelfTests;
import org.xinfu.idp.store.JdbcSandbox;
import org.xinfu.idp.store.JdbcSelfTests;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.kit.security.SecurityHeaders;
import org.xinfu.trust.client.fetch.HttpVisitor;
import org.xinfu.trust.fetch.FetchLimits;

/** Clients in trial and the fictitious persons whom they meet. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SandboxSettings.class)
class SandboxParts {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PAGE_BYTES = 1 << 20;

  /** Closed in production unless the operator opens it by name. */
  @Bean
  RequestSandbox sandbox(
      JdbcClient jdbc,
      ClientReads reads,
      SubjectReads subjects,
      SandboxSettings settings,
      Environment environment) {
    boolean production =
        environment.matchesProfiles("production")
            || "production".equals(environment.getProperty("xinfu.profile"));
    boolean open = Objects.requireNonNullElse(settings.enabled(), !production);
    return new RequestSandbox(new JdbcSandbox(jdbc), open, reads, subjects);
  }

  /** Persons of the division would be taken for fictitious ones, and fictitious ones for them. */
  @Bean
  ProductionCheck noDivisionOfOthers(SandboxSettings settings) {
    return () ->
        settings.numbers().nobodys()
            ? List.of()
            : List.of(
                new ProductionCheck.Violation(
                    "sandbox-division",
                    "set xinfu.sandbox.division to a province's two digits, 00 and two more that"
                        + " are not 00, such as 510099"));
  }

  @Bean
  TestCompany testCompany(Mandates mandates, SandboxSettings settings, TestCompany.Part part) {
    return new TestCompany(mandates, settings.numbers(), part);
  }

  @Bean
  TestCompany.Part testCompanyPart(RequestSandbox sandbox, MandateEvidence evidence, Clock clock) {
    return new TestCompany.Part(sandbox::enclose, evidence, clock);
  }

  @Bean
  TestPersons testPersons(
      TestPersons.People people,
      TestCompany company,
      SandboxSettings settings,
      TestPersons.Part part) {
    return new TestPersons(people, company, settings.numbers(), part);
  }

  @Bean
  TestPersons.People testPersonsPeople(
      Accounts accounts, Proofs proofs, IdentityLevels levels, EvidenceSigner signer) {
    return new TestPersons.People(accounts, proofs, levels, signer);
  }

  @Bean
  TestPersons.Part testPersonsPart(
      RequestSandbox sandbox,
      PasswordEncoder passwords,
      TransactionTemplate transaction,
      Clock clock) {
    return new TestPersons.Part(sandbox::enclose, passwords, transaction, clock);
  }

  @Bean
  SelfTests selfTests(JdbcClient jdbc) {
    return new JdbcSelfTests(jdbc);
  }

  /** Beside what clients registered it visits this server itself, as browsers do. */
  @Bean
  RunSelfTest.World selfTestWorld(IdpSettings settings, FetchSettings fetch, Outgoing outgoing) {
    URI issuer = URI.create(settings.publicUrl());
    String here = issuer.getHost() + ":" + FetchLimits.port(issuer);
    FetchLimits limits =
        fetch.limits(PATIENCE).within(PAGE_BYTES, PATIENCE).withInside(List.of(here));
    return new RunSelfTest.World(issuer, () -> HttpVisitor.create(limits), outgoing.fetcher());
  }

  @Bean
  OwnPages ownPages(Sandbox sandbox) {
    return new OwnPages(sandbox);
  }

  /** Nobody is logged in yet; the form has its CSRF token like any other. */
  @Bean
  @Order(2)
  SecurityFilterChain testPersonsChain(HttpSecurity http) {
    SecurityHeaders.apply(http, ServerSecurity.CLIENTS);
    return http.securityMatcher(TrialDoor.PAGE)
        .requestCache(cache -> cache.disable()) // the request that led here stays kept
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }
}
