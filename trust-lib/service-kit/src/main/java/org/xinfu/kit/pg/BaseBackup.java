package org.xinfu.kit.pg;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A base backup of a running server by PostgreSQL's low-level interface (17, §25.3.4 "Making a Base
 * Backup Using the Low-Level API"): its files while they change, and the write-ahead log that makes
 * them whole again. A temporary slot keeps that log from being recycled.
 *
 * <p>The backup ends at a moment that is known exactly: the book of audit is locked against new
 * entries for the milliseconds of {@code pg_backup_stop}, and what it holds then is what a restore
 * will find.
 */
public final class BaseBackup {
  private static final Set<String> NOT_COPIED =
      Set.of(
          "postmaster.pid",
          "postmaster.opts",
          "backup_label",
          "backup_label.old",
          "tablespace_map",
          "backup_manifest",
          "current_logfiles",
          "pg_internal.init");

  /** Made anew by the server that starts on the copy; the directories themselves have to be. */
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final String CONTROL = "global/pg_control";
  private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
  private static final String BUSY = "55P03"; // lock_not_available
  private static final int ATTEMPTS = 10;

  private final Path data;
  private final DataSource database;
  private final Sink sink;

  private BaseBackup(Path data, DataSource database, Sink sink) {
    this.data = data;
    this.database = database;
    this.sink = sink;
  }

  /** Takes what is copied, by its name below the data directory. */
  public interface Sink {
    void directory(String name) throws IOException;

    void file(String name, InputStream content) throws IOException;
  }

  /** Looks at the database as it is in the copy. */
  @FunctionalInterface
  public interface Look<T> {
    T at(Connection end) throws SQLException, IOException;
  }

  /**
   * Copies the server's files.
   *
   * @param look is shown the database as it is at the end of the backup, in a transaction that sees
   *     nothing later
   * @throws StoreUnavailable when the server goes away or is too busy
   * @throws IOException when its files cannot be read, or the copies not be written
   */
  public static <T> T of(VisitedPostgres server, Sink sink, Look<T> look) throws IOException {
    try {
      return new BaseBackup(server.data(), server.database(), sink).run(look);
    } catch (SQLException e) {
      throw new StoreUnavailable("the backup of " + server.data() + " did not end well", e);
    }
  }

  private <T> T run(Look<T> look) throws SQLException, IOException {
    try (Connection session = database.getConnection()) {
      ask(
          session,
          "SELECT pg_create_physical_replication_slot('xinfu_"
              + UUID.randomUUID().toString().replace('-', '_')
              + "', true, true)");
      String first = ask(session, "SELECT pg_walfile_name(pg_backup_start('xinfu', true))");
      copy(data);
      control();
      try (Connection end = database.getConnection()) {
        String last = stop(session, end);
        log(first, last);
        T seen = look.at(end);
        end.rollback();
        return seen;
      }
    }
  }

  /** Ends the backup, and leaves {@code end} looking at that very moment. */
  private String stop(Connection session, Connection end) throws SQLException, IOException {
    for (int attempt = 1; ; attempt++) {
      try (Connection book = database.getConnection()) {
        book.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        book.setAutoCommit(false);
        ask(book, "SET LOCAL lock_timeout = '2s'");
        // Whoever is writing an entry ends first. Afterwards every entry of a lower number is
        // there.
        ask(book, "LOCK TABLE audit IN SHARE MODE");
        String snapshot = ask(book, "SELECT pg_export_snapshot()");
        end.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        end.setAutoCommit(false);
        ask(end, "SET TRANSACTION SNAPSHOT '" + snapshot + "'");
        String last = label(session);
        book.rollback();
        return last;
      } catch (SQLException e) {
        if (!BUSY.equals(e.getSQLState()) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The label tells the server that starts on the copy from where to read the log. */
  private String label(Connection session) throws SQLException, IOException {
    String stop = "SELECT labelfile, pg_walfile_name(lsn) FROM pg_backup_stop(false)";
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(stop)) {
      row.next();
      byte[] label = row.getString(1).getBytes(StandardCharsets.UTF_8);
      sink.file("backup_label", new ByteArrayInputStream(label));
      return row.getString(2);
    }
  }

  private void copy(Path directory) throws IOException {
    for (Path path : listed(directory)) {
      String name = data.relativize(path).toString();
      String last = path.getFileName().toString();
      if (Files.isDirectory(path)) {
        if (last.startsWith("pgsql_tmp")) {
          continue;
        }
        sink.directory(name);
        if (!EMPTIED.contains(name)) {
          copy(path);
        }
      } else if (!NOT_COPIED.contains(last)
          && !last.startsWith("pgsql_tmp")
          && !name.equals(CONTROL)) {
        copy(name, path);
      }
    }
  }

  /** A table that is dropped meanwhile takes its file along; the log knows of it. */
  private void copy(String name, Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      sink.file(name, content);
    } catch (NoSuchFileException dropped) {
      return;
    }
  }

  /** Last of all files; read until two readings agree, since it is written meanwhile. */
  private void control() throws IOException {
    byte[] before = Files.readAllBytes(data.resolve(CONTROL));
    byte[] after = Files.readAllBytes(data.resolve(CONTROL));
    while (!Arrays.equals(before, after)) {
      before = after;
      after = Files.readAllBytes(data.resolve(CONTROL));
    }
    sink.file(CONTROL, new ByteArrayInputStream(after));
  }

  private void log(String first, String last) throws IOException {
    List<Path> segments =
        listed(data.resolve("pg_wal")).stream()
            .filter(f -> SEGMENT.matcher(f.getFileName().toString()).matches())
            .filter(f -> f.getFileName().toString().compareTo(first) >= 0)
            .filter(f -> f.getFileName().toString().compareTo(last) <= 0)
            .toList();
    if (segments.size() != number(last) - number(first) + 1) {
      throw new IOException("the log from " + first + " to " + last + " is not all there");
    }
    for (Path segment : segments) {
      copy("pg_wal/" + segment.getFileName(), segment);
    }
  }

  /** Segments of 16 MiB count to 255 within each 4 GiB. */
  private static long number(String segment) {
    return Long.parseLong(segment.substring(8, 16), 16) * 256
        + Long.parseLong(segment.substring(16), 16);
  }

  private static List<Path> listed(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (NoSuchFileException dropped) {
      return List.of();
    }
  }

  /** The first column of the first row; empty when the statement has none. */
  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }
}
