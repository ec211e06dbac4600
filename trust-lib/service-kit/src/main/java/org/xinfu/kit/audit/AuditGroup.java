package org.xinfu.kit.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Writes the rows of acts that are nothing but their row, for callers who come at the same time.
 * Whoever comes while a statement is under way waits for it, and then one of those who wait writes
 * the rows of all: one statement and one commit. A caller is answered when its own row is durable.
 *
 * <p>Each act has a mark, which a condition of the group compares with the database: an act whose
 * mark does not stand any more leaves no row, and its caller is told.
 */
public final class AuditGroup {
  /** Rows of one statement. */
  static final int MOST = 64;

  private final Statement statement;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
  private boolean writing;

  AuditGroup(Statement statement) {
    this.statement = statement;
  }

  /** Writes rows in one statement. */
  @FunctionalInterface
  interface Statement {
    /** The positions in the list, counted from 1, of those whose marks stand and that are kept. */
    List<Long> write(List<Audit.Row> rows);
  }

  /**
   * Waits until the row is durable.
   *
   * @return false, and there is no row, when the mark does not stand
   */
  boolean record(Audit.Row row) {
    Entry mine = new Entry(row);
    if (!join(mine)) {
      mine.called.join();
    }
    if (!mine.kept.isDone()) {
      lead();
    }
    try {
      return mine.kept.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  Statement statement() {
    return statement;
  }

  /** Rows that are in no statement yet. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody is writing, so that the caller has to. */
  private boolean join(Entry entry) {
    lock.lock();
    try {
      waiting.add(entry);
      boolean first = !writing;
      writing = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private void lead() {
    List<Entry> batch = new ArrayList<>();
    lock.lock();
    try {
      while (batch.size() < MOST && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
    } finally {
      lock.unlock();
    }
    try {
      write(batch);
    } finally {
      passOn();
      batch.forEach(entry -> entry.called.complete(null));
    }
  }

  /** Called is who has waited longest; its row is in its own statement. */
  private void passOn() {
    Entry next;
    lock.lock();
    try {
      next = waiting.peek();
      writing = next != null;
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.called.complete(null);
    }
  }

  private void write(List<Entry> batch) {
    try {
      Set<Long> kept = new HashSet<>(statement.write(batch.stream().map(Entry::row).toList()));
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).kept.complete(kept.contains(i + 1L));
      }
    } catch (DataIntegrityViolationException oneIsNone) {
      if (batch.size() == 1) {
        batch.getFirst().kept.completeExceptionally(oneIsNone);
      } else { // nothing of it was written, and the others' rows are in order
        batch.forEach(entry -> write(List.of(entry)));
      }
    } catch (RuntimeException | Error failed) {
      batch.forEach(entry -> entry.kept.completeExceptionally(failed));
    }
  }

  private record Entry(
      Audit.Row row, CompletableFuture<Boolean> kept, CompletableFuture<Void> called) {
    Entry(Audit.Row row) {
      this(row, new CompletableFuture<>(), new CompletableFuture<>());
    }
  }
}
