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
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.LevelTable;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.registration.TicketKeys;
import org.xinfu.idp.store.CitizenIdCipher;
import org.xinfu.idp.store.JdbcAppTickets;
import org.xinfu.idp.store.TicketRegistrations;
import org.xinfu.idp.ticket.AppTickets;
import org.xinfu.idp.ticket.ExchangeTicket;
import org.xinfu.idp.ticket.SignedCalls;
import org.xinfu.idp.ticket.TellUser;
import org.xinfu.idp.ticket.TicketDesk;
import org.xinfu.idp.ticket.TicketPart;
import org.xinfu.idp.ticket.TicketSettings;
import org.xinfu.kit.security.SecurityHeaders;

/** The parts of the ticket protocol. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TicketSettings.class)
class TicketParts {
  @Bean
  AppTickets appTickets(JdbcClient jdbc, TransactionTemplate transaction, CitizenIdCipher cipher) {
    return new JdbcAppTickets(jdbc, transaction, cipher);
  }

  @Bean
  TicketKeys ticketKeys(JdbcClient jdbc, CitizenIdCipher cipher) {
    return new TicketRegistrations(jdbc, cipher);
  }

  @Bean
  TicketPart ticketPart(TicketSettings settings, LevelTable levels, IdpAudit audit, Clock clock) {
    return new TicketPart(settings, levels, audit, clock);
  }

  @Bean
  TicketDesk ticketDesk(
      IdpSettings settings, PushAllowance allowance, LoginNow login, Sandbox sandbox, Clock clock) {
    WaitingRoom room =
        new WaitingRoom(settings.publicUrl(), WaitingRoom.Door.TICKET, allowance, clock);
    return new TicketDesk(new LoginDesk(room, login, sandbox, clock));
  }

  @Bean
  SignedCalls signedCalls(
      AppTickets tickets, TicketSettings settings, IdpAudit audit, Clock clock) {
    return new SignedCalls(tickets, settings, audit, clock);
  }

  @Bean
  ExchangeTicket exchangeTicket(
      AppTickets tickets, TicketSettings settings, SignOut signOut, TicketPart part) {
    ExchangeTicket.Part needs = new ExchangeTicket.Part(part.audit(), part.clock());
    return new ExchangeTicket(tickets, settings, signOut, needs);
  }

  @Bean
  TellUser tellUser(TellUser.People people, TicketSettings settings, IdpAudit audit) {
    return new TellUser(people, settings, audit);
  }

  @Bean
  TellUser.People ticketPeople(
      AuthorizationDoor.Known known, ActingIdentities acting, TellUser.Levels levels) {
    return new TellUser.People(known.accounts(), known.subjects(), acting, levels, known.sandbox());
  }

  @Bean
  TellUser.Levels ticketLevels(AuthorizationDoor.Wording wording, LevelTable levels) {
    return new TellUser.Levels(wording.acr(), levels);
  }

  /** Browsers come with their session, applications with their signature and no cookie. */
  @Bean
  @Order(2)
  SecurityFilterChain ticket(HttpSecurity http) {
    SecurityHeaders.apply(http, ServerSecurity.CLIENTS);
    return http.securityMatcher("/ticket/**")
        .csrf(csrf -> csrf.disable()) // no cookie speaks for a caller in any POST here
        .requestCache(cache -> cache.disable()) // a request that waits for a login stays kept
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(
                        "/ticket/login",
                        "/ticket/logout",
                        "/ticket/token",
                        "/ticket/userinfo",
                        "/ticket/exit")
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .build();
  }
}
