package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes away rows that no index finds by their time, so that nobody has to keep such an index when
 * the rows are written. Each step looks at a part of the table's pages, where they lie; a small
 * table is looked at whole. Where a row is moved ahead of the walk or behind it by an update, the
 * next round finds it.
 */
public final class TableWalk {
  /** Pages of one statement, so that no lock lasts long. */
  private static final long AT_ONCE = 128;

  private final JdbcClient jdbc;
  private final int round;
  private final long least;

  /** The page at which the next step begins. */
  private final Map<String, Long> next = new ConcurrentHashMap<>();

  /**
   * A walk.
   *
   * @param round steps in which a table is looked at, however large it is
   * @param least pages of a step
   */
  public TableWalk(JdbcClient jdbc, int round, long least) {
    this.jdbc = jdbc;
    this.round = round;
    this.least = least;
  }

  /**
   * Goes on in the table and takes away what is older there.
   *
   * @param table and {@code column} with a row's time: constants, never input
   */
  public void step(String table, String column, Instant before) {
    long pages =
        jdbc.sql("SELECT pg_relation_size(?::regclass) / current_setting('block_size')::bigint")
            .param(table)
            .query(Long.class)
            .single();
    long left = Math.min(pages, Math.max(least, pages / round + 1));
    // A walk of a process that has just started begins anywhere: with many starts all is seen.
    long from = left == pages ? 0 : next.getOrDefault(table, random(pages));
    while (left > 0) {
      from = from < pages ? from : 0; // at the end, or the table has become shorter
      long until = Math.min(pages, from + Math.min(left, AT_ONCE));
      take(table, column, new Part(from, until), before);
      left -= until - from;
      from = until;
    }
    next.put(table, from);
  }

  private static long random(long pages) {
    return ThreadLocalRandom.current().nextLong(Math.max(1, pages));
  }

  private record Part(long from, long until) {}

  private void take(String table, String column, Part part, Instant before) {
    jdbc.sql(
            "DELETE FROM %s WHERE ctid >= ?::tid AND ctid < ?::tid AND %s < ?"
                .formatted(table, column))
        .param("(" + part.from() + ",0)")
        .param("(" + part.until() + ",0)")
        .param(Timestamp.from(before))
        .update();
  }
}
