package org.xinfu.idp.config;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.UnreadChanges;
import org.xinfu.idp.mandate.HttpEntityRegistry;
import org.xinfu.idp.mandate.RegistryWatch;
import org.xinfu.idp.simulator.RegistrySimulator;
import org.xinfu.idp.store.JdbcMandates;
import org.xinfu.idp.store.JdbcUnreadChanges;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.trust.crypt.Secret;

/** Legal persons: the registry, and where mandates are kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistrySettings.class)
class MandateParts {
  private static final String KEY = "entity-registry.key";

  @Bean
  Mandates mandates(JdbcClient jdbc, TransactionTemplate transaction, Audit audit, Clock clock) {
    return new JdbcMandates(jdbc, transaction, audit, clock);
  }

  @Bean
  @ConditionalOnProperty(
      name = "xinfu.registry.authority",
      matchIfMissing = true,
      havingValue = "none")
  RegistrySimulator registrySimulator(ServiceHome home, Clock clock) {
    return new RegistrySimulator(Secret.copyOf(SecretFile.key(home.credential(KEY))), clock);
  }

  @Bean
  ProductionCheck noSimulatedRegistry(ObjectProvider<RegistrySimulator> simulator) {
    return () ->
        simulator.getIfAvailable() == null
            ? List.of()
            : List.of(
                new ProductionCheck.Violation(
                    "registry-simulator",
                    "set xinfu.registry.authority to the registry's address"));
  }

  @Bean
  EntityRegistry entityRegistry(
      RegistrySettings settings,
      ObjectProvider<RegistrySimulator> simulator,
      ServiceHome home,
      Clock clock) {
    RegistrySimulator here = simulator.getIfAvailable();
    URI address = here == null ? Objects.requireNonNull(settings.authority()) : here.address();
    return new HttpEntityRegistry(
        address, () -> Secret.copyOf(SecretFile.key(home.credential(KEY))), clock);
  }

  @Bean
  UnreadChanges unreadChanges(JdbcClient jdbc, TransactionTemplate transaction, IdpAudit audit) {
    return new JdbcUnreadChanges(jdbc, transaction, audit);
  }

  @Bean
  RegistryWatch registryWatch(
      EntityRegistry registry, Mandates mandates, UnreadChanges unread, RegistryWatch.Part part) {
    return new RegistryWatch(registry, mandates, unread, part);
  }

  @Bean
  RegistryWatch.Part registryWatchPart(Clock clock, MeterRegistry meters) {
    return new RegistryWatch.Part(clock, meters);
  }
}
