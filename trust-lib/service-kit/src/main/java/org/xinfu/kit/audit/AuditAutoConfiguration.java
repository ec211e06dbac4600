package org.xinfu.kit.audit;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

/** The audit table's writer. */
@AutoConfiguration(
    afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration")
class AuditAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  Audit audit(
      JdbcClient jdbc, JsonMapper json, Clock clock, ObjectProvider<Audit.Witness> witnesses) {
    // Found at the first act, since a witness may need what needs the audit; then kept: a search
    // among all beans would cost more than the row.
    return new Audit(
        jdbc, json, clock, SingletonSupplier.of(() -> witnesses.orderedStream().toList()));
  }
}
