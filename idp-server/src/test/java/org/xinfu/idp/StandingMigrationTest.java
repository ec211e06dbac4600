package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.kit.pg.EmbeddedPostgres;

/** V115: nobody is asked about anew whom the authority has just spoken of. */
class StandingMigrationTest {
  @Test
  void the_authoritys_last_word_is_of_its_last_proof() throws IOException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(Files.createTempDirectory("xinfu-v115"))) {
      DataSource database = server.createDatabase("standings");
      JdbcClient jdbc = JdbcClient.create(database);
      Schemas.begin(database, "114");
      person(jdbc, "asked");
      proof(jdbc, "asked", "authority-check CITIZEN_ID", "2026-01-01");
      proof(jdbc, "asked", "authority-check CITIZEN_ID", "2026-02-02");
      proof(jdbc, "asked", "upstream-login CITIZEN_ID", "2026-03-03");
      person(jdbc, "vouched-for");
      proof(jdbc, "vouched-for", "upstream-login CITIZEN_ID", "2026-03-03");
      Schemas.lead(database, "115");
      assertThat(
              jdbc.sql("SELECT account_id || ' ' || standing_at::date FROM person ORDER BY 1")
                  .query(String.class)
                  .list())
          .containsExactly("asked 2026-02-02", "vouched-for -infinity");
    }
  }

  private static void person(JdbcClient jdbc, String id) {
    jdbc.sql(
            """
            INSERT INTO account (id, kind, login_name, password_hash, display_name, roles, active,
              created_at) VALUES (:id, 'PERSON', :id, 'x', 'x', '', true, now())
            """)
        .param("id", id)
        .update();
    jdbc.sql("INSERT INTO person VALUES (:id, 'CITIZEN_ID', :id, ''::bytea, '1980-01-01', NULL)")
        .param("id", id)
        .update();
  }

  private static void proof(JdbcClient jdbc, String id, String method, String at) {
    jdbc.sql(
            """
            INSERT INTO proof SELECT gen_random_uuid()::text, ?, 'IAL2', 's', 'r', ?, 'DOCUMENT',
              ?::date, '2030-01-01', NULL, 'x'
            """)
        .params(List.of(id, method, at))
        .update();
  }
}
