package org.xinfu.seal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.xinfu.trust.Bytes;

/** Values between JDBC and the domain. */
final class Moments {
  private Moments() {}

  static OffsetDateTime of(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }

  static Instant at(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static Bytes octets(ResultSet row, String column) throws SQLException {
    return Bytes.of(row.getBytes(column));
  }
}
