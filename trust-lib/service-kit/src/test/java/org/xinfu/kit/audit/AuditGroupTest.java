package org.xinfu.kit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.kit.KitDatabase;
import tools.jackson.databind.json.JsonMapper;

/** Rows of many callers in one statement: each has its own answer. */
@Timeout(60)
class AuditGroupTest {
  private static final Instant AT = Instant.parse("2026-11-01T02:00:00.123456Z");
  private static DataSource database;
  private static JdbcClient jdbc;
  private static Audit audit;

  private final AuditGroup group =
      audit.group(
          "EXISTS (SELECT 1 FROM version v WHERE v.client = act.client AND v.is_now = act.mark)");

  @BeforeAll
  static void open() {
    database = KitDatabase.fresh();
    jdbc = JdbcClient.create(database);
    audit = new Audit(jdbc, JsonMapper.builder().build(), Clock.fixed(AT, ZoneOffset.UTC));
    jdbc.sql("CREATE TABLE version (client text, is_now bigint)").update();
    jdbc.sql("INSERT INTO version VALUES ('one', 1), ('two', 2)").update();
  }

  @BeforeEach
  void nothing() {
    MDC.clear();
    jdbc.sql("TRUNCATE audit").update();
  }

  @Test
  void aRowIsTheOneThatARecordAloneWouldBe() {
    MDC.put("requestId", "req-12345");
    Audit.Act act = new Audit.Act("token-issued", "one", "done", Map.of("name", "样例\"章'", "n", 4));
    audit.record(new Actor("one", "one"), act);
    assertThat(audit.record(new Actor("one", "one"), act, group, 1, () -> 7)).contains(7);
    List<Map<String, Object>> rows =
        jdbc.sql("SELECT * FROM audit ORDER BY id").query().listOfRows();
    assertThat(rows).hasSize(2);
    rows.forEach(row -> row.remove("id"));
    assertThat(rows.get(1)).isEqualTo(rows.get(0)).containsEntry("at", Timestamp.from(AT));
  }

  @Test
  void aMarkThatIsOverLeavesNoRow() {
    assertThat(record("one", 2)).isFalse();
    assertThat(record("two", 2)).isTrue();
    assertThat(record("three", 1)).isFalse();
    assertThat(subjects()).containsExactly("two");
  }

  /** The table is locked meanwhile, so that all wait for one and then go together. */
  @Test
  void thoseWhoComeMeanwhileGoTogetherAndEachHasItsAnswer() throws Exception {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    AuditGroup counted = counted(sizes);
    List<Future<Boolean>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
        Connection other = database.getConnection()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE audit IN EXCLUSIVE MODE");
      for (int i = 0; i < 20; i++) {
        boolean stands = i % 4 != 3;
        answers.add(callers.submit(() -> record("one", stands ? 1 : 7, counted)));
        await(() -> !sizes.isEmpty()); // the first is on its way alone
      }
      await(() -> counted.waiting() == 19);
      other.commit();
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).get()).as("answer " + i).isEqualTo(i % 4 != 3);
    }
    assertThat(subjects()).hasSize(15);
    assertThat(sizes).containsExactly(1, 19);
  }

  /** U+0000 is no character of jsonb. */
  @Test
  void aRowThatIsNoneFailsAlone() throws Exception {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    AuditGroup counted = counted(sizes);
    List<Future<Boolean>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
        Connection other = database.getConnection()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE audit IN EXCLUSIVE MODE");
      for (String name : List.of("a", "b", "\u0000", "c")) {
        Audit.Act act = new Audit.Act("act", "one", "done", Map.of("name", name));
        answers.add(callers.submit(() -> recorded(act, counted)));
        await(() -> !sizes.isEmpty());
      }
      await(() -> counted.waiting() == 3);
      other.commit();
    }
    assertThat(answers.get(0).get()).isTrue();
    assertThat(answers.get(1).get()).isTrue();
    assertThatThrownBy(() -> answers.get(2).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(DataIntegrityViolationException.class);
    assertThat(answers.get(3).get()).isTrue();
    assertThat(subjects()).hasSize(3);
  }

  @Test
  void whoWritesForOthersFailsForThemTooAndTheNextBeginsAnew() throws Exception {
    CountDownLatch come = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    AuditGroup failing =
        new AuditGroup(
            rows -> {
              if (calls.getAndIncrement() == 0) {
                await(come);
                throw new IllegalStateException("the first");
              }
              throw new IllegalStateException("the others");
            });
    List<Future<Boolean>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 5; i++) {
        answers.add(callers.submit(() -> record("one", 1, failing)));
        await(() -> calls.get() > 0);
      }
      await(() -> failing.waiting() == 4);
      come.countDown();
    }
    for (Future<Boolean> answer : answers) {
      assertThatThrownBy(answer::get).hasRootCauseInstanceOf(IllegalStateException.class);
    }
    assertThat(calls).hasValue(2);
    assertThatThrownBy(() -> record("one", 1, failing)).hasMessage("the others");
    assertThat(calls).hasValue(3);
  }

  @Test
  void whoDoesNotComeIsNotAwaitedForLong() throws Exception {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    AuditGroup counted = counted(sizes);
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Audit.Act act = new Audit.Act("act", "one", "done", Map.of());
    Actor actor = new Actor("one", "one");
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> second =
          callers.submit(
              () ->
                  audit.record(
                      actor,
                      act,
                      counted,
                      1,
                      () -> {
                        working.countDown();
                        await(done);
                        return "";
                      }));
      await(working);
      Future<?> first =
          callers.submit(
              () -> audit.record(actor, act, counted, 1, () -> "")); // goes alone at last
      assertThat(first.get()).isEqualTo(java.util.Optional.of(""));
      done.countDown();
      second.get();
    }
    assertThat(sizes).containsExactly(1, 1);
  }

  @Test
  void whoseWorkFailsLeavesNoRowAndKeepsNobodyWaiting() {
    Audit.Act act = new Audit.Act("act", "one", "done", Map.of());
    Actor actor = new Actor("one", "one");
    assertThatThrownBy(
            () ->
                audit.record(
                    actor,
                    act,
                    group,
                    1,
                    () -> {
                      throw new IllegalStateException("no device");
                    }))
        .hasMessage("no device");
    assertThat(subjects()).isEmpty();
    assertThat(group.coming()).isZero();
  }

  @Test
  void moreThanOneStatementHoldsGoInSeveral() throws Exception {
    List<Future<Boolean>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 5 * AuditGroup.MOST; i++) {
        answers.add(callers.submit(() -> record("two", 2)));
      }
    }
    for (Future<Boolean> answer : answers) {
      assertThat(answer.get()).isTrue();
    }
    assertThat(subjects()).hasSize(5 * AuditGroup.MOST);
  }

  private AuditGroup counted(List<Integer> sizes) {
    return new AuditGroup(
        rows -> {
          sizes.add(rows.size());
          return group.statement().write(rows);
        });
  }

  private boolean record(String client, long mark) {
    return record(client, mark, group);
  }

  private static boolean record(@Nullable String client, long mark, AuditGroup group) {
    Audit.Act act = new Audit.Act("act", String.valueOf(client), "done", Map.of());
    return audit.record(new Actor("somebody", client), act, group, mark, () -> "").isPresent();
  }

  private static boolean recorded(Audit.Act act, AuditGroup group) {
    return audit.record(new Actor("one", "one"), act, group, 1, () -> "").isPresent();
  }

  private static List<String> subjects() {
    return jdbc.sql("SELECT subject FROM audit").query(String.class).list();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
