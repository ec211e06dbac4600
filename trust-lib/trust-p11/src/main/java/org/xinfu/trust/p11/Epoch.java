package org.xinfu.trust.p11;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.p11.internal.wrapper.Cryptoki;
import org.xinfu.trust.p11.internal.wrapper.CryptokiException;

/**
 * The time between two reconnections: sessions and object handles are worth nothing beyond it. The
 * keeper is one logged-in session that is never lent, since a login dies with the last session.
 */
final class Epoch {
  private static final long RW_USER = 3;

  private final Cryptoki cryptoki;
  private final long slot;
  private final long keeper;
  private final ConcurrentLinkedDeque<Long> idle = new ConcurrentLinkedDeque<>();
  private final Map<Bytes, Long> handles = new ConcurrentHashMap<>();
  private final AtomicBoolean over = new AtomicBoolean();

  Epoch(Cryptoki cryptoki, long slot, long keeper) {
    this.cryptoki = cryptoki;
    this.slot = slot;
    this.keeper = keeper;
  }

  Cryptoki cryptoki() {
    return cryptoki;
  }

  boolean isOver() {
    return over.get();
  }

  void end() {
    over.set(true);
  }

  long borrow() {
    Long session = idle.pollFirst();
    return session == null ? cryptoki.openSession(slot) : session;
  }

  void giveBack(long session) {
    if (isOver()) close(session);
    else idle.addFirst(session);
  }

  /**
   * For a session whose operation may still be armed: lending it again would fail the next caller.
   */
  void close(long session) {
    try {
      cryptoki.closeSession(session);
    } catch (CryptokiException e) {
      // It is gone already, or the device is; either way nobody will use it.
    }
  }

  void closeAll() {
    end();
    for (Long session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
      close(session);
    }
    close(keeper);
  }

  /** Whether the keeper is still a session of a logged-in user. */
  boolean loginHolds() {
    try {
      return cryptoki.state(keeper) == RW_USER;
    } catch (CryptokiException e) {
      return false;
    }
  }

  String model() {
    return cryptoki.model(slot);
  }

  @Nullable Long handle(Bytes id) {
    return handles.get(id);
  }

  void remember(Bytes id, long handle) {
    handles.put(id, handle);
  }

  void forget() {
    handles.clear();
  }
}
