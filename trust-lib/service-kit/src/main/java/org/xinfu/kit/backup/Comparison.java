package org.xinfu.kit.backup;

import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.TreeHead;

/**
 * A restored log beside what else is known of it: the manifest, heads that were seen, and the log
 * of the data that are replaced. One of them has to begin with the other.
 */
final class Comparison {
  private final TreeHead tree = new TreeHead(Checkpoint.HASH);
  private final Map<Long, String> known;
  private final TreeMap<String, Long> lost = new TreeMap<>();
  private final Writer lostLines;
  private long ahead;
  private long forksAt = -1;
  private String forksFrom = "";

  private Comparison(Map<Long, String> known, Writer lostLines) {
    this.known = known;
    this.lostLines = lostLines;
  }

  /**
   * What came of it.
   *
   * @param size entries of the restored log
   * @param root its tree hash, in hex
   * @param lost later entries of the replaced data, by act
   * @param ahead entries that the replaced data do not have yet
   * @param forksAt the first entry that is another one, counted from 1; -1 when there is none
   * @param forksFrom what it is another one than
   */
  record Outcome(
      long size, String root, Map<String, Long> lost, long ahead, long forksAt, String forksFrom) {
    boolean forks() {
      return forksAt >= 0;
    }

    long lostEntries() {
      return lost.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Reads both logs to their ends.
   *
   * @param present the replaced data; null when they cannot be read
   * @param known root by size, of heads that were seen
   * @param lostLines takes each lost entry, a line of JSON
   */
  static Outcome of(
      Connection restored, @Nullable Connection present, Map<Long, String> known, Writer lostLines)
      throws SQLException, IOException {
    Comparison comparison = new Comparison(known, lostLines);
    if (present == null) {
      try (Book book = new Book(restored)) {
        comparison.read(book, null);
      }
    } else {
      try (Book book = new Book(restored);
          Book later = new Book(present)) {
        comparison.read(book, later);
      }
    }
    return comparison.outcome();
  }

  private void read(Book restored, @Nullable Book present) throws SQLException, IOException {
    Book.Entry other = present == null ? null : present.next();
    for (Book.Entry entry = restored.next(); entry != null; entry = restored.next()) {
      append(entry);
      if (present == null) {
        continue;
      }
      if (other == null) {
        ahead++;
      } else {
        if (!other.equals(entry)) {
          forks("the replaced data 被替换的数据");
        }
        other = present.next();
      }
    }
    for (; present != null && other != null; other = present.next()) {
      lost.merge(other.act(), 1L, Long::sum);
      lostLines.write(other.line());
      lostLines.write('\n');
    }
  }

  private void append(Book.Entry entry) {
    tree.append(entry.octets());
    String seen = known.get(tree.size());
    if (seen != null && !seen.equals(tree.head().root().toHex())) {
      forks("a head that was seen 曾见的日志头");
    }
  }

  private void forks(String from) {
    if (forksAt < 0) {
      forksAt = tree.size();
      forksFrom = from;
    }
  }

  private Outcome outcome() {
    return new Outcome(tree.size(), tree.head().root().toHex(), lost, ahead, forksAt, forksFrom);
  }
}
