package org.xinfu.kit.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path directory;

  @Test
  void keepsRowsAcrossRestartsAndIsDurableAndClosed() throws Exception {
    try (EmbeddedPostgres first = EmbeddedPostgres.start(directory)) {
      DataSource database = first.createDatabase("seal");
      run(database, "CREATE TABLE t (v text)", "INSERT INTO t VALUES ('kept')");
      assertThat(ask(database, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(database, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(database, "SHOW password_encryption")).isEqualTo("scram-sha-256");
      assertThat(ask(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThatThrownBy(() -> DriverManager.getConnection(first.url("seal"), "postgres", "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password");
    }
    assertThat(Files.exists(directory.resolve("data/postmaster.pid"))).isFalse();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("password"))))
        .isEqualTo("rw-------");
    try (EmbeddedPostgres second = EmbeddedPostgres.start(directory)) {
      assertThat(ask(second.createDatabase("seal"), "SELECT v FROM t")).isEqualTo("kept");
    }
  }

  @Test
  void adoptsTheServerOfAKilledServiceAndRefusesASecondService() throws Exception {
    Process service =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledService.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.lines().anyMatch(line -> line.contains("ACKNOWLEDGED"))).isTrue();
    ServerState before = ServerState.read(directory.resolve("data")).orElseThrow();
    assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("another service holds");

    service.destroyForcibly().waitFor();

    try (EmbeddedPostgres adopted = EmbeddedPostgres.start(directory)) {
      assertThat(ServerState.read(directory.resolve("data")).orElseThrow().pid())
          .isEqualTo(before.pid());
      assertThat(ask(adopted.createDatabase("seal"), "SELECT v FROM t")).isEqualTo("acknowledged");
    }
    assertThat(ServerState.read(directory.resolve("data"))).isEmpty();
  }

  @Test
  void recoversAfterTheServerItselfWasKilled() throws Exception {
    EmbeddedPostgres first = EmbeddedPostgres.start(directory);
    run(first.createDatabase("seal"), "CREATE TABLE t (v text)", "INSERT INTO t VALUES ('kept')");
    long pid = ServerState.read(directory.resolve("data")).orElseThrow().pid();
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    server.destroyForcibly();
    server.onExit().join();
    first.close();

    try (EmbeddedPostgres second = EmbeddedPostgres.start(directory)) {
      assertThat(ask(second.createDatabase("seal"), "SELECT v FROM t")).isEqualTo("kept");
    }
  }

  @Test
  void refusesADatabaseNameThatIsMoreThanAName() {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory)) {
      assertThatThrownBy(() -> server.createDatabase("x; DROP DATABASE y"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  static void run(DataSource database, String... statements) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static String ask(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }
}
