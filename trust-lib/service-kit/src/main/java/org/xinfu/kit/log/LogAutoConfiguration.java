package org.xinfu.kit.log;

import java.time.Clock;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.xinfu.kit.hsm.Hsm;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.VaultException;

/** The log, when a token for its keys is named. */
@AutoConfiguration(
    afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration")
@ConditionalOnProperty("xinfu.log.token")
@EnableConfigurationProperties(LogSettings.class)
class LogAutoConfiguration {
  @Bean
  LogKeys logKeys(LogSettings settings, ObjectProvider<Hsm> hsm) {
    String token = Objects.requireNonNull(settings.token());
    return new LogKeys(settings.name(), () -> opened(hsm, token));
  }

  /** A credential file that is missing or open to others keeps the log waiting as a device does. */
  private static KeyVault opened(ObjectProvider<Hsm> hsm, String token) {
    Hsm device = hsm.getIfAvailable();
    if (device == null) {
      throw new VaultException("no device for the log's keys: set xinfu.hsm.library");
    }
    try {
      return device.token(token);
    } catch (IllegalStateException unreadable) {
      throw new VaultException("token " + token + ": " + unreadable.getMessage(), unreadable);
    }
  }

  @Bean
  Sequencer sequencer(DataSource database, LogKeys keys, Clock clock) {
    return new Sequencer(database, keys, clock);
  }

  @Bean
  AuditLog auditLog(DataSource database, LogKeys keys) {
    return new AuditLog(database, keys);
  }

  @Bean
  CheckLog checkLog(DataSource database, LogKeys keys) {
    return new CheckLog(database, keys);
  }

  @Bean
  LogRounds logRounds(Sequencer sequencer, LogSettings settings) {
    return new LogRounds(sequencer, settings.interval());
  }

  @Bean
  LogHealth auditLogHealthIndicator(LogRounds rounds) {
    return new LogHealth(rounds);
  }
}
