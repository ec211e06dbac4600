package org.xinfu.idp.sandbox;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.factor.Completion;

/** The parts of the page. */
@Configuration(proxyBeanMethods = false)
class TestPersonParts {
  @Bean
  TestPersonPage.Doors testPersonDoors(
      SandboxSettings settings, Sandbox sandbox, Completion completion, TestPersonPage.Log log) {
    return new TestPersonPage.Doors(settings, sandbox, completion, log);
  }

  @Bean
  TestPersonPage.Log testPersonLog(IdpAudit audit, Clock clock) {
    return new TestPersonPage.Log(audit, clock);
  }
}
