package org.xinfu.kit.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Numbers that were given after a backup are not given again: seals, lists and entries are known by
 * them outside.
 */
final class Numbers {
  private static final String GIVEN =
      """
      SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename) AS name, last_value
      FROM pg_sequences WHERE last_value IS NOT NULL
      """;

  /** Never back: last_value is null in a sequence that was not used yet. */
  private static final String AHEAD =
      """
      SELECT setval(to_regclass(?), greatest(?, coalesce(
        (SELECT last_value FROM pg_sequences
         WHERE quote_ident(schemaname) || '.' || quote_ident(sequencename) = ?), 0)))
      WHERE to_regclass(?) IS NOT NULL
      """;

  private Numbers() {}

  /** Sets the sequences of the restored database to where those of the replaced one are. */
  static void advance(Connection restored, Connection replaced) throws SQLException {
    try (Statement given = replaced.createStatement();
        ResultSet sequence = given.executeQuery(GIVEN);
        PreparedStatement ahead = restored.prepareStatement(AHEAD)) {
      while (sequence.next()) {
        String name = sequence.getString(1);
        ahead.setString(1, name);
        ahead.setLong(2, sequence.getLong(2));
        ahead.setString(3, name);
        ahead.setString(4, name);
        ahead.execute();
      }
    }
  }
}
