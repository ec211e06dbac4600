package org.xinfu.kit.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The heads that a database keeps of its own log, for who compares its rows with them. */
public final class SignedHeads {
  private SignedHeads() {}

  /**
   * Tree hash of SHA-256 in hexadecimal by size, the smallest first; empty for a database of before
   * the log. Whose signatures they have is not asked: a head that its rows do not have is one too
   * many either way.
   */
  public static NavigableMap<Long, String> of(Connection database) throws SQLException {
    TreeMap<Long, String> heads = new TreeMap<>();
    try (Statement statement = database.createStatement()) {
      if (!there(statement)) {
        return heads;
      }
      try (ResultSet row = statement.executeQuery("SELECT note FROM log_checkpoint")) {
        while (row.next()) {
          Heads.parse(row.getString(1))
              .ifPresent(head -> heads.put(head.size(), head.root().toHex()));
        }
      }
    }
    return heads;
  }

  private static boolean there(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT to_regclass('log_checkpoint') IS NOT NULL")) {
      return row.next() && row.getBoolean(1);
    }
  }
}
