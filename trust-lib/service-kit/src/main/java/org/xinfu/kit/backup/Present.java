package org.xinfu.kit.backup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xinfu.kit.pg.DirectoryLock;
import org.xinfu.kit.pg.EmbeddedPostgres;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.kit.pg.VisitedPostgres;

/** A service's data that a restore is about to replace; no service gets at them meanwhile. */
final class Present implements AutoCloseable {
  private final @Nullable DirectoryLock lock;
  private final @Nullable EmbeddedPostgres server;
  private final Path directory;

  private Present(Path directory, @Nullable DirectoryLock lock, @Nullable EmbeddedPostgres server) {
    this.directory = directory;
    this.lock = lock;
    this.server = server;
  }

  /**
   * Takes hold of them.
   *
   * @throws NotDone when the service runs
   */
  static Present of(Installation installation, String service) {
    Path directory = installation.database(service);
    if (!Files.isDirectory(directory)) {
      return new Present(directory, null, null);
    }
    DirectoryLock lock = held(directory, service);
    if (!installation.hasDatabase(service)) {
      return new Present(directory, lock, null);
    }
    lock.close();
    try {
      return new Present(directory, null, EmbeddedPostgres.start(directory));
    } catch (StoreUnavailable broken) {
      return new Present(directory, held(directory, service), null);
    }
  }

  /** The database that is there; empty when there is none or it does not start any more. */
  Optional<DataSource> database() {
    return server == null
        ? Optional.empty()
        : Optional.of(VisitedPostgres.on(directory).database());
  }

  /** Whether something is there that cannot be read. */
  boolean unreadable() {
    return server == null && lock != null;
  }

  /** Ends the database server, so that the directory may be moved; still no service gets at it. */
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    if (lock != null) {
      lock.close();
    }
  }

  private static DirectoryLock held(Path directory, String service) {
    try {
      return DirectoryLock.on(directory, Duration.ZERO);
    } catch (StoreUnavailable running) {
      throw BackupRefusal.RUNNING.because(service);
    }
  }
}
