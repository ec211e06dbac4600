package org.xinfu.kit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.kit.pg.EmbeddedPostgres;

/** An auditor with public keys and a head of before, at the database of a service. */
class AuditToolTest {
  @TempDir Path home;

  @Test
  void saysWhatBecameOfEachLog() throws Exception {
    LogKeys known = new LogKeys(LogHouse.ORIGIN, () -> LogHouse.VAULT);
    Path keys = Files.writeString(home.resolve("keys"), String.join("\n", known.published()));
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home.resolve("idp/postgres"))) {
      DataSource database = server.createDatabase("idp_server");
      Flyway.configure().dataSource(database).locations("classpath:db/kit").load().migrate();
      JdbcClient jdbc = JdbcClient.create(database);
      Sequencer sequencer = LogHouse.sequencer(database);
      jdbc.sql(LogHouse.insert(3)).update();
      sequencer.round();
      String note = new LogTables(database).signed().orElseThrow().note();
      Path kept = Files.writeString(home.resolve("kept"), note);
      jdbc.sql(LogHouse.insert(2)).update();
      sequencer.round();
      jdbc.sql(LogHouse.insert(1)).update();

      assertThat(audit("--keys", keys, "--kept", kept))
          .startsWith("0 log idp 日志: WHOLE 完整, 5 entries under ")
          .contains(", 1 waiting");
      Path none = Files.writeString(home.resolve("none"), "no key\n");
      assertThat(audit("--keys", none)).startsWith("2 log idp 日志: NOT SIGNED");
      assertThat(audit("--keys", none, "--kept", kept)).contains("kept head", "NOT SIGNED by");

      jdbc.sql("ALTER TABLE audit DISABLE RULE audit_no_update").update();
      jdbc.sql("UPDATE audit SET outcome = 'other' WHERE id = 2").update();
      assertThat(audit("--keys", keys))
          .startsWith("1 log idp 日志: ROWS ALTERED")
          .contains("row 2 (entry 1) ALTERED");
      jdbc.sql("TRUNCATE log_tile, log_checkpoint").update();
      jdbc.sql("UPDATE log_head SET size = 0, last_id = 0").update();
      assertThat(audit("--keys", keys)).startsWith("2 log idp 日志: NOT SIGNED");
      jdbc.sql("TRUNCATE audit").update();
      assertThat(audit("--keys", keys)).startsWith("0 log idp 日志: WHOLE");
      assertThat(audit("--keys", keys, "--kept", kept)).startsWith("1 ").contains("not here");
    }
    assertThat(audit("--kept", keys)).startsWith("64 xinfu audit");
    assertThat(audit("--keys", home.resolve("absent"))).startsWith("74 ");
  }

  @Test
  void saysThatThereIsNoDatabaseOrNoLog() throws Exception {
    Path none = Files.writeString(home.resolve("none"), "no key\n");
    assertThat(audit("--keys", none)).startsWith("2 ").contains("no log", "没有日志");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home.resolve("seal/postgres"))) {
      DataSource database = server.createDatabase("seal_service");
      Flyway.configure().dataSource(database).locations("classpath:db/kit").load().migrate();
      JdbcClient.create(database).sql(LogHouse.insert(3)).update();
      assertThat(audit("--keys", none))
          .startsWith("2 log seal 日志: NO LOG 无日志, 3 ")
          .doesNotContain("WHOLE");
      LogHouse.sequencer(database).round();
      assertThat(audit("--keys", none)).startsWith("2 log seal 日志: NOT SIGNED");
    }
  }

  private String audit(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("--home", home.toString()));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    int status = AuditTool.run(all, stream, stream);
    return status + " " + said.toString(StandardCharsets.UTF_8);
  }
}
