package org.xinfu.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.xinfu.kit.KitDatabase;

class NamedSqlTest {
  @Test
  void parametersAreFoundAndNothingElse() {
    NamedSql sql =
        NamedSql.of("SELECT :a::text, ':no ?', \":no\", 'it''s :no' || :b FROM t WHERE x = :a");
    assertThat(sql.text())
        .isEqualTo("SELECT ?::text, ':no ?', \":no\", 'it''s :no' || ? FROM t WHERE x = ?");
    assertThat(sql.names()).containsExactly("a", "b", "a");
    assertThat(sql.places("a")).containsExactly(0, 2);
    assertThat(sql.places("no")).isEmpty();
  }

  @Test
  void dollarsAndBackslashesStay() {
    assertThat(NamedSql.of("SELECT '$1\\' || :a || '\\$2'").text())
        .isEqualTo("SELECT '$1\\' || ? || '\\$2'");
  }

  /** The driver would take it for a parameter. */
  @Test
  void aQuestionMarkIsRefused() {
    assertThatThrownBy(() -> NamedSql.of("SELECT a ? 'b'"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aParameterWithoutAValueIsABug() {
    JdbcClient jdbc = JdbcClient.create(KitDatabase.fresh());
    NamedValues values = NamedSql.of("SELECT :a, :b").values().param("a", "x").param("c", "y");
    assertThatThrownBy(() -> values.update(jdbc))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no value for b");
  }

  /** As Spring binds them, and one statement at the server whatever is missing. */
  @Test
  void valuesArriveAsTheyAre() throws SQLException {
    try (Connection connection = KitDatabase.fresh().getConnection()) {
      JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      jdbc.sql("CREATE TABLE kept (a text, n integer, b bytea, f boolean, t timestamptz)").update();
      NamedSql sql = NamedSql.of("INSERT INTO kept VALUES (:a, :n, :b, :f::boolean, :t)");
      for (int i = 0; i < 20; i++) {
        boolean there = i % 2 == 0;
        Instant at = there ? Instant.parse("2026-11-27T19:00:00.123456789Z") : null;
        assertThat(values(sql, there).atOrNull("t", at).update(jdbc)).isOne();
      }
      assertThat(
              jdbc.sql("SELECT count(*) FROM kept WHERE a = 'x' AND n = 7 AND f AND t = ?")
                  .param(Timestamp.from(Instant.parse("2026-11-27T19:00:00.123456789Z")))
                  .query(Integer.class)
                  .single())
          .isEqualTo(10);
      assertThat(
              jdbc.sql("SELECT count(*) FROM kept WHERE a IS NULL AND f IS NULL AND t IS NULL")
                  .query(Integer.class)
                  .single())
          .isEqualTo(10);
      // The driver keeps a statement at the server from its fifth use on.
      assertThat(
              jdbc.sql(
                      "SELECT max(generic_plans + custom_plans) FROM pg_prepared_statements"
                          + " WHERE statement LIKE '%INTO kept%'")
                  .query(Integer.class)
                  .single())
          .isGreaterThan(10);
    }
  }

  @Test
  void aMomentIsReadAsItIs() {
    JdbcClient jdbc = JdbcClient.create(KitDatabase.fresh());
    NamedSql sql = NamedSql.of("SELECT :t::timestamptz AS t");
    for (String moment :
        Arrays.asList(
            "2026-11-27T19:00:00Z", "1970-01-01T00:00:00.000001Z", "2038-01-19T03:14:08Z")) {
      Instant at = Instant.parse(moment);
      assertThat(
              sql.values()
                  .at("t", at)
                  .query(jdbc, (row, number) -> row.getTimestamp("t").toInstant())
                  .single())
          .isEqualTo(at);
    }
  }

  private static NamedValues values(NamedSql sql, boolean there) {
    @Nullable String text = there ? "x" : null;
    return sql.values()
        .param("a", text, Types.VARCHAR)
        .param("n", 7)
        .param("b", new byte[] {1, 2})
        .param("f", there ? Boolean.TRUE : null, Types.BOOLEAN);
  }
}
