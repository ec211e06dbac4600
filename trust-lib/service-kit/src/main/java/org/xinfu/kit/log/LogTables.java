package org.xinfu.kit.log;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.Bytes;

/** The tables of the log over the book of audit, in PostgreSQL. */
final class LogTables {
  private static final String LOG = "audit";
  private static final long LOCK = 0x7869_6e66_755f_6c6fL;

  /**
   * Whoever writes takes this lock before the row gets its number, and keeps it to the end of the
   * transaction; a transaction's own number comes later than the row's and tells nothing.
   */
  private static final String WRITERS =
      """
      SELECT virtualtransaction FROM pg_locks
      WHERE locktype = 'relation' AND relation = 'audit'::regclass AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND mode = 'RowExclusiveLock'
      """;

  /** Earlier heads of the hour of another: log, its size, and twice its time. */
  static final String SAME_HOUR =
      """
      DELETE FROM log_checkpoint
      WHERE log = ? AND size < ? AND at >= date_trunc('hour', ?::timestamptz)
        AND at < date_trunc('hour', ?::timestamptz) + interval '1 hour'
      """;

  private final JdbcTemplate template;
  private final JdbcClient jdbc;

  LogTables(DataSource database) {
    this.template = new JdbcTemplate(database);
    this.jdbc = JdbcClient.create(template);
  }

  /** How far the tree is. */
  record Head(long size, long last, Horizon horizon) {}

  /** A signed head as it rests. */
  record Signed(long size, String note) {}

  /** A head that grew: new full tiles, the edge, and the number of the last row that it has. */
  record Grown(List<Tile> full, LogEdge edge, long last) {}

  /** Whether there are rows to take, or a head to sign. */
  boolean behind() {
    return jdbc.sql(
            """
            SELECT h.last_id < coalesce((SELECT max(id) FROM audit), 0)
              OR h.size <> coalesce((SELECT max(size) FROM log_checkpoint WHERE log = h.log), 0)
            FROM log_head h WHERE log = ?
            """)
        .param(LOG)
        .query(Boolean.class)
        .single();
  }

  /** One leader at a time; false while another session leads. Lost with the connection. */
  boolean lock() {
    return jdbc.sql("SELECT pg_try_advisory_lock(?)").param(LOCK).query(Boolean.class).single();
  }

  void unlock() {
    jdbc.sql("SELECT pg_advisory_unlock(?)").param(LOCK).query(Boolean.class).single();
  }

  /** Becomes the leader; the epoch that everything it writes is bound to. */
  long lead(String leader) {
    jdbc.sql(
            """
            UPDATE log_head SET epoch = epoch + 1, leader = :leader
            WHERE log = :log AND leader <> :leader
            """)
        .param("leader", leader)
        .param("log", LOG)
        .update();
    return jdbc.sql("SELECT epoch FROM log_head WHERE log = ?")
        .param(LOG)
        .query(Long.class)
        .single();
  }

  /** Whether a sequencer ever led. */
  boolean led() {
    return jdbc.sql("SELECT epoch > 0 OR size > 0 FROM log_head WHERE log = ?")
        .param(LOG)
        .query(Boolean.class)
        .single();
  }

  /** Where the log is. */
  Head head() {
    return jdbc.sql("SELECT * FROM log_head WHERE log = ?")
        .param(LOG)
        .query((row, number) -> head(row))
        .single();
  }

  /**
   * The same, held until the transaction ends.
   *
   * @throws StoreUnavailable when another one has become the leader
   */
  Head held(long epoch) {
    return jdbc.sql("SELECT * FROM log_head WHERE log = ? AND epoch = ? FOR UPDATE")
        .params(List.of(LOG, epoch))
        .query((row, number) -> head(row))
        .optional()
        .orElseThrow(LogTables::overtaken);
  }

  /** Sees who writes after it saw the last row, so that nobody with a lower number is missed. */
  Horizon mark() {
    return jdbc.sql(
            "UPDATE log_head SET mark_id = (SELECT coalesce(max(id), 0) FROM audit),"
                + " writers = ARRAY("
                + WRITERS
                + ") WHERE log = ? RETURNING mark_id, writers")
        .param(LOG)
        .query((row, number) -> horizon(row))
        .single();
  }

  boolean settled(Horizon horizon) {
    return horizon.writers().isEmpty()
        || jdbc.sql("SELECT NOT EXISTS (" + WRITERS + " AND virtualtransaction = ANY(?))")
            .param(horizon.writers().toArray(new String[0]))
            .query(Boolean.class)
            .single();
  }

  /** Rows after a number up to another, in their order. */
  List<Leaf> leaves(long after, long to, int most) {
    return jdbc.sql(
            "SELECT id, "
                + Audit.LINE
                + " AS line FROM audit WHERE id > ? AND id <= ? ORDER BY id LIMIT ?")
        .params(List.of(after, to, most))
        .query((row, number) -> Leaf.of(row.getLong(1), row.getString(2)))
        .list();
  }

  /** One row as an entry; empty when there is none of this number. */
  Optional<String> line(long id) {
    return jdbc.sql("SELECT " + Audit.LINE + " FROM audit WHERE id = ?")
        .param(id)
        .query(String.class)
        .optional();
  }

  /**
   * The edge of the tree at the size of {@code head}.
   *
   * @throws StoreUnavailable when the tiles are not there
   */
  LogEdge edge(Head head) {
    List<Tile> partial =
        jdbc.sql("SELECT * FROM log_tile WHERE log = ? AND width < 256 ORDER BY level")
            .param(LOG)
            .query((row, number) -> tile(row))
            .list();
    try {
      return LogEdge.of(head.size(), partial);
    } catch (IllegalArgumentException broken) {
      throw new StoreUnavailable("the tiles of the log are not those of its size", broken);
    }
  }

  /**
   * Keeps what was appended.
   *
   * @param before the head that it was appended to
   * @param after the edge then, and the tiles that were filled on the way there
   * @throws StoreUnavailable when another one leads by now
   */
  void keep(long epoch, Head before, Grown after) {
    template.batchUpdate(
        """
        INSERT INTO log_tile (log, level, number, width, first_id, octets)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (log, level, number)
        DO UPDATE SET width = excluded.width, octets = excluded.octets
        """,
        Stream.concat(after.full().stream(), after.edge().partial().stream())
            .map(LogTables::columns)
            .toList());
    int kept =
        jdbc.sql(
                """
                UPDATE log_head SET size = ?, last_id = ?
                WHERE log = ? AND epoch = ? AND size = ?
                """)
            .params(List.of(after.edge().size(), after.last(), LOG, epoch, before.size()))
            .update();
    if (kept == 0) {
      throw overtaken();
    }
  }

  /**
   * Publishes a signed head, in whose hour no earlier one has to stay; false when another one has
   * become the leader.
   */
  boolean publish(long epoch, Signed signed, Instant at) {
    int published =
        jdbc.sql(
                """
                INSERT INTO log_checkpoint (log, size, at, note)
                SELECT log, ?, ?, ? FROM log_head WHERE log = ? AND epoch = ?
                ON CONFLICT (log, size) DO UPDATE SET at = excluded.at, note = excluded.note
                """)
            .params(List.of(signed.size(), Timestamp.from(at), signed.note(), LOG, epoch))
            .update();
    if (published == 1) {
      jdbc.sql(SAME_HOUR)
          .params(List.of(LOG, signed.size(), Timestamp.from(at), Timestamp.from(at)))
          .update();
    }
    return published == 1;
  }

  /** The last head that was signed. */
  Optional<Signed> signed() {
    return jdbc.sql(
            "SELECT size, note FROM log_checkpoint WHERE log = ? ORDER BY size DESC LIMIT 1")
        .param(LOG)
        .query((row, number) -> new Signed(row.getLong(1), row.getString(2)))
        .optional();
  }

  Optional<Tile> tile(int level, long number) {
    return jdbc.sql("SELECT * FROM log_tile WHERE log = ? AND level = ? AND number = ?")
        .params(List.of(LOG, level, number))
        .query((row, count) -> tile(row))
        .optional();
  }

  /** The tile in whose span of numbers a row stands, if it is in the log at all. */
  Optional<Tile> tileOf(long id) {
    return jdbc.sql(
            """
            SELECT * FROM log_tile WHERE log = ? AND level = 0 AND first_id <= ?
            ORDER BY first_id DESC LIMIT 1
            """)
        .params(List.of(LOG, id))
        .query((row, number) -> tile(row))
        .optional();
  }

  /** Rows after a number. */
  long rowsAfter(long id) {
    return jdbc.sql("SELECT count(*) FROM audit WHERE id > ?").param(id).query(Long.class).single();
  }

  private static @Nullable Object[] columns(Tile tile) {
    return new @Nullable Object[] {
      LOG,
      tile.level(),
      tile.number(),
      tile.width(),
      tile.level() == 0 ? tile.ids().getFirst() : null,
      tile.octets().toArray()
    };
  }

  private static Tile tile(ResultSet row) throws SQLException {
    return Tile.read(
        row.getInt("level"),
        row.getLong("number"),
        row.getInt("width"),
        Bytes.of(row.getBytes("octets")));
  }

  private static Head head(ResultSet row) throws SQLException {
    return new Head(row.getLong("size"), row.getLong("last_id"), horizon(row));
  }

  private static Horizon horizon(ResultSet row) throws SQLException {
    Array writers = row.getArray("writers");
    return new Horizon(row.getLong("mark_id"), List.of((String[]) writers.getArray()));
  }

  private static StoreUnavailable overtaken() {
    return new StoreUnavailable("another sequencer leads the log by now");
  }
}
