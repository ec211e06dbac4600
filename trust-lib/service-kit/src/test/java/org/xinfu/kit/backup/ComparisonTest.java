package org.xinfu.kit.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.kit.KitDatabase;

/** One log has to begin with the other, and with every head that was seen. */
class ComparisonTest {
  private static final String ENTRIES =
      "INSERT INTO audit (at, actor, act, subject, outcome, details) SELECT timestamptz"
          + " '2026-11-27Z', 'tester', 'act-' || i %% 2, 'x', 'done', '{}'"
          + " FROM generate_series(1, %d) AS i";
  private static final DataSource DATABASE = KitDatabase.fresh();
  @TempDir Path scratch;

  @Test
  void whatComesLaterIsLostAndListedByAct() throws Exception {
    StringWriter lost = new StringWriter();
    Comparison.Outcome outcome = compare(log(3), log(8), Map.of(), lost);
    assertThat(outcome.forks()).isFalse();
    assertThat(outcome.size()).isEqualTo(3);
    assertThat(outcome.lost()).isEqualTo(Map.of("act-0", 3L, "act-1", 2L));
    assertThat(lost.toString().lines()).hasSize(5).allMatch(line -> line.contains("\"tester\""));
    assertThat(LogVerdict.summary(false, outcome.lostEntries())).contains("CONSISTENT, 5 entries");
  }

  @Test
  void replacedDataMayBeTheOlderOnes() throws Exception {
    Comparison.Outcome outcome = compare(log(8), log(3), Map.of(), new StringWriter());
    assertThat(outcome.forks()).isFalse();
    assertThat(outcome.ahead()).isEqualTo(5);
    assertThat(outcome.lostEntries()).isZero();
  }

  /** Altered, taken away, or put between: told at the first entry that is another. */
  @Test
  void anotherEntryForks() throws Exception {
    for (String change :
        new String[] {
          "UPDATE audit SET outcome = 'other' WHERE id = 2", "DELETE FROM audit WHERE id = 2"
        }) {
      Connection altered = log(4);
      run(altered, change);
      Comparison.Outcome outcome = compare(log(4), altered, Map.of(), new StringWriter());
      assertThat(outcome.forksAt()).as(change).isEqualTo(2);
      assertThat(compare(altered, log(4), Map.of(), new StringWriter()).forksAt()).isEqualTo(2);
    }
  }

  @Test
  void aHeadThatWasSeenAndIsAnotherForks() throws Exception {
    Connection restored = log(4);
    TreeMap<Long, String> known = new TreeMap<>();
    known.put(3L, Book.log("idp", log(3)).root());
    known.put(6L, "0".repeat(64));
    assertThat(compare(restored, null, known, new StringWriter()).forks()).isFalse();
    known.put(2L, "0".repeat(64));
    Comparison.Outcome outcome = compare(restored, null, known, new StringWriter());
    assertThat(outcome.forksAt()).isEqualTo(2);
    LogVerdict verdict = new LogVerdict("idp", outcome, known, true);
    assertThat(verdict.lost()).as("two are known by a head alone").isEqualTo(2);
    assertThat(String.join("\n", verdict.lines(new Manifest.Log("idp", "", "", 1, 4, "r"))))
        .contains("FORKS: entry 2", "cannot be read", "2 later entries were seen elsewhere");
  }

  /** What a restore gave up counts no more; a line that a crash cut off is passed over. */
  @Test
  void theLedgerKnowsWhichHeadsCount() throws Exception {
    HeadLedger ledger = new HeadLedger(scratch.resolve("heads.jsonl"));
    ledger.append(
        List.of(HeadLedger.seen("a", "t", head(3, "3")), HeadLedger.seen("b", "t", head(5, "5"))));
    assertThat(ledger.known("idp")).isEqualTo(new TreeMap<>(Map.of(3L, "3", 5L, "5")));
    ledger.append(List.of(HeadLedger.restored("r", "t", head(3, "3"), false)));
    assertThat(ledger.known("idp")).isEqualTo(new TreeMap<>(Map.of(3L, "3")));
    Files.writeString(ledger.file(), Files.readString(ledger.file()) + "{\"event\":\"se");
    ledger.append(List.of(HeadLedger.seen("c", "t", head(4, "4"))));
    assertThat(ledger.known("idp")).isEqualTo(new TreeMap<>(Map.of(3L, "3", 4L, "4")));
    assertThat(ledger.known("seal")).isEmpty();
    ledger.append(List.of(HeadLedger.restored("f", "t", head(4, "other"), true)));
    assertThat(ledger.known("idp")).isEqualTo(new TreeMap<>(Map.of(4L, "other")));
  }

  private static Manifest.Log head(long size, String root) {
    return new Manifest.Log("idp", "1", "17", 1, size, root);
  }

  /** A log of this many entries, which only this connection sees. */
  private static Connection log(int entries) throws SQLException {
    Connection connection = DATABASE.getConnection();
    // Without the rules that guard the real one.
    run(connection, "CREATE TEMPORARY TABLE audit (LIKE public.audit INCLUDING IDENTITY)");
    run(connection, ENTRIES.formatted(entries));
    return connection;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
  }

  private static Comparison.Outcome compare(
      Connection restored, @Nullable Connection present, Map<Long, String> known, StringWriter lost)
      throws Exception {
    return Comparison.of(restored, present, known, lost);
  }
}
