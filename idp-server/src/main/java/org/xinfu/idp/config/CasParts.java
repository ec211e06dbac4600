package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.authorize.AuthorizationDoor;
import org.xinfu.idp.authorize.LoginDesk;
import org.xinfu.idp.authorize.LoginNow;
import org.xinfu.idp.authorize.PushAllowance;
import org.xinfu.idp.authorize.WaitingRoom;
import org.xinfu.idp.cas.CasDesk;
import org.xinfu.idp.cas.CasPart;
import org.xinfu.idp.cas.CasSettings;
import org.xinfu.idp.cas.CasTickets;
import org.xinfu.idp.cas.IssueProxyTicket;
import org.xinfu.idp.cas.ProxyCallback;
import org.xinfu.idp.cas.ValidateTicket;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.LevelTable;
import org.xinfu.idp.domain.Outgoing;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.store.JdbcCasTickets;
import org.xinfu.kit.security.SecurityHeaders;

/** The parts of CAS. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CasSettings.class, LevelSettings.class})
class CasParts {
  @Bean
  LevelTable levelTable(LevelSettings settings) {
    return settings.table();
  }

  @Bean
  LoginNow loginNow(AuthorizationDoor.Known known, AuthorizationDoor.Wording wording, Clock clock) {
    return new LoginNow(known, wording.acr(), clock);
  }

  @Bean
  JdbcCasTickets casTickets(JdbcClient jdbc, TransactionTemplate transaction, BlindIndex index) {
    return new JdbcCasTickets(jdbc, transaction, index);
  }

  @Bean
  CasPart casPart(CasSettings settings, IdpAudit audit, Clock clock) {
    return new CasPart(settings, audit, clock);
  }

  @Bean
  CasDesk casDesk(
      IdpSettings settings, PushAllowance allowance, LoginNow login, Sandbox sandbox, Clock clock) {
    WaitingRoom room =
        new WaitingRoom(settings.publicUrl(), WaitingRoom.Door.CAS, allowance, clock);
    return new CasDesk(new LoginDesk(room, login, sandbox, clock));
  }

  @Bean
  ValidateTicket validateTicket(
      CasTickets tickets, ValidateTicket.People people, Outgoing outgoing, CasPart part) {
    ProxyCallback callback = new ProxyCallback(tickets, outgoing.fetcher(), part);
    return new ValidateTicket(tickets, people, callback, part);
  }

  @Bean
  ValidateTicket.People casPeople(
      AuthorizationDoor.Known known, ActingIdentities acting, ValidateTicket.Levels levels) {
    return new ValidateTicket.People(
        known.accounts(), known.subjects(), acting, levels, known.sandbox());
  }

  @Bean
  ValidateTicket.Levels casLevels(AuthorizationDoor.Wording wording, LevelTable levels) {
    return new ValidateTicket.Levels(wording.acr(), levels);
  }

  @Bean
  IssueProxyTicket issueProxyTicket(CasTickets tickets, CasPart part) {
    return new IssueProxyTicket(tickets, part);
  }

  /** Browsers come with their session, services with a ticket; nothing here takes a form. */
  @Bean
  @Order(2)
  SecurityFilterChain cas(HttpSecurity http) {
    SecurityHeaders.apply(http, ServerSecurity.CLIENTS);
    return http.securityMatcher("/cas/**")
        .requestCache(cache -> cache.disable()) // a request that waits for a login stays kept
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(
                        "/cas/login",
                        "/cas/logout",
                        "/cas/validate",
                        "/cas/serviceValidate",
                        "/cas/p3/serviceValidate",
                        "/cas/proxyValidate",
                        "/cas/p3/proxyValidate",
                        "/cas/proxy")
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .build();
  }
}
