package org.xinfu.idp.registration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.authorize.AuthorizationDoor;
import org.xinfu.idp.domain.Outgoing;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.web.ProblemAnswers;
import tools.jackson.databind.json.JsonMapper;

/** The parts of registration. */
@Configuration(proxyBeanMethods = false)
class RegistrationParts {
  @Bean
  RegisterClients registerClients(
      Registrations registrations, Audit audit, Sectors sectors, RegisterClients.Allowed allowed) {
    return new RegisterClients(registrations, audit, sectors, allowed);
  }

  @Bean
  Sectors sectors(Outgoing outgoing, JsonMapper json) {
    return new Sectors(outgoing.fetcher(), json);
  }

  @Bean
  RegisterClients.Allowed allowed(
      Outgoing outgoing, AuthorizationDoor.Wording wording, Sandbox sandbox, ProofMethods methods) {
    return new RegisterClients.Allowed(
        outgoing.inside(),
        level -> wording.acr().supported().contains(level),
        sandbox.open(),
        methods.all()::contains);
  }

  @Bean
  ClientsEndpoint.Doors registrationDoors(
      Idempotency idempotency, TransactionTemplate transaction, ProblemAnswers problems) {
    return new ClientsEndpoint.Doors(idempotency, transaction, problems);
  }
}
