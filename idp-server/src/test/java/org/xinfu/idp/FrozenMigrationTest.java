package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.kit.pg.EmbeddedPostgres;

/** V96: what was frozen is closed again, and nothing else is touched. */
class FrozenMigrationTest {
  @Test
  void whoever_was_resumed_without_a_review_is_closed_and_opens_when_thawed() throws IOException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(Files.createTempDirectory("xinfu-v96"))) {
      DataSource database = server.createDatabase("frozen");
      JdbcClient jdbc = JdbcClient.create(database);
      Schemas.begin(database, "95");
      account(jdbc, "frozen", false);
      account(jdbc, "resumed", true);
      account(jdbc, "suspended", false);
      account(jdbc, "open", true);
      for (String id : new String[] {"frozen", "resumed"}) {
        jdbc.sql("INSERT INTO account_freeze (account_id, at, why) VALUES (?, now(), 'deceased')")
            .param(id)
            .update();
      }
      Schemas.lead(database, "98");
      assertThat(active(jdbc)).isEqualTo("frozen=f open=t resumed=f suspended=f");
      assertThat(
              jdbc.sql("SELECT count(*) FROM account_freeze WHERE NOT suspended")
                  .query(Integer.class)
                  .single())
          .as("as before: none of them was suspended when it was frozen")
          .isEqualTo(2);
    }
  }

  private static void account(JdbcClient jdbc, String id, boolean active) {
    jdbc.sql(
            """
            INSERT INTO account (id, kind, login_name, password_hash, display_name, roles, active,
              created_at) VALUES (:id, 'PERSON', :id, 'x', 'x', '', :active, now())
            """)
        .param("id", id)
        .param("active", active)
        .update();
  }

  private static String active(JdbcClient jdbc) {
    return jdbc.sql(
            "SELECT string_agg(id || '=' || left(active::text, 1), ' ' ORDER BY id) FROM account")
        .query(String.class)
        .single();
  }
}
