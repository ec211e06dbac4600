package org.xinfu.kit.pg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The server on a directory, for somebody who only looks in: the one that a service runs there, or
 * else one of our own until we leave.
 */
public final class VisitedPostgres implements AutoCloseable {
  private final Path directory;
  private final int port;
  private final @Nullable EmbeddedPostgres own;

  private VisitedPostgres(Path directory, int port, @Nullable EmbeddedPostgres own) {
    this.directory = directory;
    this.port = port;
    this.own = own;
  }

  /**
   * Finds or starts the server.
   *
   * @param directory as in {@link EmbeddedPostgres#start(Path)}; there has to be a database in it
   * @throws StoreUnavailable when there is none that answers
   */
  public static VisitedPostgres on(Path directory) {
    Path own = directory.toAbsolutePath().normalize();
    Optional<ServerState> alive = ready(own);
    if (alive.isEmpty()) {
      try {
        EmbeddedPostgres started = EmbeddedPostgres.start(own);
        return new VisitedPostgres(own, ready(own).orElseThrow().port(), started);
      } catch (StoreUnavailable held) {
        // A service that was just starting holds it; then its server is there by now.
        alive = ready(own);
        if (alive.isEmpty()) {
          throw held;
        }
      }
    }
    return new VisitedPostgres(own, alive.get().port(), null);
  }

  /** Where the server's files lie. */
  Path data() {
    return directory.resolve("data");
  }

  /** Whether a service runs it. */
  public boolean runByAService() {
    return own == null;
  }

  /**
   * The one database that a service keeps here.
   *
   * @throws StoreUnavailable when there is none, or more than one
   */
  public DataSource database() {
    String names = "SELECT string_agg(datname, ' ') FROM pg_database WHERE datname <> 'postgres'";
    try (Connection connection = source("postgres").getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(names + " AND NOT datistemplate")) {
      String name = row.next() ? row.getString(1) : null;
      if (name == null || name.indexOf(' ') >= 0) {
        throw new StoreUnavailable("not one database in " + directory + ": " + name);
      }
      return source(name);
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot ask the PostgreSQL server in " + directory, e);
    }
  }

  /** Leaves; a server of our own is stopped. */
  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }

  private DataSource source(String name) {
    try {
      String password = Files.readString(directory.resolve("password"), US_ASCII).strip();
      return EmbeddedPostgres.source(port, name, password);
    } catch (IOException e) {
      throw new StoreUnavailable("cannot read the password in " + directory, e);
    }
  }

  private static Optional<ServerState> ready(Path directory) {
    return ServerState.read(directory.resolve("data")).filter(ServerState::ready);
  }
}
