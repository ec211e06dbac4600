package org.xinfu.kit.pg;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One service per directory; the kernel lets go of it when the process dies, however it dies. */
public final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;
  private final FileLock lock;

  private DirectoryLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock, waiting up to {@code patience} for a process that is just ending.
   *
   * @throws StoreUnavailable when another process, or another part of this one, holds it
   */
  public static DirectoryLock on(Path directory, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      while (true) {
        @Nullable FileLock lock = attempt(channel);
        if (lock != null) {
          return new DirectoryLock(channel, lock);
        }
        if (System.nanoTime() > end) {
          channel.close();
          throw new StoreUnavailable("another service holds " + directory);
        }
        Thread.sleep(100);
      }
    } catch (IOException e) {
      throw new StoreUnavailable("cannot lock " + directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while locking " + directory, e);
    }
  }

  /** Whether it is ours still. */
  public boolean held() {
    return lock.isValid();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreUnavailable("cannot release the lock", e);
    }
  }

  private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very JVM
    }
  }
}
