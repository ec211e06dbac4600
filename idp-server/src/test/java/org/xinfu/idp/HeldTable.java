package org.xinfu.idp;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Nobody writes the table while this is open: so a request is stopped where a test wants it. */
final class HeldTable implements AutoCloseable {
  private final Connection connection;
  private final String table;

  HeldTable(String table) {
    this.table = table;
    try {
      connection = SharedIdp.get().bean(DataSource.class).getConnection();
      connection.setAutoCommit(false);
      try (Statement lock = connection.createStatement()) {
        lock.execute("LOCK TABLE " + table + " IN SHARE MODE");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer to a request that is stopped at the table while something else is done. */
  static <T> T overtaken(String table, Supplier<T> request, Runnable by) {
    CompletableFuture<T> answer;
    try (HeldTable held = new HeldTable(table)) {
      answer = held.stops(request);
      by.run();
    }
    return answer.join();
  }

  /** Begins the request and comes back when it waits for the table. */
  <T> CompletableFuture<T> stops(Supplier<T> request) {
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(request);
    while (!waited()) {
      if (answer.isDone()) {
        throw new AssertionError(answer.join() + " did not write " + table);
      }
      Thread.onSpinWait();
    }
    return answer;
  }

  private boolean waited() {
    return SharedIdp.jdbc()
            .sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = ?::regclass")
            .param(table)
            .query(Integer.class)
            .single()
        > 0;
  }

  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
