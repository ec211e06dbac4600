package org.xinfu.hsm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.crypto.MechanismProfile;
import org.xinfu.hsm.store.AtomicFile;
import org.xinfu.hsm.store.StoreBroken;
import org.xinfu.hsm.token.Device;
import org.xinfu.hsm.wire.UnixServer;

/**
 * A running simulator on one store directory. The directory holds the tokens, {@code hsm.sock} and
 * the library; start it again on the same directory and clients of the library go on with new
 * sessions.
 */
public final class HsmSim implements AutoCloseable {
  public static final String DEFAULT_PROFILE = "project-default";
  private static final int MAX_SOCKET_PATH = 107;

  private final Path directory;
  private final Path library;
  private final Device device;
  private final UnixServer server;
  private final FileChannel lock;

  private HsmSim(Path directory, String profile, FileChannel lock, TokenSpec... tokens) {
    this.directory = directory;
    this.lock = lock;
    this.library = SharedLibrary.copyInto(directory);
    this.device = new Device(directory.resolve("tokens"), MechanismProfile.named(profile));
    for (TokenSpec token : tokens) {
      if (!device.hasToken(token.label())) device.createToken(token.label(), token.pins());
    }
    this.server = UnixServer.listen(directory.resolve("hsm.sock"), device);
  }

  /** Opens the store, makes the tokens that are missing, and serves until closed. */
  public static HsmSim start(Path directory, TokenSpec... tokens) {
    return start(directory, DEFAULT_PROFILE, tokens);
  }

  /** As {@link #start(Path, TokenSpec...)} with the mechanism numbers of another profile. */
  public static HsmSim start(Path directory, String profile, TokenSpec... tokens) {
    Path home = directory.toAbsolutePath().normalize();
    if (home.resolve("hsm.sock").toString().length() > MAX_SOCKET_PATH) {
      throw new IllegalArgumentException("too long for a Unix socket: " + home);
    }
    AtomicFile.directory(home);
    FileChannel lock = lock(home);
    boolean started = false;
    try {
      HsmSim sim = new HsmSim(home, profile, lock, tokens);
      started = true;
      return sim;
    } finally {
      if (!started) release(lock);
    }
  }

  /** The PKCS#11 library to give to clients. */
  public Path library() {
    return library;
  }

  public Path directory() {
    return directory;
  }

  Device device() {
    return device;
  }

  /** Ends every connection; what was acknowledged is on disk already. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new StoreBroken("cannot stop", e);
    } finally {
      release(lock);
    }
  }

  /**
   * Two devices on one store would overwrite each other; the kernel frees the lock of a killed one.
   */
  private static FileChannel lock(Path home) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock != null) return channel;
    } catch (IOException e) {
      throw new StoreBroken("cannot lock " + home, e);
    }
    release(channel);
    throw new IllegalStateException("another device runs on " + home);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void release(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StoreBroken("cannot unlock", e);
    }
  }
}
