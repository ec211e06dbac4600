package org.xinfu.kit.pg;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs from the class path, unpacked once per version and machine. */
final class PostgresBinaries {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

  private static final Pattern JAR = Pattern.compile("-(\\d[\\w.]*)\\.jar!");

  /** File locks are per JVM; this one keeps threads of one JVM apart. */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private PostgresBinaries() {}

  /** Where they are unpacked: root's home is closed to the user under whom root runs them. */
  static Path cache() {
    return PostgresPrograms.isRoot()
        ? Path.of("/var/cache/xinfu")
        : Path.of(System.getProperty("user.home", "."), ".cache", "xinfu");
  }

  /**
   * The directory that holds {@code bin/postgres}.
   *
   * @throws StoreUnavailable when no binaries for this machine are on the class path
   */
  static Path unpackedIn(Path cache) {
    return unpackedIn(cache, System.getProperty("os.arch", ""));
  }

  static Path unpackedIn(Path cache, String machine) {
    URL archive = archive(machine);
    Path home = cache.toAbsolutePath().resolve("pg-" + version(archive.toString()));
    ONE_AT_A_TIME.lock();
    try {
      if (!Files.exists(home.resolve("bin/postgres"))) {
        unpack(archive, home);
      }
    } catch (IOException e) {
      throw new StoreUnavailable("cannot unpack PostgreSQL to " + home, e);
    } finally {
      ONE_AT_A_TIME.unlock();
    }
    return home;
  }

  /** The release that is on the class path. */
  static String release(String machine) {
    return version(archive(machine).toString());
  }

  private static URL archive(String machine) {
    String resource = resource(machine);
    URL archive = PostgresBinaries.class.getResource("/" + resource);
    if (archive == null) {
      throw new StoreUnavailable("no PostgreSQL binaries for this machine: " + resource);
    }
    return archive;
  }

  private static void unpack(URL archive, Path home) throws IOException {
    Path parent = home.resolveSibling(".");
    Files.createDirectories(parent);
    try (FileChannel channel =
            FileChannel.open(
                home.resolveSibling(home.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (Files.exists(home.resolve("bin/postgres")) || !lock.isValid()) {
        return;
      }
      LOG.info("unpacking PostgreSQL to {} (once)", home);
      Path part = home.resolveSibling(home.getFileName() + "." + UUID.randomUUID() + ".part");
      try (InputStream in = new XZInputStream(archive.openStream())) {
        TarStream.unpack(in, part);
      }
      Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static String resource(String machine) {
    String name = machine.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
      case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
      default -> "postgres-linux-" + name + ".txz";
    };
  }

  /**
   * The version in the name of the innermost jar, so that another release never reuses an old
   * directory; services carry that jar inside of their own.
   */
  static String version(String archive) {
    Matcher jars = JAR.matcher(archive);
    String version = "unknown";
    while (jars.find()) {
      version = jars.group(1);
    }
    return version;
  }
}
