package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.kit.pg.EmbeddedPostgres;

/** V94: what a login writes is in fewer indexes; what was there before stays, and stays unique. */
class NarrowGrantsTest {
  private static final String GRANT =
      """
      INSERT INTO oauth2_grant (id, version, client_id, principal, grant_type, scopes, access_hash,
        keep_until) VALUES (?, 1, 'c', 'p', 'authorization_code', 'openid', ?, now())
      """;

  @Test
  void grants_of_before_stay_and_no_two_have_one_access_token() throws IOException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(Files.createTempDirectory("xinfu-v94"))) {
      DataSource database = server.createDatabase("narrow");
      JdbcClient jdbc = JdbcClient.create(database);
      Schemas.begin(database, "93");
      jdbc.sql(GRANT).params(List.of("g1", "h1")).update();
      jdbc.sql("INSERT INTO rp_session VALUES ('s', 'c', 'p', now(), now())").update();
      jdbc.sql("INSERT INTO known_device VALUES ('a', 'd', now())").update();
      Schemas.lead(database, "98");
      assertThat(count(jdbc, "oauth2_grant WHERE access_hash = 'h1'")).isOne();
      assertThat(count(jdbc, "rp_session")).isOne();
      assertThat(count(jdbc, "known_device")).isOne();
      assertThatThrownBy(() -> jdbc.sql(GRANT).params(List.of("g2", "h1")).update())
          .isInstanceOf(DuplicateKeyException.class);
    }
  }

  @Test
  void times_of_what_a_login_reaches_are_in_no_index() {
    assertThat(indexes("rp_session", "known_device"))
        .hasSize(3)
        .noneMatch(index -> index.contains("last_at"));
  }

  @Test
  void a_grant_is_in_no_index_of_what_it_has_not() {
    assertThat(indexes("oauth2_grant"))
        .filteredOn(index -> index.contains("_hash)"))
        .hasSize(5)
        .allMatch(index -> index.contains("IS NOT NULL"));
  }

  /** The planner sees by itself that a token that is looked for is there. */
  @Test
  void the_grant_of_an_access_token_is_found_by_its_index() {
    SharedIdp.get()
        .bean(TransactionTemplate.class)
        .executeWithoutResult(
            tx -> {
              JdbcClient jdbc = SharedIdp.jdbc();
              jdbc.sql("SET LOCAL enable_seqscan = off").update(); // the table is small here
              assertThat(
                      jdbc.sql("EXPLAIN SELECT * FROM oauth2_grant WHERE access_hash = 'h'")
                          .query(String.class)
                          .list())
                  .anyMatch(step -> step.contains("oauth2_grant_access_hash"));
            });
  }

  /** An ANALYZE would take apart and compare what nobody looks for. */
  @Test
  void nothing_is_learnt_of_what_nobody_looks_for() {
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT attrelid::regclass || '.' || attname FROM pg_attribute
                    WHERE attstattarget = 0 AND attnum > 0 ORDER BY 1
                    """)
                .query(String.class)
                .list())
        .contains(
            "audit.details",
            "login_session.attributes",
            "oauth2_grant.id_token_claims",
            "oauth2_grant.request");
  }

  private static List<String> indexes(String... tables) {
    return SharedIdp.jdbc()
        .sql("SELECT indexdef FROM pg_indexes WHERE tablename IN (:tables)")
        .param("tables", List.of(tables))
        .query(String.class)
        .list();
  }

  private static int count(JdbcClient jdbc, String rows) {
    return jdbc.sql("SELECT count(*) FROM " + rows).query(Integer.class).single();
  }
}
