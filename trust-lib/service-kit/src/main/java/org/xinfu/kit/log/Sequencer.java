package org.xinfu.kit.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.kit.pg.StoreUnavailable;

/**
 * Gives settled rows of the book of audit their places in the tree, and has the device sign the
 * head. One leads at a time, by an advisory lock of its session; what one writes that lost it is
 * bound to its epoch and does not count. Whatever dies at whatever point leaves rows that wait, or
 * a head that is not signed yet, and the next round goes on from there.
 */
public final class Sequencer {
  private static final int BATCH = 4096;

  /** Batches of one round: the head over them is signed before the next. */
  private static final int BATCHES = 16;

  private final DataSource database;
  private final LogKeys keys;
  private final Clock clock;
  private final int batches;
  private final String me = UUID.randomUUID().toString();
  private volatile @Nullable Heads signed;

  Sequencer(DataSource database, LogKeys keys, Clock clock) {
    this(database, keys, clock, BATCHES);
  }

  Sequencer(DataSource database, LogKeys keys, Clock clock, int batches) {
    this.database = database;
    this.keys = keys;
    this.clock = clock;
    this.batches = batches;
  }

  /** What came of a round. */
  public enum Round {
    /** Another process leads: nothing was looked at. */
    ANOTHERS,
    /** The tree has what is settled, and its head is signed. */
    CAUGHT_UP,
    /** More rows may be settled already. */
    MORE
  }

  /**
   * Takes rows that are settled, as many as a round takes, and signs the head if it grew; nothing
   * while another process leads.
   *
   * @throws org.xinfu.trust.key.VaultException when the device does not sign; rows are in the tree
   *     then, and a later round signs
   * @throws LogForked when the tree does not go on from its last signed head, or what rests as that
   *     is none: nothing is signed
   */
  public Round round() {
    try (Connection connection = database.getConnection()) {
      SingleConnectionDataSource session = new SingleConnectionDataSource(connection, true);
      LogTables tables = new LogTables(session);
      if (!tables.behind()) {
        return Round.CAUGHT_UP;
      }
      if (!tables.lock()) {
        return Round.ANOTHERS;
      }
      try {
        long epoch = tables.lead(me);
        boolean more =
            append(
                tables, epoch, new TransactionTemplate(new DataSourceTransactionManager(session)));
        sign(tables, epoch);
        return more ? Round.MORE : Round.CAUGHT_UP;
      } finally {
        tables.unlock();
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("the log's session", e);
    }
  }

  private boolean append(LogTables tables, long epoch, TransactionTemplate transaction) {
    boolean more = true;
    for (int batch = 0; more && batch < batches; batch++) {
      more = Boolean.TRUE.equals(transaction.execute(status -> append(tables, epoch)));
    }
    return more;
  }

  /** One transaction's worth of rows; whether there may be more at once. */
  private static boolean append(LogTables tables, long epoch) {
    LogTables.Head head = tables.held(epoch);
    Horizon horizon = head.horizon();
    boolean seenNow = horizon.to() <= head.last();
    if (seenNow) {
      horizon = tables.mark();
    }
    if (horizon.to() <= head.last() || !tables.settled(horizon)) {
      return false;
    }
    List<Leaf> leaves = tables.leaves(head.last(), horizon.to(), BATCH);
    boolean whole = leaves.size() < BATCH;
    LogEdge edge = tables.edge(head);
    List<Tile> full = leaves.stream().flatMap(leaf -> edge.append(leaf).stream()).toList();
    long last = whole ? horizon.to() : leaves.getLast().id();
    tables.keep(epoch, head, new LogTables.Grown(full, edge, last));
    return !whole || !seenNow;
  }

  /** Signs what the tables say, after a look at what was signed last. */
  private void sign(LogTables tables, long epoch) {
    LogTables.Head head = tables.head();
    Optional<LogTables.Signed> last = tables.signed();
    long before = last.map(LogTables.Signed::size).orElse(0L);
    if (head.size() < before) {
      throw LogForked.from(before);
    }
    if (head.size() == before) {
      return;
    }
    Heads heads = Heads.of(tables.edge(head));
    goesOn(tables, last, heads);
    Instant now = clock.instant();
    String note = keys.sign(heads, now);
    if (!tables.publish(epoch, new LogTables.Signed(heads.size(), note), now)) {
      throw new StoreUnavailable("another sequencer leads the log by now");
    }
    signed = heads;
  }

  /**
   * Whoever writes into the database gets no signature under a tree without entries that were
   * signed before, as long as a head over them is known: the last one that rests there, which has
   * to be one that these keys signed, and the last that this process signed. Not shown is a tree
   * that was written anew when all later heads were deleted too, or put back to an earlier one, and
   * no process remembers: heads that are kept elsewhere show that.
   */
  private void goesOn(LogTables tables, Optional<LogTables.Signed> last, Heads now) {
    TileReader tiles = new TileReader(tables);
    for (Heads then :
        Stream.concat(last.map(this::verified).stream(), Optional.ofNullable(signed).stream())
            .toList()) {
      if (!tiles.extended(then, now)) {
        throw LogForked.from(then.size());
      }
    }
  }

  private Heads verified(LogTables.Signed rests) {
    return keys.readRenamed(rests.note()).orElseThrow(() -> LogForked.unsigned(rests.size()));
  }
}
