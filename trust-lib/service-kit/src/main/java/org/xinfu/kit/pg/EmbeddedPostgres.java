package org.xinfu.kit.pg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL server on one directory, durable ({@code fsync} and {@code synchronous_commit} on)
 * and closed (scram-sha-256 with a random password, 127.0.0.1 only). A server that survived the
 * kill of its service is adopted; a second service on the directory is refused.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String USER = "postgres";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 3;

  private final Path data;
  private final PostgresPrograms programs;
  private final DirectoryLock lock;
  private final boolean fsync;
  private final String password;
  private final int port;
  private boolean stopped;

  private EmbeddedPostgres(
      Path directory, PostgresPrograms programs, DirectoryLock lock, boolean fsync) {
    this.data = directory.resolve("data");
    this.programs = programs;
    this.lock = lock;
    this.fsync = fsync;
    this.password = initialised(directory);
    this.port = running().port();
  }

  /**
   * Starts or adopts the server on {@code directory}; the binaries are in {@link
   * PostgresBinaries#cache}.
   */
  public static EmbeddedPostgres start(Path directory) {
    return start(directory, PostgresBinaries.cache(), true);
  }

  /**
   * Starts or adopts the server on {@code directory}.
   *
   * @param directory holds the data, the password file (0600), the log and the lock; made when
   *     absent
   * @param cache where the programs are unpacked, once per version
   * @param fsync false for tests whose machine never loses its power: what was committed outlives
   *     the kill of any process, but not of the machine
   * @throws StoreUnavailable when another service holds the directory or the server does not come
   *     up
   */
  public static EmbeddedPostgres start(Path directory, Path cache, boolean fsync) {
    Path own = directory.toAbsolutePath().normalize();
    LOG.info("embedded PostgreSQL in {}", own);
    try {
      Files.createDirectories(own);
    } catch (IOException e) {
      throw new StoreUnavailable("cannot make " + own, e);
    }
    DirectoryLock lock = DirectoryLock.on(own, Duration.ofSeconds(10));
    boolean started = false;
    try {
      Path log = own.resolve("postgres.log");
      EmbeddedPostgres postgres =
          new EmbeddedPostgres(
              own, new PostgresPrograms(PostgresBinaries.unpackedIn(cache), log), lock, fsync);
      started = true;
      return postgres;
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  /** The release of PostgreSQL that is on the class path, such as 17.11.0. */
  public static String release() {
    return PostgresBinaries.release(System.getProperty("os.arch", ""));
  }

  /** Ends a server at once that somebody's death left on a directory that nobody needs. */
  public static void end(Path directory) {
    Path data = directory.toAbsolutePath().normalize().resolve("data");
    if (ServerState.read(data).isPresent()) {
      new PostgresPrograms(
              PostgresBinaries.unpackedIn(PostgresBinaries.cache()),
              directory.resolve("postgres.log"))
          .run(PATIENCE, "pg_ctl", List.of("stop", "-D", data.toString(), "-m", "immediate", "-w"));
    }
  }

  /** What was laid into the directory by us becomes the server's own, as it insists. */
  public static void own(Path directory) {
    new PostgresPrograms(directory, directory.resolve("postgres.log"))
        .own(directory.resolve("data"));
  }

  /** The database of this name, made when absent: lower-case letters, digits and underscore. */
  public DataSource createDatabase(String name) {
    if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("not a database name: " + name);
    }
    try (Connection connection = dataSource(USER).getConnection()) {
      if (!exists(connection, name)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("CREATE DATABASE " + name);
        }
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot make database " + name, e);
    }
    return dataSource(name);
  }

  /** JDBC URL of a database, without credentials. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  /** Stops the server cleanly and lets go of the directory; a second call does nothing. */
  @Override
  public void close() {
    if (!lock.held()) {
      return;
    }
    try {
      if (!stopped) { // afterwards another server may be on a directory of this name
        stop();
      }
    } finally {
      lock.close();
    }
  }

  /** Stops the server cleanly and keeps the directory, so that no service starts on it. */
  public void stop() {
    stopped = true;
    if (ServerState.read(data).isPresent()) {
      programs.run(
          PATIENCE, "pg_ctl", List.of("stop", "-D", data.toString(), "-m", "fast", "-t", "45"));
    }
  }

  private String initialised(Path directory) {
    Path secret = directory.resolve("password");
    try {
      if (!Files.exists(secret)) {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        writeSecret(secret, HexFormat.of().formatHex(random));
      }
      String text = Files.readString(secret, US_ASCII).strip();
      if (!Files.exists(data)) {
        initialise(secret, directory.resolve("data.part"));
      }
      return text;
    } catch (IOException e) {
      throw new StoreUnavailable("cannot prepare " + directory, e);
    }
  }

  /** A half-made cluster keeps its provisional name and is made anew. */
  private void initialise(Path secret, Path part) throws IOException {
    if (Files.exists(part)) {
      Files.move(
          part, part.resolveSibling("data.part." + Files.getLastModifiedTime(part).toMillis()));
    }
    programs.run(
        PATIENCE,
        "initdb",
        List.of(
            "-D",
            part.toString(),
            "-U",
            USER,
            "-E",
            "UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth=scram-sha-256",
            "--pwfile=" + secret,
            "--data-checksums"));
    Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private ServerState running() {
    Optional<ServerState> alive = ServerState.read(data);
    if (alive.isPresent()) {
      Optional<ServerState> adopted = settled();
      if (adopted.isPresent()) {
        LOG.info("adopted the PostgreSQL server with pid {}", adopted.get().pid());
        return adopted.get();
      }
    }
    for (int attempt = 1; ; attempt++) {
      try {
        programs.run(PATIENCE, "pg_ctl", startArguments(freePort()));
        return settled().orElseThrow(() -> programs.failure("PostgreSQL did not come up"));
      } catch (StoreUnavailable e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.warn("PostgreSQL did not start, attempt {}: {}", attempt, e.getMessage());
      }
    }
  }

  private List<String> startArguments(int freePort) {
    String options =
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=%s"
            + " -c synchronous_commit=on -c full_page_writes=on -c shared_buffers=64MB"
            + " -c max_connections=120 -c timezone=UTC -c log_timezone=UTC";
    return List.of(
        "start",
        "-D",
        data.toString(),
        "-l",
        programs.log().toString(),
        "-w",
        "-t",
        "45",
        "-o",
        options.formatted(freePort, fsync ? "on" : "off"));
  }

  /** Waits until the server on the directory answers to our password, or is gone. */
  private Optional<ServerState> settled() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<ServerState> state = ServerState.read(data);
      if (state.isEmpty() || (state.get().ready() && answers(state.get().port()))) {
        return state;
      }
      pause();
    }
    throw programs.failure("the PostgreSQL server on " + data + " does not answer");
  }

  private boolean answers(int candidate) {
    try (Connection connection = source(candidate, USER).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW data_directory")) {
      return rows.next() && Path.of(rows.getString(1)).equals(data);
    } catch (SQLException e) {
      LOG.debug("not ready on port {}: {}", candidate, e.getMessage());
      return false;
    }
  }

  private DataSource dataSource(String database) {
    return source(port, database);
  }

  private DataSource source(int at, String database) {
    return source(at, database, password);
  }

  /** Connections to a server of ours on this machine. */
  static DataSource source(int at, String database, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://127.0.0.1:" + at + "/" + database);
    source.setUser(USER);
    source.setPassword(password);
    source.setConnectTimeout(5);
    return source;
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void writeSecret(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(part, text, US_ASCII);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StoreUnavailable("no free port", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while waiting for PostgreSQL", e);
    }
  }
}
