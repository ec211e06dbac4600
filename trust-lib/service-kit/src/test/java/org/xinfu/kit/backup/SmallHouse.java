package org.xinfu.kit.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.xinfu.kit.pg.EmbeddedPostgres;
import org.xinfu.kit.pg.VisitedPostgres;

/** A home directory whose services are their databases alone: real ones, with the kit's tables. */
final class SmallHouse {
  static final String DEVICE = "a key that stays in the device";
  final Path home;

  SmallHouse(Path home) {
    this.home = home;
  }

  /** A new one, stopped, with three entries in each book. */
  static SmallHouse made(Path home, String... services) throws Exception {
    SmallHouse house = new SmallHouse(home);
    house.write("credentials/idp-citizen-id.key", "0123456789012345678901234567890123456789012");
    house.write("hsm/tokens/oidc", DEVICE);
    house.write("trust/signers.pem", "an anchor");
    house.write("idp-journal/one.jsonl", "{\"id\":\"1\"}\n");
    for (String service : services) {
      house.write(service + "/blob.key", "a key of " + service + " that is long enough");
      house.write(service + "/blobs/ab/cd/sm3-abcd", "an encrypted blob");
      house.write(service + "/spool/messages.jsonl", "a message\n");
      try (EmbeddedPostgres server = house.start(service)) {
        DataSource database = server.createDatabase(service + "_server");
        Flyway.configure().dataSource(database).locations("classpath:db/kit").load().migrate();
        run(database, "CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, what text)");
      }
      house.act(service, "made", 3);
    }
    return house;
  }

  /** The same house somewhere else; both are stopped. */
  SmallHouse copy(Path to) throws Exception {
    if (new ProcessBuilder("cp", "-a", home.toString(), to.toString()).start().waitFor() != 0) {
      throw new IOException("cp -a " + home);
    }
    return new SmallHouse(to);
  }

  /** Another service with the same data. */
  SmallHouse twin(String service, String other) throws Exception {
    new SmallHouse(home.resolve(service)).copy(home.resolve(other));
    return this;
  }

  EmbeddedPostgres start(String service) {
    return EmbeddedPostgres.start(home.resolve(service).resolve("postgres"));
  }

  /** Acts of this name while nothing else runs. */
  void act(String service, String what, int times) throws SQLException {
    try (VisitedPostgres server = VisitedPostgres.on(home.resolve(service).resolve("postgres"))) {
      for (int i = 0; i < times; i++) {
        act(server.database(), what);
      }
    }
  }

  /** A thing and its entry in the book, both or none. */
  static void act(DataSource database, String what) throws SQLException {
    run(
        database,
        "BEGIN",
        "INSERT INTO thing (what) VALUES ('" + what + "')",
        "INSERT INTO audit (at, actor, act, subject, outcome, details)"
            + " VALUES (now(), 'tester', '"
            + what
            + "', 'x', 'done', '{}')",
        "COMMIT");
  }

  long count(String service, String sql) throws SQLException {
    try (VisitedPostgres server = VisitedPostgres.on(home.resolve(service).resolve("postgres"));
        Connection connection = server.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  long entries(String service) throws SQLException {
    return count(service, "SELECT count(*) FROM audit");
  }

  static void run(DataSource database, String... statements) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  Path write(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** A backup into {@code to}; where it is. */
  Path backup(Path to) throws IOException {
    Run run = run("backup", "--to", to.toString());
    if (run.status() != 0) {
      throw new AssertionError(run.toString());
    }
    String line = run.out().lines().filter(l -> l.contains(": " + to)).findFirst().orElseThrow();
    return Path.of(line.substring(line.indexOf(to.toString())).replaceFirst(": .*", ""));
  }

  /** A restore by a process of its own, not yet started; what it says is on one stream. */
  ProcessBuilder restoring(Path backup) {
    List<String> all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BackupTool.class.getName()));
    all.addAll(words("restore", backup.toString()));
    return new ProcessBuilder(all).redirectErrorStream(true);
  }

  private List<String> words(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--home", home.toString()));
    return all;
  }

  /** The tool, as its user runs it. */
  Run run(String command, String... arguments) {
    List<String> all = words(command, arguments);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = BackupTool.run(all, new PrintStream(out), new PrintStream(err), Clock.systemUTC());
    return new Run(
        status,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8).replaceFirst("^xinfu [a-z]+: ([a-z-]+): ", "$1 "));
  }

  record Run(int status, String out, String err) {
    /** Status and stable code. */
    String refusal() {
      return status + " " + err.replaceFirst("(?s) .*", "");
    }
  }

  /** Every file that counts, its length and its last change; databases are stopped. */
  TreeMap<String, String> contents() throws IOException {
    TreeMap<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = home.relativize(file).toString();
        if (!name.startsWith("run/") && !name.endsWith("/lock")) {
          all.put(name, Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
      }
    }
    return all;
  }

  static Path copied(Path backup, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(backup)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return to;
  }
}
