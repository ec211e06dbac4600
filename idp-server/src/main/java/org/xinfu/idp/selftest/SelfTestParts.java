package org.xinfu.idp.selftest;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Outgoing;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.logout.LogoutRequestForm;
import org.xinfu.idp.logout.LogoutToken;

/** The parts of the self-test. */
@Configuration(proxyBeanMethods = false)
class SelfTestParts {
  @Bean
  RunSelfTest runSelfTest(
      SelfTests tests, LogoutChecks.Tools tools, RunSelfTest.World world, RunSelfTest.Part part) {
    return new RunSelfTest(tests, tools, world, part);
  }

  @Bean
  LogoutChecks.Tools logoutCheckTools(
      LogoutToken tokens, LogoutRequestForm requests, Outgoing outgoing, SelfTests logins) {
    return new LogoutChecks.Tools(tokens, requests, outgoing.fetcher(), logins);
  }

  @Bean
  RunSelfTest.Part selfTestPart(Sandbox sandbox, IdpAudit audit, Clock clock) {
    return new RunSelfTest.Part(sandbox, audit, clock);
  }
}
