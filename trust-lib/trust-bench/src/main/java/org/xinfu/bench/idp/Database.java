package org.xinfu.bench.idp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.xinfu.kit.pg.EmbeddedPostgres;

/** A contender's own PostgreSQL server, as service-kit starts it: durable, over TCP, scram. */
final class Database implements AutoCloseable {
  private static final String NAME = "bench";

  private final Path directory;
  private final EmbeddedPostgres server;
  private final DataSource source;

  Database(Path directory) {
    this.directory = directory;
    this.server = EmbeddedPostgres.start(directory);
    this.source = server.createDatabase(NAME);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
  }

  String url() {
    return server.url(NAME);
  }

  String user() {
    return server.user();
  }

  String password() {
    return server.password();
  }

  Connection connect() throws SQLException {
    return source.getConnection();
  }

  /** The one row of a query for three counts. */
  Contender.Works kept(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet counts = statement.executeQuery(query)) {
      counts.next();
      return new Contender.Works(counts.getLong(1), counts.getLong(2), counts.getLong(3));
    }
  }

  /** The server's first process; every other is its child. */
  long pid() {
    try {
      List<String> lines = Files.readAllLines(directory.resolve("data/postmaster.pid"));
      return Long.parseLong(lines.getFirst().strip());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
