package org.xinfu.kit.log;

import java.time.Clock;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.xinfu.kit.hsm.Hsm;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.key.VaultException;

/** The log, when a token for its keys is named. */
@AutoConfiguration(
    afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration")
@ConditionalOnProperty("xinfu.log.token")
@EnableConfigurationProperties(LogSettings.class)
@EnableScheduling
class LogAutoConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

  @Bean
  LogKeys logKeys(LogSettings settings, ObjectProvider<Hsm> hsm) {
    String token = Objects.requireNonNull(settings.token());
    return new LogKeys(settings.name(), () -> hsm.getObject().token(token));
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
  Rounds logRounds(Sequencer sequencer) {
    return new Rounds(sequencer);
  }

  /** Round after round; what the world refuses is told once and tried again in the next. */
  static final class Rounds {
    private final Sequencer sequencer;
    private String told = "";

    Rounds(Sequencer sequencer) {
      this.sequencer = sequencer;
    }

    @Scheduled(
        initialDelayString = "${xinfu.log.interval:PT2S}",
        fixedDelayString = "${xinfu.log.interval:PT2S}")
    void round() {
      try {
        sequencer.round();
        told = "";
      } catch (VaultException | StoreUnavailable away) {
        tell(Level.WARN, "the log goes on later: " + away.getMessage());
      } catch (LogForked forked) {
        tell(Level.ERROR, "nothing is signed any more: " + forked.getMessage());
      }
    }

    private void tell(Level level, String message) {
      if (!message.equals(told)) {
        LOG.atLevel(level).log(message);
        told = message;
      }
    }
  }
}
