package org.xinfu.idp;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Makes a database what it was in an earlier release, and leads it on from there. */
final class Schemas {
  private Schemas() {}

  /** The tables of service-kit, and those of idp-server as of this version. */
  static void begin(DataSource database, String version) {
    migrate(database, "classpath:db/kit", "kit_schema_history", "latest");
    lead(database, version);
  }

  /** On to this version of idp-server's tables. */
  static void lead(DataSource database, String version) {
    migrate(database, "classpath:db/idp", "flyway_schema_history", version);
  }

  private static void migrate(DataSource database, String from, String history, String to) {
    Flyway.configure()
        .dataSource(database)
        .locations(from)
        .table(history)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .target(to)
        .load()
        .migrate();
  }
}
