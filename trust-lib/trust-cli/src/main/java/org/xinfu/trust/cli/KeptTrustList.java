package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListVerifier;

/** The last accepted list on disk; replaced as a whole or not at all. */
record KeptTrustList(Path file) {
  private static final long MAX_LENGTH = 16L << 20;

  /** A file lock is the process's; its threads take turns here. */
  private static final ReentrantLock TURN = new ReentrantLock();

  /** What is to be done while nobody else replaces the list. */
  @FunctionalInterface
  interface Update {
    int run() throws IOException;
  }

  /** The list as kept; empty when there is none yet. */
  Optional<Verdict<TrustList>> open() throws IOException {
    return Files.exists(file)
        ? Optional.of(TrustListVerifier.reopen(read(file)))
        : Optional.empty();
  }

  /** Two updates at once could put the older of two lists last. */
  int locked(Update update) throws IOException {
    TURN.lock();
    try {
      return lockedFile(update);
    } finally {
      TURN.unlock();
    }
  }

  private int lockedFile(Update update) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      return lock.isValid() ? update.run() : ExitStatus.UNREADABLE;
    }
  }

  /** Written beside, forced to the disk, then renamed: a reader sees the old one or the new one. */
  void replace(Bytes signed) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer octets = ByteBuffer.wrap(signed.toArray());
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A whole file that is not longer than a list may be. */
  static Bytes read(Path file) throws IOException {
    if (Files.size(file) > MAX_LENGTH) {
      throw new IOException(file + " is longer than a trust list may be");
    }
    return Bytes.of(Files.readAllBytes(file));
  }
}
