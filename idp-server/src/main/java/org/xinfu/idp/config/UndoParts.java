package org.xinfu.idp.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.OwnChanges;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.StandingLogin;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.register.RegisterPerson;
import org.xinfu.idp.store.JdbcPersons;
import org.xinfu.idp.store.JdbcStandingLogin;
import org.xinfu.idp.store.JdbcUndoLinks;
import org.xinfu.idp.undo.OfferUndo;
import org.xinfu.idp.undo.UndoChanges;
import org.xinfu.idp.undo.UndoLinks;
import org.xinfu.kit.security.SecurityHeaders;

/** The way back for owners whose account somebody else has changed. */
@Configuration(proxyBeanMethods = false)
class UndoParts {
  @Bean
  UndoLinks undoLinks(JdbcClient jdbc, SignOut signOut, Persons persons, JdbcUndoLinks.Part part) {
    return new JdbcUndoLinks(jdbc, signOut, persons, part);
  }

  @Bean
  JdbcUndoLinks.Part undoLinksPart(
      JdbcPersons.Part keys, ContactCodes.Part part, TransactionTemplate transaction) {
    return new JdbcUndoLinks.Part(keys, part.audit(), transaction);
  }

  @Bean
  OfferUndo offerUndo(UndoLinks links, OfferUndo.Part part) {
    return new OfferUndo(links, part);
  }

  @Bean
  OfferUndo.Part offerUndoPart(LifeSettings life, IdpSettings settings, ContactCodes.Part part) {
    return new OfferUndo.Part(
        settings.publicUrl(), life.linkLife(), life.hold(), part.texts(), part.clock());
  }

  /** What tells people, and whether a login counts. */
  record Told(Notices notices, StandingLogin login) {}

  @Bean
  Told ownersTold(Notices notices, StandingLogin login) {
    return new Told(notices, login);
  }

  @Bean
  StandingLogin standingLogin(JdbcClient jdbc, Visit visit) {
    return new JdbcStandingLogin(jdbc, visit);
  }

  @Bean
  OwnChanges ownChanges(ContactCodes.Part part, StandingLogin login) {
    return new OwnChanges(part.audit(), login);
  }

  @Bean
  UndoChanges undoChanges(
      UndoLinks links, Budgets budgets, Notices notices, UndoChanges.Part part) {
    return new UndoChanges(links, budgets, notices, part);
  }

  @Bean
  UndoChanges.Part undoChangesPart(LifeSettings life, RegisterPerson.Part part) {
    return new UndoChanges.Part(
        life.hold(), life.undosPerPrefix(), part.passwords(), part.audit(), part.clock());
  }

  /** What comes from here says nothing of where it was. */
  @Bean
  @Order(2)
  SecurityFilterChain undoChain(HttpSecurity http) {
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/undo")
        .headers(headers -> headers.referrerPolicy(to -> to.policy(ReferrerPolicy.NO_REFERRER)))
        .requestCache(cache -> cache.disable())
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }
}
