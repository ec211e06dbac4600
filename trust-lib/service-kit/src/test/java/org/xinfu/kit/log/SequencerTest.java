package org.xinfu.kit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.key.VaultException;

/** Rows get their places once, in their order, whoever dies, writes late or comes twice. */
class SequencerTest {
  @Test
  void theTreesAreOverTheRowsInTheirOrder() {
    LogHouse house = LogHouse.empty().round();
    assertThat(house.log.checkpoint()).as("an empty log has no head").isEmpty();
    long[] batches = {1, 254, 1, 1, 300, 5000};
    for (long batch : batches) {
      house.rows((int) batch).round();
      assertThat(house.signed()).isEqualTo(house.expected());
    }
    assertThat(house.signed().size()).isEqualTo(5557);
    assertThat(house.tables.behind()).isFalse();
  }

  @Test
  void ofAnHourTheLastHeadStays() {
    LogHouse house = LogHouse.empty();
    for (int minute = 0; minute < 180; minute += 30) {
      Instant at = LogHouse.AT.plusSeconds(60L * minute);
      house.rows(1);
      new Sequencer(house.database, house.keys, Clock.fixed(at, ZoneOffset.UTC)).round();
    }
    assertThat(
            house.jdbc.sql("SELECT size FROM log_checkpoint ORDER BY 1").query(Long.class).list())
        .containsExactly(2L, 4L, 6L);
  }

  /** The heads of an hour are found by their time, not by reading all heads. */
  @Test
  void anHourIsFoundByItsTime() {
    LogHouse house = LogHouse.empty();
    house
        .jdbc
        .sql(
            """
            INSERT INTO log_checkpoint (log, size, at, note)
            SELECT 'audit', i, timestamptz '2026-11-27Z' - i * interval '1 hour', 'x'
            FROM generate_series(1, 3000) AS i
            """)
        .update();
    JdbcTemplate plain = new JdbcTemplate(house.database);
    plain.execute("ANALYZE log_checkpoint");
    Timestamp at = Timestamp.from(LogHouse.AT);
    assertThat(
            plain.queryForList(
                "EXPLAIN " + LogTables.SAME_HOUR, String.class, "audit", 3001L, at, at))
        .anyMatch(line -> line.matches(".*Index Cond:.*\\bat\\b.*"));
  }

  /** Heads are signed while a book that is long already is taken into the tree. */
  @Test
  void aLongBookIsTakenInSeveralRounds() {
    LogHouse house = LogHouse.empty().rows(5000);
    Sequencer small = new Sequencer(house.database, house.keys, Clock.systemUTC(), 1);
    assertThat(small.round()).as("there is more").isEqualTo(Sequencer.Round.MORE);
    assertThat(house.signed().size()).isEqualTo(4096);
    assertThat(small.round()).as("some may have come meanwhile").isEqualTo(Sequencer.Round.MORE);
    assertThat(house.signed()).isEqualTo(house.expected());
    assertThat(small.round()).isEqualTo(Sequencer.Round.CAUGHT_UP);
  }

  /** Numbers are given before transactions commit. */
  @Test
  void aRowThatIsCommittedLateHasItsPlaceKept() throws SQLException {
    LogHouse house = LogHouse.empty().rows(1).round();
    try (Connection late = house.database.getConnection();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute(LogHouse.insert(1));
      house.rows(1).round().rows(1).round();
      assertThat(house.size()).as("what is after it waits").isEqualTo(1);
      late.commit();
    }
    house.round();
    assertThat(house.signed()).isEqualTo(house.expected());
    assertThat(house.check.check(List.of()).state()).isEqualTo(CheckLog.State.WHOLE);
  }

  /** A transaction has no number of its own before it writes: the row's number comes first. */
  @Test
  void aRowWhoseWriterHasNoTransactionNumberYetHasItsPlaceKept() throws Exception {
    LogHouse house = LogHouse.empty().rows(1).round();
    try (Connection gate = house.database.getConnection();
        Statement statement = gate.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(77)");
      CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(() -> waiting(house));
      while (waiters(house) == 0) {
        Thread.sleep(10);
      }
      house.rows(1).round().round();
      assertThat(house.size()).isEqualTo(1);
      statement.execute("SELECT pg_advisory_unlock(77)");
      assertThat(slow.get()).isOne();
    }
    house.round();
    assertThat(house.size()).isEqualTo(3);
    assertThat(house.check.check(List.of()).state()).isEqualTo(CheckLog.State.WHOLE);
    assertThat(house.jdbc.sql("SELECT actor FROM audit WHERE id = 2").query(String.class).single())
        .as("it had the lower number")
        .isEqualTo("slow");
  }

  /** A row that has its number, the first column, and waits at the last one. */
  private static int waiting(LogHouse house) {
    return house
        .jdbc
        .sql(
            """
            INSERT INTO audit (at, actor, act, subject, outcome, details)
            VALUES (now(), 'slow', 'a', 'x', 'done',
              to_jsonb('waited' || pg_advisory_xact_lock(77)::text))
            """)
        .update();
  }

  private static long waiters(LogHouse house) {
    return house
        .jdbc
        .sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        .query(Long.class)
        .single();
  }

  @Test
  void rowsThatWereRolledBackLeaveNoHole() throws SQLException {
    LogHouse house = LogHouse.empty().rows(3);
    try (Connection undone = house.database.getConnection();
        Statement statement = undone.createStatement()) {
      undone.setAutoCommit(false);
      statement.execute(LogHouse.insert(2));
      undone.rollback();
    }
    house.rows(2).round();
    assertThat(house.signed()).isEqualTo(house.expected());
    assertThat(house.size()).isEqualTo(5);
  }

  @Test
  void oneLeadsAtATime() throws SQLException {
    LogHouse house = LogHouse.empty().rows(2);
    try (Connection other = house.database.getConnection()) {
      LogTables leading = new LogTables(new SingleConnectionDataSource(other, true));
      assertThat(leading.lock()).isTrue();
      house.round();
      assertThat(house.size()).isZero();
      leading.unlock();
    }
    house.round();
    assertThat(house.size()).isEqualTo(2);
  }

  /** Whoever lost its session without noticing writes nothing more. */
  @Test
  void whatAnOvertakenLeaderWritesDoesNotCount() {
    LogHouse house = LogHouse.empty().rows(2).round();
    long stale = house.tables.lead("paused");
    LogTables.Head before = house.tables.held(stale);
    LogHouse.sequencer(house.database).round(); // nothing to do, so it does not lead
    assertThat(house.tables.held(stale)).isEqualTo(before);
    house.rows(1);
    LogHouse.sequencer(house.database).round();
    assertThatThrownBy(() -> house.tables.held(stale)).isInstanceOf(StoreUnavailable.class);
    LogTables.Grown grown = new LogTables.Grown(List.of(), LogEdge.empty(), 9);
    assertThatThrownBy(() -> house.tables.keep(stale, house.tables.head(), grown))
        .isInstanceOf(StoreUnavailable.class);
    LogTables.Signed signed = new LogTables.Signed(4, "note");
    assertThat(house.tables.publish(stale, signed, LogHouse.AT)).isFalse();
    assertThat(house.signed()).isEqualTo(house.expected());
  }

  @Test
  void rowsAreBoundWhileTheDeviceIsAwayAndSignedWhenItIsBack() {
    LogHouse house = LogHouse.empty().rows(2);
    AtomicBoolean away = new AtomicBoolean(true);
    LogKeys keys =
        new LogKeys(
            LogHouse.ORIGIN,
            () -> {
              if (away.get()) {
                throw new VaultException("away");
              }
              return LogHouse.VAULT;
            });
    Sequencer sequencer =
        new Sequencer(house.database, keys, Clock.fixed(LogHouse.AT, ZoneOffset.UTC));
    assertThatThrownBy(sequencer::round).isInstanceOf(VaultException.class);
    assertThat(house.size()).isEqualTo(2);
    assertThat(house.log.checkpoint()).isEmpty();
    away.set(false);
    sequencer.round();
    assertThat(house.signed()).isEqualTo(house.expected());
  }

  /** The log written anew over other rows, with or without the heads that were signed. */
  @Test
  void nothingIsSignedOverATreeThatWasWrittenAnew() {
    for (String heads : List.of("", "DELETE FROM log_checkpoint")) {
      LogHouse house = LogHouse.empty().rows(300).round();
      house.byForce(
          "UPDATE audit SET outcome = 'other' WHERE id = 7",
          "DELETE FROM log_tile",
          "UPDATE log_head SET size = 0, last_id = 0",
          heads.isEmpty() ? "UPDATE log_head SET mark_id = 0" : heads);
      house.rows(1);
      // One that has signed nothing itself knows by the heads that rest, one that has by itself.
      Sequencer next = heads.isEmpty() ? LogHouse.sequencer(house.database) : house.sequencer;
      assertThatThrownBy(next::round).as(heads).isInstanceOf(LogForked.class);
      assertThat(house.check.check(List.of()).state())
          .isEqualTo(heads.isEmpty() ? CheckLog.State.FORKED : CheckLog.State.NOT_SIGNED);
    }
  }

  /** A head that rests and was not signed shows nothing of what was signed before. */
  @Test
  void nothingIsSignedOverAHeadThatRestsAndIsNone() {
    LogHouse house = LogHouse.empty().rows(300).round();
    String genuine = house.log.checkpoint().orElseThrow();
    String longer = LogHouse.other().rows(400).round().log.checkpoint().orElseThrow();
    house.byForce("UPDATE audit SET outcome = 'other' WHERE id = 7", "DELETE FROM log_tile");
    house.byForce("UPDATE log_head SET size = 0, last_id = 0, mark_id = 0");
    String unsigned = genuine.substring(0, genuine.indexOf("\n\u2014") + 1);
    for (String rests : List.of("x", unsigned, longer)) {
      house.jdbc.sql("UPDATE log_checkpoint SET note = ?").param(rests).update();
      house.rows(1);
      Sequencer forgetful = LogHouse.sequencer(house.database);
      assertThatThrownBy(forgetful::round).as(rests).isInstanceOf(LogForked.class);
      assertThat(house.log.checkpoint()).as("nothing was signed").contains(rests);
    }
  }

  /** Not even when its size, in its column, leaves nothing to sign. */
  @Test
  void aHeadOfMoreThanTheTreeIsTold() {
    LogHouse house = LogHouse.empty().rows(3).round();
    house.jdbc.sql("UPDATE log_checkpoint SET size = 1000").update();
    house.rows(1);
    assertThatThrownBy(LogHouse.sequencer(house.database)::round).isInstanceOf(LogForked.class);
  }

  /** The log goes on under another name when the server has another public URL. */
  @Test
  void theLogGoesOnUnderAnotherName() {
    LogHouse house = LogHouse.empty().rows(3).round().rows(1);
    LogKeys renamed = new LogKeys("other.example.cn/audit", () -> LogHouse.VAULT);
    new Sequencer(house.database, renamed, Clock.systemUTC()).round();
    assertThat(house.log.checkpoint().flatMap(renamed::read)).contains(house.expected());
  }
}
