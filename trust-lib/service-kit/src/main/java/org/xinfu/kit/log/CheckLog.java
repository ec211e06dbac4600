package org.xinfu.kit.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Computes the trees anew from the rows of the book of audit, and says whether they are those that
 * the device signed, and where they are not.
 */
public final class CheckLog {
  private final LogTables tables;
  private final SignedNotes keys;

  CheckLog(DataSource database, SignedNotes keys) {
    this(new LogTables(database), keys);
  }

  CheckLog(LogTables tables, SignedNotes keys) {
    this.tables = tables;
    this.keys = keys;
  }

  /** What is wrong with an entry. */
  public enum Wrong {
    ALTERED,
    MISSING,
    ADDED
  }

  /**
   * An entry that is not what the log has.
   *
   * @param index its place in the log; for a row that was added, of the entry after it
   * @param id number of the row
   */
  public record Entry(Wrong wrong, long index, long id) {}

  /** How the rows are beside the log. */
  public enum State {
    /** Every row is what was signed. */
    WHOLE,
    /** Rows were altered, taken away or added. */
    ROWS_ALTERED,
    /** The tree is not the one that was signed, or not the one of a head that was kept. */
    FORKED,
    /** There is no signed head although there are rows. */
    NOT_SIGNED
  }

  /**
   * What was found.
   *
   * @param size entries of the last signed head
   * @param waiting rows that no signed head covers yet
   * @param wrong the first entries that are wrong, at most 20
   * @param root of the last signed head, in hexadecimal; empty without one
   */
  public record Found(State state, long size, long waiting, List<Entry> wrong, String root) {
    public Found {
      wrong = List.copyOf(wrong);
    }
  }

  /** Whether a text is a head that this log has signed. */
  public boolean signed(String note) {
    return keys.read(note).isPresent();
  }

  /**
   * Checks all rows.
   *
   * @param kept heads that were kept elsewhere, each one that {@link #signed}
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  public Found check(List<String> kept) {
    Optional<LogTables.Signed> last = tables.signed();
    LogTables.Head head = tables.head();
    Optional<Heads> signed = last.flatMap(rests -> keys.read(rests.note()));
    List<Heads> expected = new ArrayList<>();
    signed.ifPresent(expected::add);
    kept.forEach(note -> Heads.parse(note).ifPresent(expected::add));
    RowsBesideTiles rows = new RowsBesideTiles(tables, expected);
    rows.read(head);
    long covered = signed.map(Heads::size).orElse(0L);
    long after = tables.rowsAfter(head.last());
    return new Found(
        state(rows, signed.isEmpty() && head.size() + after > 0),
        covered,
        head.size() - covered + after,
        rows.wrong(),
        signed.map(heads -> heads.root().toHex()).orElse(""));
  }

  private static State state(RowsBesideTiles rows, boolean notSigned) {
    if (!rows.wrong().isEmpty()) {
      return State.ROWS_ALTERED;
    }
    if (rows.forked()) {
      return State.FORKED;
    }
    return notSigned ? State.NOT_SIGNED : State.WHOLE;
  }
}
