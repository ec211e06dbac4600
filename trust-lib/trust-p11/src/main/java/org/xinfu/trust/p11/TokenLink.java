package org.xinfu.trust.p11;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.p11.internal.wrapper.Cryptoki;
import org.xinfu.trust.p11.internal.wrapper.CryptokiException;

/**
 * The way to one token: a pool of sessions, one login, and recovery when the device goes away.
 * Every call ends within the patience of the settings, in a result or a {@link VaultException}.
 */
final class TokenLink implements AutoCloseable {
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LAST_PAUSE_MS = 1000;
  private static final int MAX_ATTEMPTS = 64;

  private final Pkcs11Settings settings;
  private final Semaphore permits;
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile @Nullable Epoch current;
  private volatile @Nullable VaultException refused;
  private volatile boolean closed;
  private int spelling;

  TokenLink(Pkcs11Settings settings) {
    this.settings = settings;
    this.permits = new Semaphore(settings.sessions());
  }

  /** Work in one session; it may run again after a failure and must bear that. */
  interface Work<T> {
    T in(Epoch epoch, long session);
  }

  <T> T call(Work<T> work) {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    acquire(deadline);
    try {
      for (int attempt = 0; ; attempt++) {
        Epoch epoch = connected(deadline);
        try {
          return once(epoch, work);
        } catch (CryptokiException e) {
          recover(epoch, e, attempt);
          if (attempt >= MAX_ATTEMPTS || System.nanoTime() - deadline >= 0) {
            throw new VaultException("the device failed for " + settings.patience(), e);
          }
        }
      }
    } finally {
      permits.release();
    }
  }

  private static <T> T once(Epoch epoch, Work<T> work) {
    long session = epoch.borrow();
    boolean clean = false;
    try {
      T result = work.in(epoch, session);
      clean = true;
      return result;
    } finally {
      if (clean) epoch.giveBack(session);
      else epoch.close(session);
    }
  }

  private void recover(Epoch epoch, CryptokiException e, int attempt) {
    switch (Remedy.of(e.rv())) {
      case RETRY -> pause(FIRST_PAUSE_MS);
      case NEW_SESSION -> {
        epoch.forget();
        if (!epoch.loginHolds()) epoch.end();
        if (attempt > 0) pause(FIRST_PAUSE_MS);
      }
      case RECONNECT -> {
        if (e.rv() == Remedy.CRYPTOKI_NOT_INITIALIZED) respell();
        epoch.end();
      }
      case NONE -> throw new VaultException(settings.token() + ": " + e.getMessage(), e);
    }
  }

  /** The current epoch, or a new one: one caller connects, the others wait for it. */
  private Epoch connected(long deadline) {
    Epoch epoch = current;
    if (epoch != null && !epoch.isOver()) return epoch;
    lock(deadline);
    try {
      epoch = current;
      if (epoch != null && !epoch.isOver()) return epoch;
      Epoch fresh = connect(deadline);
      current = fresh;
      if (epoch != null) epoch.closeAll(); // what the device still keeps of it
      return fresh;
    } finally {
      connecting.unlock();
    }
  }

  private Epoch connect(long deadline) {
    long pause = FIRST_PAUSE_MS;
    while (true) {
      if (closed) throw new VaultException("the vault is closed");
      VaultException before = refused;
      if (before != null)
        throw new VaultException("not tried again: " + before.getMessage(), before);
      try {
        return login();
      } catch (CryptokiException e) {
        if (e.rv() == Remedy.CRYPTOKI_NOT_INITIALIZED) respell();
        if (Remedy.of(e.rv()) == Remedy.NONE) {
          throw new VaultException(settings.token() + ": " + e.getMessage(), e);
        }
        if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) - deadline >= 0) {
          throw new VaultException("the device was not back within " + settings.patience(), e);
        }
        pause(pause);
        pause = Math.min(LAST_PAUSE_MS, 2 * pause);
      }
    }
  }

  private Epoch login() {
    Cryptoki cryptoki = Cryptoki.open(settings.library(), spelling);
    OptionalLong slot = cryptoki.slotOf(settings.token());
    if (slot.isEmpty()) throw new VaultException("no token is labelled " + settings.token());
    long keeper = cryptoki.openSession(slot.getAsLong());
    char[] pin = settings.pin().get();
    try {
      cryptoki.login(keeper, pin);
    } catch (CryptokiException e) {
      if (e.rv() != Remedy.USER_ALREADY_LOGGED_IN) {
        cryptoki.closeSession(keeper);
        throw afterRefusal(e);
      }
    } finally {
      Arrays.fill(pin, '\0');
    }
    return new Epoch(cryptoki, slot.getAsLong(), keeper);
  }

  /** A wrong PIN is tried once in the life of the vault: ten tries lock the token. */
  private RuntimeException afterRefusal(CryptokiException e) {
    if (Remedy.of(e.rv()) != Remedy.NONE) return e;
    VaultException no =
        new VaultException(settings.token() + ": login refused, " + e.getMessage(), e);
    refused = no;
    return no;
  }

  private void respell() {
    connecting.lock();
    try {
      spelling++;
    } finally {
      connecting.unlock();
    }
  }

  private void acquire(long deadline) {
    if (closed) throw new VaultException("the vault is closed");
    try {
      if (permits.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException("interrupted", e);
    }
    throw new VaultException("no session was free within " + settings.patience());
  }

  private void lock(long deadline) {
    try {
      if (connecting.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException("interrupted", e);
    }
    throw new VaultException("the device was not back within " + settings.patience());
  }

  private static void pause(long milliseconds) {
    long jitter = ThreadLocalRandom.current().nextLong(milliseconds / 2 + 1);
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds / 2 + jitter);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException("interrupted", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    Epoch epoch = current;
    if (epoch != null) epoch.closeAll();
  }
}
