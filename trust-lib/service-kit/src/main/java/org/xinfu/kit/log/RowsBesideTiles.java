package org.xinfu.kit.log;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.log.TileEdge;

/**
 * The rows of the book beside the entries of the log, both in the order of the rows' numbers, and
 * the trees that grow over the entries beside the heads that they had to have.
 */
final class RowsBesideTiles {
  private static final int MOST = 20;
  private static final int BATCH = 2000;

  private final LogTables tables;
  private final List<Heads> expected;
  private final LogEdge edge = LogEdge.empty();
  private final List<CheckLog.Entry> wrong = new ArrayList<>();
  private Optional<Tile> tile = Optional.empty();
  private boolean forked;

  RowsBesideTiles(LogTables tables, List<Heads> expected) {
    this.tables = tables;
    this.expected = expected;
  }

  /** The first rows that are not what the log has. */
  List<CheckLog.Entry> wrong() {
    return wrong;
  }

  /** Whether the log has not the heads that were expected of it. */
  boolean forked() {
    return forked;
  }

  void read(LogTables.Head head) {
    Rows rows = new Rows(head.last());
    @Nullable Leaf row = rows.next();
    for (long index = 0; index < head.size(); index++) {
      Optional<Leaf> entry = entry(index);
      if (entry.isEmpty()) {
        forked = true; // a tile was taken away or cut
        return;
      }
      row = compare(index, entry.get(), row, rows);
      edge.append(entry.get());
      expected.stream()
          .filter(heads -> heads.size() == edge.size())
          .forEach(heads -> forked |= !heads.equals(Heads.of(edge)));
    }
    for (; row != null; row = rows.next()) {
      wrong(CheckLog.Wrong.ADDED, head.size(), row.id());
    }
    forked |= expected.stream().anyMatch(heads -> heads.size() > head.size());
  }

  /** Rows up to this entry; the next one after it. */
  private @Nullable Leaf compare(long index, Leaf entry, @Nullable Leaf from, Rows rows) {
    @Nullable Leaf row = from;
    for (; row != null && row.id() < entry.id(); row = rows.next()) {
      wrong(CheckLog.Wrong.ADDED, index, row.id());
    }
    if (row == null || row.id() > entry.id()) {
      wrong(CheckLog.Wrong.MISSING, index, entry.id());
      return row;
    }
    if (!row.equals(entry)) {
      wrong(CheckLog.Wrong.ALTERED, index, entry.id());
    }
    return rows.next();
  }

  private void wrong(CheckLog.Wrong what, long index, long id) {
    if (wrong.size() < MOST) {
      wrong.add(new CheckLog.Entry(what, index, id));
    }
  }

  private Optional<Leaf> entry(long index) {
    int at = (int) (index % TileEdge.WIDTH);
    if (at == 0) {
      tile = tables.tile(0, index / TileEdge.WIDTH);
    }
    return tile.filter(known -> at < known.width())
        .map(known -> new Leaf(known.ids().get(at), known.sha256().get(at), known.sm3().get(at)));
  }

  /** The rows up to a number, some at a time. */
  private final class Rows {
    private final long last;
    private long at = Long.MIN_VALUE;
    private Iterator<Leaf> some = List.<Leaf>of().iterator();

    Rows(long last) {
      this.last = last;
    }

    @Nullable Leaf next() {
      if (!some.hasNext()) {
        some = tables.leaves(at, last, BATCH).iterator();
      }
      if (!some.hasNext()) {
        return null;
      }
      Leaf leaf = some.next();
      at = leaf.id();
      return leaf;
    }
  }
}
