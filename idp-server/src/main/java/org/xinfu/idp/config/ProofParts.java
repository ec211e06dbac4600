package org.xinfu.idp.config;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.factor.SecondFactors;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.proof.EvidenceSigner;
import org.xinfu.idp.proof.HttpIdentityAuthority;
import org.xinfu.idp.proof.MergeNotices;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.idp.sandbox.SandboxSettings;
import org.xinfu.idp.simulator.PublicSecuritySimulator;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.store.CitizenHashes;
import org.xinfu.idp.store.CitizenIdCipher;
import org.xinfu.idp.store.JdbcIdentityLevels;
import org.xinfu.idp.store.JdbcPersons;
import org.xinfu.idp.store.JdbcProofs;
import org.xinfu.idp.upstream.UpstreamSettings;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.trust.crypt.Secret;

/** Real-name verification: the authority, the policy, the evidence. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProofSettings.class)
class ProofParts {
  private static final String KEY = "identity-authority.key";

  @Bean
  Proofs proofs(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      JdbcProofs.People people,
      JdbcPersons.Part part) {
    return new JdbcProofs(jdbc, transaction, people, part);
  }

  @Bean
  JdbcProofs.People people(Accounts accounts, Persons persons, Audit audit) {
    return new JdbcProofs.People(accounts, persons, audit);
  }

  @Bean
  IdentityLevels identityLevels(JdbcClient jdbc, Clock clock, UpstreamSettings upstream) {
    return new JdbcIdentityLevels(jdbc, clock, upstream.outageLevel());
  }

  @Bean
  CitizenHashes citizenHashes(JdbcClient jdbc, CitizenIdCipher cipher, BlindIndex index) {
    return new CitizenHashes(jdbc, cipher, index);
  }

  @Bean
  @ConditionalOnProperty(
      name = "xinfu.proof.authority",
      matchIfMissing = true,
      havingValue = "none")
  PublicSecuritySimulator publicSecuritySimulator(ServiceHome home, Clock clock) {
    return new PublicSecuritySimulator(Secret.copyOf(SecretFile.key(home.credential(KEY))), clock);
  }

  @Bean
  ProductionCheck noSimulatedAuthority(ObjectProvider<PublicSecuritySimulator> simulator) {
    return () ->
        simulator.getIfAvailable() == null
            ? List.of()
            : List.of(
                new ProductionCheck.Violation(
                    "authority-simulator", "set xinfu.proof.authority to the authority's address"));
  }

  @Bean
  @ConditionalOnMissingBean
  IdentityAuthority identityAuthority(
      ProofSettings settings,
      ObjectProvider<PublicSecuritySimulator> simulator,
      ServiceHome home,
      Clock clock) {
    PublicSecuritySimulator here = simulator.getIfAvailable();
    URI address = here == null ? Objects.requireNonNull(settings.authority()) : here.address();
    return new HttpIdentityAuthority(
        address, () -> Secret.copyOf(SecretFile.key(home.credential(KEY))), clock);
  }

  @Bean
  ProvePerson provePerson(
      IdentityAuthority authority, Proofs proofs, ProofSettings settings, ProvePerson.Part part) {
    return new ProvePerson(authority, proofs, settings.policy(), part);
  }

  @Bean
  ProvePerson.Part provePersonPart(
      EvidenceSigner signer,
      Budgets budgets,
      ProvePerson.Shown shown,
      MergeNotices notices,
      LogIn.Part part,
      SandboxSettings sandbox) {
    return new ProvePerson.Part(
        signer, budgets, shown, part.audit(), notices, part.clock(), sandbox.numbers()::fictitious);
  }

  @Bean
  MergeNotices mergeNotices(Persons persons, Notices notices) {
    return new MergeNotices(persons, notices);
  }

  @Bean
  ProvePerson.Shown provePersonShown(LogIn logIn, SecondFactors factors) {
    return new ProvePerson.Shown(logIn, factors);
  }

  @Bean
  EvidenceSigner evidenceSigner(JwtEncoder encoder, IdpSettings settings) {
    return new EvidenceSigner(encoder, settings.publicUrl());
  }
}
