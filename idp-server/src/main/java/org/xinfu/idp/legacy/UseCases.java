package org.xinfu.idp.legacy;

import java.time.Clock;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.login.PasswordHashes;
import org.xinfu.kit.audit.Audit;

/** The parts of taking accounts over. */
@Configuration(value = "legacyUseCases", proxyBeanMethods = false)
class UseCases {
  @Bean
  ImportAccounts.Part importAccountsPart(
      PasswordHashes hashes,
      TransactionTemplate transaction,
      MessageSource texts,
      Audit audit,
      Clock clock) {
    return new ImportAccounts.Part(hashes, transaction, texts, audit, clock);
  }

  @Bean
  ImportAccounts importAccounts(
      Accounts accounts, Persons persons, LegacyAccounts taken, ImportAccounts.Part part) {
    return new ImportAccounts(accounts, persons, taken, part);
  }
}
