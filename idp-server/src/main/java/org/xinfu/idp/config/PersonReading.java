package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.persons.ReadPersons;
import org.xinfu.kit.audit.Audit;

/** What department staff may know of persons. */
@Configuration(proxyBeanMethods = false)
class PersonReading {
  @Bean
  ReadPersons readPersons(
      Accounts accounts, Proofs proofs, IdentityLevels levels, ReadPersons.Part part) {
    return new ReadPersons(accounts, proofs, levels, part);
  }

  @Bean
  ReadPersons.Part readPersonsPart(Budgets budgets, Audit audit, Sandbox sandbox, Clock clock) {
    return new ReadPersons.Part(budgets, audit, sandbox, clock);
  }
}
