package org.xinfu.idp.registration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Outgoing;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.web.ProblemAnswers;
import tools.jackson.databind.json.JsonMapper;

/** The parts of registration. */
@Configuration(proxyBeanMethods = false)
class RegistrationParts {
  @Bean
  RegisterClients registerClients(
      Registrations registrations, Audit audit, Outgoing outgoing, JsonMapper json) {
    Sectors sectors = new Sectors(outgoing.fetcher(), json);
    return new RegisterClients(registrations, audit, sectors, outgoing.inside());
  }

  @Bean
  ClientsEndpoint.Doors registrationDoors(
      Idempotency idempotency, TransactionTemplate transaction, ProblemAnswers problems) {
    return new ClientsEndpoint.Doors(idempotency, transaction, problems);
  }
}
