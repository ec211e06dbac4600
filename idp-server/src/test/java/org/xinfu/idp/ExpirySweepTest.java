package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.store.ExpirySweep;

/** What no longer opens anything is taken away, table by table, and nothing before its time. */
class ExpirySweepTest {
  /** Evidence and acts stay when they are over: they say what was. */
  private static final List<String> KEPT = List.of("proof", "window_act");

  private static final JdbcClient JDBC = SharedIdp.jdbc();

  @Test
  void every_table_whose_rows_end_is_swept_or_kept_on_purpose() {
    List<String> tables =
        JDBC.sql(
                """
                SELECT table_name FROM information_schema.columns
                WHERE table_schema = 'public' AND column_name = 'expires_at' ORDER BY 1
                """)
            .query(String.class)
            .list();
    assertThat(tables).containsAll(KEPT).hasSizeGreaterThan(10);
    for (String table : tables) {
      Pair pair = new Pair(table, "expires_at", Duration.ofHours(2));
      sweep();
      assertThat(pair.there(pair.young)).as(table).isTrue();
      assertThat(pair.there(pair.old)).as(table).isEqualTo(KEPT.contains(table));
      pair.forget();
    }
  }

  /** Rows that end with their last use, and after how many days. */
  @ParameterizedTest
  @CsvSource({
    "oauth2_grant, keep_until, 0",
    "login_failure, last_at, 1",
    "client_login_failure, since, 1",
    "rp_session, last_at, 31",
    "cas_session, last_at, 31",
    "known_device, last_at, 400",
    "logout_delivery, ended_at, 30"
  })
  void what_is_kept_for_a_while_goes_after_it(String table, String column, int days) {
    Duration kept = Duration.ofDays(days);
    Pair pair = new Pair(table, column, kept.plusMinutes(5));
    Pair still = new Pair(table, column, kept.minusMinutes(5));
    sweep();
    assertThat(pair.there(pair.old)).isFalse();
    assertThat(still.there(still.old)).isTrue();
    still.forget();
    pair.forget();
  }

  @Test
  void a_login_goes_in_the_hour_after_its_end() {
    Pair pair = new Pair("login_session", "expires_at", Duration.ofHours(2));
    sweep();
    assertThat(pair.there(pair.old)).isFalse();
    assertThat(pair.there(pair.young)).isTrue();
    pair.forget();
  }

  private static void sweep() {
    SharedIdp.get().bean(ExpirySweep.class).sweep();
  }

  /** Two rows that differ in one moment: so long ago, and an hour from now. */
  private static final class Pair {
    private final String table;
    private final String column;
    final String old;
    final String young;

    Pair(String table, String column, Duration age) {
      this.table = table;
      this.column = column;
      old = row(Instant.now().minus(age));
      young = row(Instant.now().plus(Duration.ofHours(1)));
    }

    /** Its place; other columns hold whatever their types and rules allow. */
    private String row(Instant moment) {
      Map<String, String> values = new HashMap<>();
      JDBC.sql(
              """
              SELECT column_name, data_type FROM information_schema.columns
              WHERE table_schema = 'public' AND table_name = ? AND is_nullable = 'NO'
                AND is_identity = 'NO' AND is_generated = 'NEVER' AND column_default IS NULL
              """)
          .param(table)
          .query((row, n) -> values.put(row.getString(1), literal(row.getString(2))))
          .list();
      values.putAll(RULES.getOrDefault(table, Map.of()));
      values.put(column, "'" + moment + "'");
      String sql =
          "INSERT INTO %s (%s) VALUES (%s) RETURNING %s"
              .formatted(
                  table,
                  String.join(", ", values.keySet()),
                  values.keySet().stream().map(values::get).collect(Collectors.joining(", ")),
                  column + "::text");
      TransactionTemplate transaction = SharedIdp.get().bean(TransactionTemplate.class);
      return Objects.requireNonNull(
          transaction.execute(
              status -> {
                // References to others are not what is looked at here.
                JDBC.sql("SET LOCAL session_replication_role = replica").update();
                return JDBC.sql(sql).query(String.class).single();
              }));
    }

    boolean there(String moment) {
      return JDBC.sql("SELECT count(*) FROM %s WHERE %s = ?::timestamptz".formatted(table, column))
              .param(moment)
              .query(Long.class)
              .single()
          > 0;
    }

    void forget() {
      for (String moment : List.of(old, young)) {
        JDBC.sql("DELETE FROM %s WHERE %s = ?::timestamptz".formatted(table, column))
            .param(moment)
            .update();
      }
    }
  }

  private static final Map<String, Map<String, String>> RULES =
      Map.of(
          "ukey_challenge", Map.of("purpose", "'LOGIN'"),
          "qr_login", Map.of("number", "10", "state", "'WAITING'"),
          "app_ticket", Map.of("kind", "'TICKET'"),
          "proof", Map.of("level", "'IAL1'"),
          "window_act", Map.of("method", "'READER'"),
          "logout_delivery", Map.of("state", "'DELIVERED'"));

  private static String literal(String type) {
    return switch (type) {
      case "text", "character varying", "character" -> "'" + UUID.randomUUID() + "'";
      case "uuid" -> "'" + UUID.randomUUID() + "'";
      case "boolean" -> "false";
      case "jsonb" -> "'{}'";
      case "bytea" -> "decode(md5(random()::text), 'hex')";
      case "date" -> "current_date";
      case "timestamp with time zone", "timestamp without time zone" -> "now()";
      case "integer", "smallint", "bigint", "numeric" -> "1";
      default -> throw new IllegalArgumentException(type);
    };
  }
}
