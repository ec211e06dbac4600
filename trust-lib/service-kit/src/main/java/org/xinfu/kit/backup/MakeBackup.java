package org.xinfu.kit.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.xinfu.kit.pg.BaseBackup;
import org.xinfu.kit.pg.VisitedPostgres;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/**
 * Makes a backup of a home directory, whether its services run or not. It appears under its name
 * when it is whole and on the disk, and not before.
 */
final class MakeBackup {
  private final Installation installation;
  private final Talk talk;

  MakeBackup(Installation installation, Talk talk) {
    this.installation = installation;
    this.talk = talk;
  }

  /**
   * Writes the backup below {@code to}.
   *
   * @param id part of its name, and names it in the ledger of heads
   * @return where it is
   */
  Path into(Path to, String id, Instant at) throws IOException {
    List<String> services =
        Installation.SERVICES.stream().filter(installation::hasDatabase).toList();
    if (services.isEmpty()) {
      throw BackupRefusal.NO_INSTALLATION.because(installation.home().toString());
    }
    Path whole = to.toAbsolutePath().normalize().resolve(CheckedBackup.PREFIX + id);
    Path part = whole.resolveSibling("." + whole.getFileName() + ".part");
    Durable.directories(part);
    try {
      Manifest manifest = copy(services, part, id, at);
      String digest = finish(manifest, part, whole);
      remember(manifest);
      report(manifest, whole, digest);
      return whole;
    } finally {
      Durable.deleteTree(part); // what did not become whole is of no use to anybody
    }
  }

  private Manifest copy(List<String> services, Path part, String id, Instant at)
      throws IOException {
    List<Manifest.Log> logs = new ArrayList<>();
    for (String service : services) {
      logs.add(database(service, part));
    }
    List<Manifest.File> files = new ArrayList<>();
    for (String service : services) {
      files.add(CheckedBackup.describe(part.resolve(service + "-database.zip")));
      files.addAll(others(service, part));
    }
    // After the databases, so that it knows whatever they know.
    files.addAll(tree(installation.journal(), part.resolve("journal-files.zip"), p -> true));
    files.addAll(tree(installation.trust(), part.resolve("trust-files.zip"), MakeBackup::settled));
    return new Manifest(id, at.toString(), logs, files, new KeyFiles(installation).checks());
  }

  private Manifest.Log database(String service, Path part) throws IOException {
    Path directory = installation.database(service);
    try (VisitedPostgres server = VisitedPostgres.on(directory);
        Archive archive = new Archive(part.resolve(service + "-database.zip"))) {
      String how = server.runByAService() ? "running 运行中" : "stopped 已停止";
      talk.say("copying the database of " + service + " (" + how + ") 正在复制数据库");
      // It opens this database on this machine and nothing else; all of that is in here anyway.
      try (InputStream password = Files.newInputStream(directory.resolve("password"))) {
        archive.file("password", password);
      }
      return BaseBackup.of(server, below(archive), end -> Book.log(service, end));
    }
  }

  /** Blobs never change; those of rows in the copied database were there before the rows. */
  private List<Manifest.File> others(String service, Path part) throws IOException {
    Path directory = installation.service(service);
    Path blobs = directory.resolve("blobs");
    List<Manifest.File> files = new ArrayList<>();
    files.addAll(tree(blobs, part.resolve(service + "-blobs.zip"), MakeBackup::settled));
    Predicate<Path> wanted =
        path ->
            settled(path)
                && !path.startsWith(installation.database(service))
                && !path.startsWith(blobs)
                && !path.getFileName().toString().equals(Installation.LABEL)
                && !path.getFileName().toString().endsWith(".key");
    files.addAll(tree(directory, part.resolve(service + "-files.zip"), wanted));
    return files;
  }

  private List<Manifest.File> tree(Path root, Path to, Predicate<Path> wanted) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Archive archive = new Archive(to)) {
      archive.tree(root, wanted);
    }
    return List.of(CheckedBackup.describe(to));
  }

  private static boolean settled(Path path) {
    return !path.getFileName().toString().endsWith(".part");
  }

  private static BaseBackup.Sink below(Archive archive) throws IOException {
    archive.directory("data");
    return new BaseBackup.Sink() {
      @Override
      public void directory(String name) throws IOException {
        archive.directory("data/" + name);
      }

      @Override
      public void file(String name, InputStream content) throws IOException {
        archive.file("data/" + name, content);
      }
    };
  }

  private static String finish(Manifest manifest, Path part, Path whole) throws IOException {
    byte[] octets = manifest.json().getBytes(UTF_8);
    String digest = Digests.sha256(Bytes.of(octets)).toHex();
    Durable.write(part.resolve(CheckedBackup.MANIFEST), octets);
    Durable.write(part.resolve(CheckedBackup.SUM), CheckedBackup.sum(digest).getBytes(UTF_8));
    Durable.sync(part);
    Durable.move(part, whole);
    return digest;
  }

  private void remember(Manifest manifest) throws IOException {
    List<HeadLedger.Line> lines =
        manifest.logs().stream()
            .map(l -> HeadLedger.seen(manifest.id(), manifest.at(), l))
            .toList();
    new HeadLedger(installation.heads()).append(lines);
  }

  private void report(Manifest manifest, Path whole, String digest) {
    for (Manifest.Log log : manifest.logs()) {
      talk.say("log " + log.service() + ": " + log.size() + " entries 条, root " + log.root());
    }
    long bytes = manifest.files().stream().mapToLong(Manifest.File::bytes).sum();
    talk.say(whole + ": " + manifest.files().size() + " files 个文件, " + bytes + " octets 字节");
    talk.say("manifest SHA-256 " + digest + " (note it elsewhere 请另行记录)");
    talk.say(
        "not in it: hsm/ (the device has its own backup) and credentials/ and *.key files (keep"
            + " them apart) 不含密码机存储、凭据和密钥文件，请分别备份");
    if (whole.startsWith(installation.home())) {
      talk.say("it lies beside the data; copy it to other storage 与数据同处一地，请复制到其他存储");
    }
  }
}
