package org.xinfu.idp.staff;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.factor.SecondFactors;
import org.xinfu.idp.login.LogIn;

/** The parts of a member's own page. */
@Configuration(value = "staffUseCases", proxyBeanMethods = false)
class UseCases {
  @Bean
  StaffPage.Part staffPagePart(LogIn logIn, SecondFactors factors, IdpAudit audit, Clock clock) {
    return new StaffPage.Part(logIn, factors, audit, clock);
  }
}
