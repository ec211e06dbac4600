package org.xinfu.kit.pg;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;

/** Migrates the kit's own tables, with a history of their own, before the service's. */
@AutoConfiguration(
    beforeName = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration")
class KitSchemaAutoConfiguration {
  @Bean
  FlywayMigrationStrategy kitThenService() {
    return service -> {
      migrateKit(service.getConfiguration().getDataSource());
      service.migrate();
    };
  }

  /** The kit's tables stand in the same schema, so the service's history starts beside them. */
  @Bean
  FlywayConfigurationCustomizer besideTheKit() {
    return service -> service.baselineOnMigrate(true).baselineVersion("0");
  }

  private static void migrateKit(DataSource database) {
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/kit")
        .table("kit_schema_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }
}
