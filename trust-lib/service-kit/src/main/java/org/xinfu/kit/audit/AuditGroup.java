package org.xinfu.kit.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Writes the rows of acts that are nothing but their row, for callers who come at the same time.
 * Whoever comes while a statement is under way waits for it, and then one of those who wait writes
 * the rows of all: one statement and one commit. It waits a moment for those who are doing what
 * their rows will tell of. A caller is answered when its own row is durable.
 *
 * <p>Each act has a mark, which a condition of the group compares with the database: an act whose
 * mark does not stand any more leaves no row, and its caller is told.
 */
public final class AuditGroup {
  /** Rows of one statement. */
  static final int MOST = 64;

  /** How long whoever writes waits for those who are about to come; a commit takes longer. */
  private static final long MOMENT = TimeUnit.MICROSECONDS.toNanos(500);

  private final Statement statement;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
  private int coming;
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
   * Does the work, then waits until its row is durable.
   *
   * @return what the work made; empty, and there is no row, when the mark does not stand
   */
  <T> Optional<T> record(Audit.Row row, Supplier<T> work) {
    T made = announced(work);
    Entry mine = new Entry(row);
    if (!join(mine)) {
      mine.called.join();
    }
    if (!mine.kept.isDone()) {
      lead();
    }
    try {
      return mine.kept.join() ? Optional.of(made) : Optional.empty();
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

  /** Callers whose work is under way. */
  int coming() {
    lock.lock();
    try {
      return coming;
    } finally {
      lock.unlock();
    }
  }

  /** Whoever writes knows of the caller until it joins, or stays away. */
  private <T> T announced(Supplier<T> work) {
    lock.lock();
    try {
      coming++;
    } finally {
      lock.unlock();
    }
    boolean done = false;
    try {
      T made = work.get();
      done = true;
      return made;
    } finally {
      if (!done) {
        stayAway();
      }
    }
  }

  private void stayAway() {
    lock.lock();
    try {
      gone();
    } finally {
      lock.unlock();
    }
  }

  private void gone() {
    coming--;
    if (coming == 0) {
      arrived.signal();
    }
  }

  /** Whether nobody is writing, so that the caller has to. */
  private boolean join(Entry entry) {
    lock.lock();
    try {
      gone();
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
      awaitOthers();
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
      batch.forEach(AuditGroup::release);
    }
  }

  /** Whoever wrote throws what it met; to the others it is only that. */
  private static void release(Entry entry) {
    if (!entry.kept.isDone()) {
      entry.kept.completeExceptionally(
          new IllegalStateException("whoever wrote the row has failed"));
    }
    entry.called.complete(null);
  }

  private void awaitOthers() {
    long left = MOMENT;
    try {
      while (coming > 0 && waiting.size() < MOST && left > 0) {
        left = arrived.awaitNanos(left);
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
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
    } catch (DataAccessException failed) {
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
