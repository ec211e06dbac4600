package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xinfu.idp.authorize.AuthorizationDoor;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.token.ActingClaims;
import org.xinfu.idp.token.StaffClaims;
import org.xinfu.idp.token.UserClaims;

/** Acting for legal persons: who may, and what tokens say of it. */
@Configuration(proxyBeanMethods = false)
class ActingParts {
  @Bean
  ActingIdentities actingIdentities(Mandates mandates, IdentityLevels levels, Clock clock) {
    return new ActingIdentities(mandates, levels, clock);
  }

  @Bean
  AuthorizationDoor.Represented represented(Visit visit, ActingIdentities identities) {
    return new AuthorizationDoor.Represented(visit, identities);
  }

  @Bean
  ActingClaims actingClaims(Accounts accounts, ActingIdentities identities, Subjects subjects) {
    return new ActingClaims(accounts, identities, subjects);
  }

  @Bean
  UserClaims userClaims(Accounts accounts, ActingClaims acting, StaffClaims staff) {
    return new UserClaims(accounts, acting, staff);
  }
}
