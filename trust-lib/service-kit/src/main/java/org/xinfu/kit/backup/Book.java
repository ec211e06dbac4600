package org.xinfu.kit.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.kit.audit.Audit;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.MerkleProof;
import org.xinfu.trust.log.TreeHead;

/**
 * The book of audit of one database as a log: its entries by number, each the line of {@link
 * Audit#LINE}. Reads in batches; the connection must not commit meanwhile.
 */
final class Book implements AutoCloseable {
  private static final int BATCH = 2000;
  private final Statement statement;
  private final ResultSet rows;

  /** From its first entry. */
  Book(Connection connection) throws SQLException {
    connection.setAutoCommit(false); // or else all rows would be fetched at once
    statement = connection.createStatement();
    statement.setFetchSize(BATCH);
    rows = statement.executeQuery("SELECT act, " + Audit.LINE + " FROM audit ORDER BY id");
  }

  /** One entry. */
  record Entry(String act, String line) {
    Bytes octets() {
      return Bytes.utf8(line);
    }
  }

  @Nullable Entry next() throws SQLException {
    return rows.next() ? new Entry(rows.getString(1), rows.getString(2)) : null;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }

  /** What a manifest says of the database behind this connection. */
  static Manifest.Log log(String service, Connection connection) throws SQLException {
    TreeHead tree = new TreeHead(Checkpoint.HASH);
    try (Book book = new Book(connection)) {
      for (Entry entry = book.next(); entry != null; entry = book.next()) {
        tree.append(entry.octets());
      }
    }
    MerkleProof.Head head = tree.head();
    return new Manifest.Log(
        service,
        system(connection),
        ask(connection, "SHOW server_version").orElseThrow(),
        schema(connection),
        head.size(),
        head.root().toHex());
  }

  static String system(Connection connection) throws SQLException {
    return ask(connection, "SELECT system_identifier FROM pg_control_system()").orElseThrow();
  }

  /** The number of the last migration; 0 where Flyway never was. */
  static long schema(Connection connection) throws SQLException {
    if (ask(connection, "SELECT to_regclass('flyway_schema_history')").isEmpty()) {
      return 0;
    }
    String last =
        """
        SELECT max(version::numeric)::bigint FROM flyway_schema_history
        WHERE success AND version ~ '^[0-9]+$'
        """;
    return ask(connection, last).map(Long::parseLong).orElse(0L);
  }

  private static Optional<String> ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }
}
