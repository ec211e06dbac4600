package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.kit.pg.EmbeddedPostgres;

/** V109: a grant is found by what its tokens name, and spending its code changes no index. */
class NamedGrantsTest {
  private static final String CONSOLE = "seal-console";
  private static final String REDIRECT = "http://localhost:9100/login/oauth2/code/idp";

  @Test
  void tokens_of_a_code_and_of_a_refresh_token_name_their_grant() {
    Map<String, Object> first = tokens();
    String grant = grant(first);
    named(first, grant);
    Map<String, Object> second = refreshed(text(first, "refresh_token"));
    named(second, grant);
    assertThat(claim(second, "access_token")).isNotEqualTo(claim(first, "access_token"));
    assertThat(active(text(second, "access_token"))).isTrue();
    assertThat(active(text(second, "refresh_token"))).isTrue();
  }

  private static void named(Map<String, Object> tokens, String grant) {
    assertThat(claim(tokens, "access_token")).startsWith(grant + ".");
    assertThat(claim(tokens, "id_token")).startsWith(grant + ".");
    assertThat(text(tokens, "refresh_token")).startsWith(grant + ".");
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT num_nonnulls(access_check, refresh_check, id_token_check)
                      - num_nonnulls(access_hash, refresh_hash, id_token_hash)
                    FROM oauth2_grant WHERE id = ?
                    """)
                .param(grant)
                .query(Integer.class)
                .single())
        .isEqualTo(3);
  }

  @Test
  void what_was_given_before_is_found_by_its_hash_and_followed_by_what_names() {
    Map<String, Object> first = tokens();
    String grant = grant(first);
    String before = UUID.randomUUID().toString();
    SharedIdp.jdbc()
        .sql(
            """
            UPDATE oauth2_grant SET refresh_check = NULL, access_check = NULL,
              refresh_hash = encode(sha256(convert_to(?, 'UTF8')), 'hex')
            WHERE id = ?
            """)
        .params(List.of(before, grant))
        .update();
    assertThat(active(before)).isTrue();
    assertThat(active(text(first, "access_token"))).isFalse();
    assertThat(active(text(first, "refresh_token"))).isFalse();
    Map<String, Object> second = refreshed(before);
    named(second, grant);
    assertThat(refresh(before).statusCode())
        .as("within a second: the same successor")
        .isEqualTo(200);
    assertThat(active(text(second, "refresh_token"))).isTrue();
  }

  @Test
  void a_name_alone_opens_nothing() {
    Map<String, Object> tokens = tokens();
    String access = text(tokens, "access_token");
    String refresh = text(tokens, "refresh_token");
    String grant = grant(tokens);
    assertThat(active(grant + "." + "A".repeat(128))).isFalse();
    assertThat(refresh(grant + "." + "A".repeat(128)).body()).contains("invalid_grant");
    assertThat(active(access.substring(0, access.lastIndexOf('.') + 1) + "AAAA")).isFalse();
    assertThat(active(UUID.randomUUID() + refresh.substring(36))).isFalse();
    // One token in the other's place, by what it is presented as.
    assertThat(refresh(access).body()).contains("invalid_grant");
    assertThat(active(access)).as("and it still stands").isTrue();
    assertThat(active(refresh)).isTrue();
  }

  @Test
  void a_code_is_spent_in_its_place() throws IOException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(Files.createTempDirectory("xinfu-v109"))) {
      DataSource database = server.createDatabase("named");
      JdbcClient jdbc = JdbcClient.create(database);
      Schemas.begin(database, "107");
      grant(jdbc, "g1");
      assertThat(inPlace(database, "access_hash = 'h1', refresh_hash = 'h2'", "g1")).isZero();
      Schemas.lead(database, "109");
      grant(jdbc, "g2");
      assertThat(inPlace(database, "access_check = 'h3', refresh_check = 'h4'", "g2")).isOne();
      assertThat(
              jdbc.sql("SELECT id FROM oauth2_grant WHERE access_hash = 'h1'")
                  .query(String.class)
                  .single())
          .isEqualTo("g1");
    }
  }

  private static void grant(JdbcClient jdbc, String id) {
    jdbc.sql(
            """
            INSERT INTO oauth2_grant (id, version, client_id, principal, grant_type, scopes,
              code_hash, code_invalidated, sid, keep_until)
            VALUES (?, 1, 'c', 'p', 'authorization_code', 'openid', 'c' || ?, false, 's', now())
            """)
        .params(List.of(id, id))
        .update();
  }

  /** How many of the grant's indexes stay as they are: 1 for all, 0 for none. */
  private static int inPlace(DataSource database, String what, String grant) {
    JdbcClient jdbc = JdbcClient.create(database);
    return Objects.requireNonNull(
        new TransactionTemplate(new DataSourceTransactionManager(database))
            .execute(
                tx -> {
                  jdbc.sql(
                          "UPDATE oauth2_grant SET code_invalidated = true, version = version + 1, "
                              + what
                              + ", keep_until = now() WHERE id = ?")
                      .param(grant)
                      .update();
                  return jdbc.sql(
                          """
                          SELECT n_tup_hot_upd FROM pg_stat_xact_user_tables
                          WHERE relname = 'oauth2_grant'
                          """)
                      .query(Integer.class)
                      .single();
                }));
  }

  private static Map<String, Object> tokens() {
    LogInSteps steps = new LogInSteps(SharedIdp.get());
    Map<String, String> request = RunningIdp.authorization(CONSOLE, REDIRECT, "openid profile");
    String code = Objects.requireNonNull(steps.authorize("seal-applicant", request).get("code"));
    return RunningIdp.json(steps.exchangeSecretly(CONSOLE, REDIRECT, code).body());
  }

  private static Map<String, Object> refreshed(String token) {
    return RunningIdp.json(refresh(token).body());
  }

  private static HttpResponse<String> refresh(String token) {
    return new LogInSteps(SharedIdp.get()).refresh(CONSOLE, token);
  }

  private static boolean active(String token) {
    String answer =
        SharedIdp.browser()
            .post(
                "/oauth2/introspect",
                Map.of("token", token),
                "Authorization",
                SharedIdp.get().basic(CONSOLE))
            .body();
    return Boolean.TRUE.equals(RunningIdp.json(answer).get("active"));
  }

  private static String grant(Map<String, Object> tokens) {
    return claim(tokens, "access_token").substring(0, 36);
  }

  private static String claim(Map<String, Object> tokens, String token) {
    return (String) Objects.requireNonNull(RunningIdp.claims(text(tokens, token)).get("jti"));
  }

  private static String text(Map<String, Object> tokens, String name) {
    return (String) Objects.requireNonNull(tokens.get(name), tokens::toString);
  }
}
