package org.xinfu.idp.staff;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.staff.Members;
import org.xinfu.idp.domain.staff.Posts;
import org.xinfu.idp.factor.SecondFactors;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.registration.Registrations;
import org.xinfu.kit.audit.Audit;

/** The parts of a member's own page, and what personnel systems call. */
@Configuration(value = "staffUseCases", proxyBeanMethods = false)
class UseCases {
  @Bean
  StaffPage.Part staffPagePart(LogIn logIn, SecondFactors factors, IdpAudit audit, Clock clock) {
    return new StaffPage.Part(logIn, factors, audit, clock);
  }

  @Bean
  KeepStaff.Part keepStaffPart(
      PasswordEncoder passwords, TransactionTemplate transaction, Audit audit, Clock clock) {
    return new KeepStaff.Part(passwords, transaction, audit, clock);
  }

  @Bean
  KeepStaff keepStaff(Posts posts, Accounts accounts, Members members, KeepStaff.Part part) {
    return new KeepStaff(posts, accounts, members, part);
  }

  @Bean
  StaffClients staffClients(Registrations registrations) {
    return new StaffClients(registrations);
  }
}
