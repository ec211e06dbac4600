package org.xinfu.idp.window;

import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.authorize.AuthorizationDoor;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.staff.Posts;
import org.xinfu.idp.domain.window.Presence;
import org.xinfu.idp.domain.window.WindowActs;
import org.xinfu.idp.factor.Freshness;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.web.ProblemAnswers;

/** The parts of acts at windows. */
@Configuration(value = "windowUseCases", proxyBeanMethods = false)
@EnableConfigurationProperties(WindowSettings.class)
class UseCases {
  @Bean
  ActForCitizen actForCitizen(
      WindowActs acts, Presence presence, ActForCitizen.People people, ActForCitizen.Part part) {
    return new ActForCitizen(acts, presence, people, part);
  }

  @Bean
  ActForCitizen.People windowPeople(
      AuthorizationDoor.Known known, Proofs proofs, Posts posts, Persons persons) {
    return new ActForCitizen.People(
        known.accounts(), proofs, known.levels(), posts, persons, known.sandbox());
  }

  @Bean
  ActForCitizen.Part windowPart(
      WindowSettings settings, WindowEvidence evidence, Budgets budgets, Telling telling) {
    return new ActForCitizen.Part(
        settings, evidence, budgets, telling.audit(), telling.notices(), telling.clock());
  }

  /** What records and tells. */
  record Telling(Audit audit, Notices notices, Clock clock) {}

  @Bean
  Telling windowTelling(Audit audit, Notices notices, Clock clock) {
    return new Telling(audit, notices, clock);
  }

  @Bean
  WindowEvidence windowEvidence(JwtEncoder encoder, @Value("${xinfu.public-url}") String issuer) {
    return new WindowEvidence(encoder, issuer);
  }

  @Bean
  WindowClerks windowClerks(
      OAuth2AuthorizationService grants,
      RegisteredClientRepository clients,
      Accounts accounts,
      WindowActs acts) {
    return new WindowClerks(grants, clients, accounts, acts);
  }

  @Bean
  WindowTokens.Known windowKnown(AuthorizationDoor.Known known, AuthorizationDoor.Wording wording) {
    return new WindowTokens.Known(
        known.accounts(), known.levels(), known.subjects(), wording.acr());
  }

  @Bean
  WindowTokens windowTokens(
      WindowActs acts, WindowTokens.Known known, WindowEvidence signer, Issuing issuing) {
    return new WindowTokens(
        acts,
        known,
        new WindowTokens.Part(
            signer.issuer(),
            signer.encoder(),
            issuing.grants(),
            issuing.clients(),
            issuing.telling().audit(),
            issuing.telling().clock()));
  }

  /** Where tokens are kept. */
  record Issuing(
      OAuth2AuthorizationService grants, RegisteredClientRepository clients, Telling telling) {}

  @Bean
  Issuing windowIssuing(
      OAuth2AuthorizationService grants, RegisteredClientRepository clients, Telling telling) {
    return new Issuing(grants, clients, telling);
  }

  @Bean
  WindowActsEndpoint.Doors windowDoors(
      WindowEvidence signer,
      WindowActs acts,
      Idempotency idempotency,
      ProblemAnswers problems,
      Telling telling) {
    return new WindowActsEndpoint.Doors(
        signer.issuer(), acts, idempotency, problems, telling.audit(), telling.clock());
  }

  @Bean
  WindowPages.Part windowPagesPart(
      Freshness fresh, TransactionTemplate transaction, Telling telling) {
    return new WindowPages.Part(fresh, transaction, telling.audit(), telling.clock());
  }
}
