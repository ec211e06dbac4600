package org.xinfu.idp.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.restore.FileJournal;
import org.xinfu.idp.restore.Journal;
import org.xinfu.idp.restore.JournalWitness;
import org.xinfu.idp.restore.Restorations;
import org.xinfu.idp.restore.RestoreDatabase;
import org.xinfu.idp.store.JdbcRestorations;
import org.xinfu.kit.home.ServiceHome;

/** What happens after a database was restored, before anybody is let in. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RestoreParts.Settings.class)
class RestoreParts {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreParts.class);

  /**
   * Restores (prefix {@code xinfu.restore}).
   *
   * @param journal directory of the journal, on other storage than the database; {@code
   *     idp-journal} below the home directory unless named
   * @param label a name of this restore: given at the first start after one, it is done before
   *     anybody is served; once for each name
   */
  @ConfigurationProperties("xinfu.restore")
  record Settings(@Nullable Path journal, @Nullable String label) {}

  @Bean
  Journal journal(Settings settings, ServiceHome home) {
    Path named = settings.journal();
    return new FileJournal(named == null ? home.home().resolve("idp-journal") : named);
  }

  @Bean
  Restorations restorations(JdbcClient jdbc) {
    return new JdbcRestorations(jdbc);
  }

  @Bean
  JournalWitness journalWitness(Journal journal, Restorations restorations) {
    return new JournalWitness(journal, restorations);
  }

  @Bean
  RestoreDatabase restoreDatabase(
      Journal journal, Restorations restorations, RestoreDatabase.Part part) {
    return new RestoreDatabase(journal, restorations, part);
  }

  @Bean
  RestoreDatabase.Part restoreDatabasePart(
      TransactionTemplate transaction, IdpAudit audit, Clock clock) {
    return new RestoreDatabase.Part(transaction, audit, clock);
  }

  /** Singletons are ready before the listener opens. */
  @Bean
  SmartInitializingSingleton beforeAnybodyIsServed(
      RestoreDatabase restore, Settings settings, ServiceHome home) {
    return () -> {
      for (String label : labels(settings, home)) {
        LOG.warn("restore {}: {}", label, restore.run(label));
      }
      List<Journal.Entry> forgotten = restore.forgotten();
      if (!forgotten.isEmpty()) {
        LOG.error(
            "the database does not know {} acts of the journal, the first at {}: was it restored?"
                + " Start once with --xinfu.restore.label=NAME",
            forgotten.size(),
            forgotten.getFirst().at());
      }
    };
  }

  /** The operator's, and that which {@code ./xinfu restore} left beside the database. */
  private static List<String> labels(Settings settings, ServiceHome home) {
    Path left = home.dataDirectory().resolve("restore.label");
    try {
      Stream<String> kept = Files.exists(left) ? Files.readAllLines(left).stream() : Stream.of();
      return Stream.concat(kept, Stream.ofNullable(settings.label()))
          .filter(label -> !label.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
