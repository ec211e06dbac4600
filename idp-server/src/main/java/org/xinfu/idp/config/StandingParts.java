package org.xinfu.idp.config;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.proof.StandingSettings;
import org.xinfu.idp.proof.StandingWatch;
import org.xinfu.idp.proof.Standings;
import org.xinfu.idp.sandbox.SandboxSettings;
import org.xinfu.idp.store.CitizenIdCipher;
import org.xinfu.idp.store.JdbcStandings;
import org.xinfu.kit.audit.Audit;

/** The comparison with the register of deaths. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StandingSettings.class)
class StandingParts {
  @Bean
  Standings standings(
      JdbcClient jdbc, TransactionTemplate transaction, Audit audit, CitizenIdCipher cipher) {
    return new JdbcStandings(jdbc, transaction, audit, cipher);
  }

  @Bean
  StandingWatch standingWatch(
      IdentityAuthority authority, Proofs proofs, Standings standings, StandingWatch.Part part) {
    return new StandingWatch(authority, proofs, standings, part);
  }

  @Bean
  StandingWatch.Part standingWatchPart(
      StandingSettings settings, SandboxSettings sandbox, Clock clock, MeterRegistry meters) {
    return new StandingWatch.Part(settings, sandbox.numbers()::fictitious, clock, meters);
  }
}
