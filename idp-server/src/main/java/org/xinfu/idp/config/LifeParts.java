package org.xinfu.idp.config;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.xinfu.idp.account.IdentityUses;
import org.xinfu.idp.closure.CloseAccount;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.contact.ChangeContacts;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Holds;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.OwnChanges;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.idp.recover.RecoverAccount;
import org.xinfu.idp.register.RegisterPerson;
import org.xinfu.idp.store.JdbcClosures;
import org.xinfu.idp.store.JdbcGrantStore;
import org.xinfu.idp.store.JdbcHolds;
import org.xinfu.idp.store.JdbcIdentityUses;
import org.xinfu.idp.store.JdbcRecoveries;
import org.xinfu.kit.security.SecurityHeaders;

/** How accounts end, and how they are recovered. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LifeSettings.class)
class LifeParts {
  @Bean
  Holds holds(JdbcClient jdbc) {
    return new JdbcHolds(jdbc);
  }

  @Bean
  IdentityUses identityUses(JdbcClient jdbc) {
    return new JdbcIdentityUses(jdbc);
  }

  @Bean
  CloseAccount closeAccount(
      JdbcClosures closures, Holds holds, CloseAccount.People people, CloseAccount.Part part) {
    return new CloseAccount(closures, holds, people, part);
  }

  @Bean
  JdbcClosures closures(JdbcClient jdbc, SignOut signOut, LifeSettings settings) {
    return new JdbcClosures(jdbc, signOut, settings.keepPseudonym());
  }

  @Bean
  CloseAccount.People closingPeople(
      Persons persons, Notices notices, SignOut signOut, OwnChanges changes) {
    return new CloseAccount.People(persons, notices, signOut, changes);
  }

  @Bean
  CloseAccount.Part closingPart(LifeSettings settings, RegisterPerson.Part part) {
    return new CloseAccount.Part(
        settings.coolingOff(), part.passwords(), part.audit(), part.clock());
  }

  @Bean
  RecoverAccount recoverAccount(
      ProvePerson prove,
      ContactCodes codes,
      RecoverAccount.People people,
      RecoverAccount.Part part) {
    return new RecoverAccount(prove, codes, people, part);
  }

  @Bean
  RecoverAccount.People recoveringPeople(
      Accounts accounts, Persons persons, IdentityLevels levels, JdbcRecoveries recoveries) {
    return new RecoverAccount.People(accounts, persons, levels, recoveries);
  }

  @Bean
  JdbcRecoveries recoveries(
      JdbcClient jdbc, SignOut signOut, Persons persons, JdbcGrantStore.Part part) {
    return new JdbcRecoveries(jdbc, signOut, persons, part);
  }

  @Bean
  RecoverAccount.Part recoveringPart(
      LifeSettings settings, RegisterPerson.Part part, Notices notices) {
    return new RecoverAccount.Part(
        settings.hold(),
        part.proven(),
        part.rules(),
        part.passwords(),
        notices,
        part.audit(),
        part.clock());
  }

  @Bean
  ChangeContacts changeContacts(Persons persons, ContactCodes codes, ChangeContacts.Part part) {
    return new ChangeContacts(persons, codes, part);
  }

  @Bean
  ChangeContacts.Part changingContactsPart(
      LifeSettings settings, Holds holds, UndoParts.Told told, ContactCodes.Part part) {
    return new ChangeContacts.Part(
        holds, told.notices(), told.login(), part.audit(), part.clock(), settings.hold());
  }

  /** Pages of people who cannot log in. */
  @Bean
  @Order(2)
  SecurityFilterChain recoverChain(HttpSecurity http) {
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/recover", "/recover/**")
        .requestCache(cache -> cache.disable())
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }
}
