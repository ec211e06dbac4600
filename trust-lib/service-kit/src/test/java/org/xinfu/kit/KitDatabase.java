package org.xinfu.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.xinfu.kit.pg.EmbeddedPostgres;

/** One PostgreSQL for all tests of this run; each asks for a database of its own. */
public final class KitDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private KitDatabase() {}

  /** Started when first asked for, stopped with the tests. */
  private static final class Server {
    private static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        Path directory = Files.createTempDirectory("kit-database");
        EmbeddedPostgres server = EmbeddedPostgres.start(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new database that holds the kit's tables and nothing else. */
  public static DataSource fresh() {
    DataSource database = Server.RUNNING.createDatabase("kit_" + COUNT.incrementAndGet());
    Flyway.configure().dataSource(database).locations("classpath:db/kit").load().migrate();
    return database;
  }
}
