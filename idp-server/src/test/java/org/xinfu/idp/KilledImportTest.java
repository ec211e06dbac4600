package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A replica is killed with -9 in the middle of a file; the same file, sent again, finishes it. */
class KilledImportTest {
  private static final int PEOPLE = 200;

  @Test
  void nobody_is_lost_made_twice_or_made_in_part(@TempDir Path home) throws Exception {
    try (RunningIdp idle = new RunningIdp(home).start()) {
      JdbcClient jdbc = idle.bean(JdbcClient.class);
      List<Map<String, Object>> people = ImportAccountsTest.people(PEOPLE);
      for (int i = 0; i < PEOPLE; i++) {
        // Hashed anew when it is taken over, so that the file takes its time.
        people.get(i).put("password", Map.of("scheme", "md5", "hash", "0".repeat(32)));
        people.get(i).putAll(Map.of("email", "old-" + i + "@example.org", "emailVerified", true));
      }
      String lines = ImportAccountsTest.lines(people);
      RunningIdp replica = idle.replica();
      ReplicaProcess killed = ReplicaProcess.of(replica);
      CompletableFuture<Boolean> answered =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return ImportAccountsTest.at(replica, "old", lines).statusCode() == 200;
                } catch (UncheckedIOException cut) {
                  return false;
                }
              });
      Instant end = Instant.now().plus(Duration.ofSeconds(60));
      while (count(jdbc, "legacy_account") < 10) {
        assertThat(Instant.now()).isBefore(end);
        Thread.sleep(5);
      }
      killed.kill();
      assertThat(answered.join()).as("cut off").isFalse();
      long before = count(jdbc, "legacy_account");
      assertThat(before).isBetween(10L, PEOPLE - 1L);
      assertThat(whole(jdbc)).isEqualTo(before);
      Map<String, Object> told = RunningIdp.json(ImportAccountsTest.at(idle, "old", lines).body());
      assertThat(told)
          .containsEntry("unchanged", (int) before)
          .containsEntry("created", (int) (PEOPLE - before))
          .containsEntry("refused", 0);
      assertThat(whole(jdbc)).isEqualTo(PEOPLE);
    }
  }

  private static long count(JdbcClient jdbc, String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  /** Those that have their account, their contact and one row in the book. */
  private static long whole(JdbcClient jdbc) {
    return jdbc.sql(
            """
            SELECT count(*) FROM legacy_account l JOIN account a ON a.id = l.account_id
            JOIN contact c ON c.account_id = a.id
            JOIN audit b ON b.subject = a.id AND b.act = 'account-imported'
            """)
        .query(Long.class)
        .single();
  }
}
