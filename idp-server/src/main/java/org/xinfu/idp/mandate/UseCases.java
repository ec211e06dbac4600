package org.xinfu.idp.mandate;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.web.ProblemAnswers;

/** The parts of registering entities and giving mandates. */
@Configuration(proxyBeanMethods = false)
class UseCases {
  @Bean
  MandateEvidence mandateEvidence(JwtEncoder encoder, @Value("${xinfu.public-url}") String issuer) {
    return new MandateEvidence(encoder, issuer);
  }

  @Bean
  RegisterEntity registerEntity(
      EntityRegistry registry,
      Mandates mandates,
      RegisterEntity.Known known,
      RegisterEntity.Part part) {
    return new RegisterEntity(registry, mandates, known, part);
  }

  @Bean
  RegisterEntity.Known representativeKnown(Proofs proofs, IdentityLevels levels) {
    return new RegisterEntity.Known(proofs, levels);
  }

  @Bean
  RegisterEntity.Part registerEntityPart(
      MandateEvidence evidence,
      Budgets budgets,
      IdpAudit audit,
      Clock clock,
      @Value("${xinfu.registry.life:P1825D}") Duration life) {
    return new RegisterEntity.Part(evidence, budgets, audit, clock, life);
  }

  @Bean
  RenewMandate.Terms renewalTerms(
      RegisterEntity.Part part, @Value("${xinfu.registry.renewal:P30D}") Duration within) {
    return new RenewMandate.Terms(part, within);
  }

  @Bean
  RenewMandate renewMandate(
      EntityRegistry registry,
      Mandates mandates,
      RegisterEntity.Known known,
      RenewMandate.Terms terms) {
    return new RenewMandate(registry, mandates, known, terms);
  }

  @Bean
  GiveMandates giveMandates(
      Mandates mandates, Accounts accounts, IdentityLevels levels, GiveMandates.Part part) {
    return new GiveMandates(mandates, accounts, levels, part);
  }

  @Bean
  GiveMandates.Part giveMandatesPart(
      MandateEvidence evidence, Sandbox sandbox, People people, Clock clock) {
    return new GiveMandates.Part(
        evidence, sandbox, people.persons(), people.proofs()::minor, clock);
  }

  /** Who is given a mandate, and what is known of them. */
  record People(Persons persons, Proofs proofs) {}

  @Bean
  People mandatePeople(Persons persons, Proofs proofs) {
    return new People(persons, proofs);
  }

  @Bean
  MandatesEndpoint.Doors mandateDoors(
      Idempotency idempotency, ProblemAnswers problems, Sandbox sandbox, Clock clock) {
    return new MandatesEndpoint.Doors(idempotency, problems, sandbox, clock);
  }

  @Bean
  EntitiesPage.Doors entitiesDoors(Budgets budgets, Audit audit, Clock clock) {
    return new EntitiesPage.Doors(budgets, audit, clock);
  }

  @Bean
  HeldMandates heldMandates(
      Mandates mandates, Accounts accounts, Clock clock, RenewMandate.Terms terms) {
    return new HeldMandates(mandates, accounts, clock, terms.within());
  }

  @Bean
  EntitiesPage.Shown entitiesShown(
      HeldMandates held, Accounts accounts, Visit visit, EntitiesPage.Doors doors) {
    return new EntitiesPage.Shown(held, accounts, visit, doors);
  }

  @Bean
  LicenceLogin licenceLogin(
      RegisterEntity register, @Value("${xinfu.public-url}") String origin, Clock clock) {
    return new LicenceLogin(register, origin, clock);
  }
}
