package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Budgets;

/** Allowances in PostgreSQL; one conditional upsert each, in one order, so nothing deadlocks. */
public final class JdbcBudgets implements Budgets {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final BlindIndex index;

  public JdbcBudgets(JdbcClient jdbc, TransactionTemplate transaction, BlindIndex index) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.index = index;
  }

  @Override
  public boolean take(List<Line> lines, Instant now) {
    List<Line> ordered = lines.stream().sorted(Comparator.comparing(JdbcBudgets::name)).toList();
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              long taken = ordered.stream().takeWhile(line -> take(line, now)).count();
              boolean all = taken == ordered.size();
              // Where nothing was taken a caller's transaction goes on.
              if (!all && taken > 0) {
                status.setRollbackOnly();
              }
              return all;
            }));
  }

  private boolean take(Line line, Instant now) {
    long seconds = line.window().toSeconds();
    long start = Math.floorDiv(now.getEpochSecond(), seconds) * seconds;
    Instant end = Instant.ofEpochSecond(start + seconds);
    return jdbc.sql(
                """
                INSERT INTO budget (key_hash, expires_at, used) SELECT ?, ?, 1 WHERE ? > 0
                ON CONFLICT (key_hash, expires_at) DO UPDATE SET used = budget.used + 1
                WHERE budget.used < ?
                """)
            .params(
                List.of(
                    index.of("budget", name(line)),
                    Timestamp.from(end),
                    line.limit(),
                    line.limit()))
            .update()
        == 1;
  }

  private static String name(Line line) {
    return Objects.requireNonNull(line.key()) + " per " + line.window();
  }
}
