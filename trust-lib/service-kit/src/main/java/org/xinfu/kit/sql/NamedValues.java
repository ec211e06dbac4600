package org.xinfu.kit.sql;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The values of one statement by their parameters' names. What the SQL has no place for is left.
 */
public final class NamedValues {
  private static final Object NONE = new Object();

  private final NamedSql sql;
  private final Object[] values;

  NamedValues(NamedSql sql) {
    this.sql = sql;
    this.values = new Object[sql.names().size()];
    Arrays.fill(values, NONE);
  }

  /** A value that is there. */
  public NamedValues param(String name, Object value) {
    Objects.requireNonNull(value, name);
    return put(name, value);
  }

  /**
   * A value that may be missing.
   *
   * @param type of {@link Types}, which the server is told where there is none: with another than
   *     that of values it would plan anew
   */
  public NamedValues param(String name, @Nullable Object value, int type) {
    return put(name, value == null ? new SqlParameterValue(type, null) : value);
  }

  /** A moment that is there. */
  public NamedValues at(String name, Instant moment) {
    return put(name, moment(moment));
  }

  /** A moment that may be missing. */
  public NamedValues atOrNull(String name, @Nullable Instant moment) {
    return put(
        name, moment == null ? new SqlParameterValue(Types.TIMESTAMP, null) : moment(moment));
  }

  /** Changes rows; says how many. */
  public int update(JdbcClient jdbc) {
    return statement(jdbc).update();
  }

  /** Asks for rows. */
  public <T> JdbcClient.MappedQuerySpec<T> query(JdbcClient jdbc, RowMapper<T> mapper) {
    return statement(jdbc).query(mapper);
  }

  private JdbcClient.StatementSpec statement(JdbcClient jdbc) {
    for (int place = 0; place < values.length; place++) {
      if (values[place] == NONE) {
        throw new IllegalStateException("no value for " + sql.names().get(place));
      }
    }
    return jdbc.sql(sql.text()).params(Arrays.asList(values));
  }

  private NamedValues put(String name, Object value) {
    for (int place : sql.places(name)) {
      values[place] = value;
    }
    return this;
  }

  /**
   * As ISO 8601 in UTC, which the server reads as it reads what the driver would make of a {@link
   * Timestamp} with a calendar of its own for each statement. Like that it has no type of its own:
   * the server sees from the place which it is.
   */
  private static SqlTypeValue moment(Instant moment) {
    String text = moment.toString();
    return (statement, place, type, name) -> statement.setObject(place, text, Types.OTHER);
  }
}
