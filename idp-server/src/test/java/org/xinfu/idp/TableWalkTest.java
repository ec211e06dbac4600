package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.store.TableWalk;

/** Rows that no index finds are taken away a part at a time, and all of them in a round. */
class TableWalkTest {
  private static final int ROUND = 5;

  private final JdbcClient jdbc = SharedIdp.jdbc();

  /** Two rows on a page, of which one is over; 200 pages. */
  @BeforeEach
  void fill() {
    jdbc.sql("CREATE TABLE walked (n integer, at timestamptz, filler text STORAGE plain)").update();
    jdbc.sql(
            """
            INSERT INTO walked SELECT n, now() + (n % 2 - 0.5) * interval '1 hour',
              repeat('x', 3900) FROM generate_series(1, 400) n
            """)
        .update();
  }

  @AfterEach
  void drop() {
    jdbc.sql("DROP TABLE walked").update();
  }

  @Test
  void a_round_sees_all_and_a_step_its_part() {
    TableWalk walk = new TableWalk(jdbc, ROUND, 10);
    for (int step = 1; step <= ROUND; step++) {
      walk.step("walked", "at", Instant.now());
      assertThat(over()).isBetween(200 - 42 * step, Math.max(0, 200 - 40 * step));
    }
    assertThat(over()).isZero();
    assertThat(rows()).isEqualTo(200);
  }

  @Test
  void a_small_table_is_seen_at_once() {
    new TableWalk(jdbc, ROUND, 1000).step("walked", "at", Instant.now());
    assertThat(over()).isZero();
    assertThat(rows()).isEqualTo(200);
  }

  /** The place where the next step would begin is gone. */
  @Test
  void a_table_that_became_shorter_is_seen_as_well() {
    TableWalk walk = new TableWalk(jdbc, ROUND, 10);
    for (int step = 0; step < 3; step++) {
      walk.step("walked", "at", Instant.now());
    }
    jdbc.sql("DELETE FROM walked WHERE n > 60").update();
    jdbc.sql("VACUUM walked").update();
    for (int step = 0; step < ROUND; step++) {
      walk.step("walked", "at", Instant.now());
    }
    assertThat(over()).isZero();
    assertThat(rows()).isEqualTo(30);
  }

  @Test
  void an_empty_table_is_no_trouble() {
    jdbc.sql("TRUNCATE walked").update();
    new TableWalk(jdbc, ROUND, 10).step("walked", "at", Instant.now());
    assertThat(rows()).isZero();
  }

  private int over() {
    return jdbc.sql("SELECT count(*) FROM walked WHERE at < now()").query(Integer.class).single();
  }

  private int rows() {
    return jdbc.sql("SELECT count(*) FROM walked").query(Integer.class).single();
  }
}
