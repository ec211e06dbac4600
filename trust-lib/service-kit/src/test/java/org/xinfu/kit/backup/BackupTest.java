package org.xinfu.kit.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.kit.pg.EmbeddedPostgres;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** Backups of real databases, and what may come back of them. */
class BackupTest {
  @TempDir static Path shared;
  private static SmallHouse stopped;
  private static Path backup;
  private static String said = "";
  @TempDir Path scratch;

  @BeforeAll
  static void make() throws Exception {
    stopped = SmallHouse.made(shared.resolve("house"), "idp");
    SmallHouse.Run run = stopped.run("backup", "--to", shared.resolve("backups").toString());
    assertThat(run.status()).as(run.toString()).isZero();
    said = run.out();
    backup = only(shared.resolve("backups"));
  }

  /** Writers go on while the copy is made, and every act is in it whole or not at all. */
  @Test
  void aBackupUnderLoadEndsAtOneMoment() throws Exception {
    SmallHouse house = stopped.copy(scratch.resolve("house")).twin("idp", "vault");
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    Path made;
    long all;
    try (EmbeddedPostgres vault = house.start("vault");
        EmbeddedPostgres idp = house.start("idp")) {
      List<Thread> writers = new ArrayList<>();
      for (EmbeddedPostgres server : List.of(vault, idp, idp)) {
        DataSource database = server.createDatabase("idp_server");
        writers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (!over.get()) {
                        underLoad(database);
                        written.incrementAndGet();
                      }
                    }));
      }
      made = house.backup(scratch.resolve("backups"));
      long soFar = written.get();
      while (written.get() < soFar + 20) {
        Thread.sleep(10);
      }
      over.set(true);
      for (Thread writer : writers) {
        writer.join();
      }
      house.write("idp-journal/one.jsonl", "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
      all = house.entries("idp");
    }
    Manifest manifest = CheckedBackup.in(made).manifest();
    assertThat(manifest.logs()).extracting(Manifest.Log::service).containsExactly("vault", "idp");
    Manifest.Log log = manifest.logs().getLast();
    assertThat(log.size()).isGreaterThan(3).isLessThan(all);

    SmallHouse.Run run = house.run("restore", made.toString());
    assertThat(run.status()).as(run.toString()).isZero();
    long lost = all - log.size();
    assertThat(run.out())
        .contains("verdict CONSISTENT")
        .contains(lost + " later entries of the replaced data are lost")
        .contains("under-load " + lost);
    assertThat(house.entries("idp")).isEqualTo(log.size());
    assertThat(house.count("idp", "SELECT count(*) FROM thing")).isEqualTo(log.size());
    assertThat(house.count("vault", "SELECT count(*) FROM thing"))
        .isEqualTo(manifest.logs().getFirst().size());

    Path replaced = only(house.home.resolve("replaced"));
    SmallHouse before = new SmallHouse(replaced);
    assertThat(before.entries("idp")).as("what is replaced is kept").isEqualTo(all);
    assertThat(Files.readAllLines(replaced.resolve("lost-idp.jsonl"))).hasSize((int) lost);
    assertThat(Files.readString(replaced.resolve("verdict.txt"))).contains("CONSISTENT");
    house.act("idp", "after", 1);
    assertThat(house.count("idp", "SELECT max(id) FROM audit"))
        .as("a number that was given is not given again")
        .isGreaterThan(before.count("idp", "SELECT max(id) FROM audit"));
    assertThat(Files.readString(house.home.resolve("idp/restore.label")).strip())
        .isEqualTo(replaced.getFileName().toString());
    assertThat(Files.readString(house.home.resolve("idp-journal/one.jsonl")))
        .as("the later journal stays")
        .contains("\"2\"");
    assertThat(house.home.resolve("idp/blob.key")).exists();
    assertThat(house.home.resolve("idp/blobs/ab/cd/sm3-abcd")).hasContent("an encrypted blob");
    assertThat(house.home.resolve("idp/spool/messages.jsonl")).exists();
    assertThat(house.home.resolve("restoring")).doesNotExist();
  }

  @Test
  void keysAndTheDeviceStayOutOfIt() throws Exception {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(backup)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".zip")).toList()) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
          for (ZipEntry entry : Collections.list(zip.entries())) {
            names.add(entry.getName());
            byte[] octets = zip.getInputStream(entry).readAllBytes();
            assertThat(new String(octets, StandardCharsets.ISO_8859_1))
                .doesNotContain(SmallHouse.DEVICE)
                .doesNotContain("0123456789012345678901234567890123456789012")
                .doesNotContain("a key of idp");
          }
        }
      }
    }
    assertThat(names).contains("data/backup_label", "data/global/pg_control", "signers.pem");
    assertThat(names).noneMatch(n -> n.endsWith(".key") || n.contains("postmaster"));
    assertThat(CheckedBackup.in(backup).manifest().keys())
        .extracting(Manifest.KeyCheck::file)
        .containsExactly("credentials/idp-citizen-id.key", "idp/blob.key");
    assertThat(said).contains("not in it: hsm/", "credentials/", "note it elsewhere");
  }

  @Test
  void theSumIsThatOfSha256sum() throws Exception {
    Process sums =
        new ProcessBuilder("sha256sum", "-c", CheckedBackup.SUM).directory(backup.toFile()).start();
    assertThat(sums.waitFor()).isZero();
  }

  /** A database whose service was killed together with its server. */
  @Test
  void aCrashedDatabaseIsBackedUpAsItRecovers() throws Exception {
    SmallHouse house = stopped.copy(scratch.resolve("house"));
    EmbeddedPostgres server = house.start("idp");
    house.act("idp", "acknowledged", 2);
    String pid = Files.readAllLines(house.home.resolve("idp/postgres/data/postmaster.pid")).get(0);
    ProcessHandle process = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    server.close();
    Path made = house.backup(scratch.resolve("backups"));
    assertThat(CheckedBackup.in(made).manifest().logs().getFirst().size()).isEqualTo(5);
  }

  @Test
  void anAlteredBackupIsRefusedAndNothingIsTouched() throws Exception {
    SmallHouse house = stopped.copy(scratch.resolve("house"));
    var before = house.contents();
    List<String> names;
    try (Stream<Path> files = Files.list(backup)) {
      names = files.map(f -> f.getFileName().toString()).sorted().toList();
    }
    assertThat(names).contains("idp-database.zip", "manifest.json", "manifest.json.sha256");
    for (String name : names) {
      byte[] genuine = Files.readAllBytes(backup.resolve(name));
      for (int at : new int[] {0, genuine.length / 2, genuine.length - 1}) {
        Path altered = SmallHouse.copied(backup, scratch.resolve("altered"));
        byte[] octets = genuine.clone();
        octets[at] ^= 1;
        Files.write(altered.resolve(name), octets);
        assertThat(house.run("restore", altered.toString()).refusal())
            .as(name + " at " + at)
            .isIn("65 backup-damaged", "65 backup-foreign");
      }
      Path cut = SmallHouse.copied(backup, scratch.resolve("cut"));
      Files.write(cut.resolve(name), java.util.Arrays.copyOf(genuine, genuine.length - 1));
      assertThat(house.run("restore", cut.toString()).refusal()).isEqualTo("65 backup-damaged");
      Files.delete(cut.resolve(name));
      assertThat(house.run("restore", cut.toString()).refusal())
          .as("without " + name)
          .isIn("65 backup-damaged", "66 backup-not-found");
      Files.write(cut.resolve(name), genuine);
    }
    Path more = SmallHouse.copied(backup, scratch.resolve("more"));
    Files.writeString(more.resolve("seal-database.zip"), "");
    assertThat(house.run("restore", more.toString()).refusal()).isEqualTo("65 backup-damaged");
    assertThat(house.contents()).isEqualTo(before);
  }

  @Test
  void anotherManifestIsRefusedByName() throws Exception {
    SmallHouse house = stopped.copy(scratch.resolve("house"));
    var before = house.contents();
    var log = CheckedBackup.in(backup).manifest().logs().getFirst();
    String system = log.system();
    long schema = log.schema();
    List<List<String>> others =
        List.of(
            List.of("'version':1", "'version':2", "65 backup-too-new"),
            List.of("'postgres':'17", "'postgres':'18", "65 backup-too-new"),
            List.of("'format':'xinfu-backup'", "'format':'other'", "65 backup-foreign"),
            List.of("'service':'idp'", "'service':'../x'", "65 backup-foreign"),
            List.of("'name':'idp-files.zip'", "'name':'../idp-files'", "65 backup-foreign"),
            List.of("'file':'idp/blob.key'", "'file':'idp/other.key'", "78 key-missing"),
            List.of("idp/blob.key", "credentials/idp-citizen-id.key", "78 key-differs"),
            // What only the databases tell: another installation, a later version, another log.
            List.of("'system':'" + system, "'system':'1" + system, "65 backup-foreign"),
            List.of("'schema':" + schema, "'schema':" + (schema + 1), "65 backup-too-new"),
            List.of("'size':3", "'size':2", "1 log-altered"));
    for (List<String> other : others) {
      Path altered = SmallHouse.copied(backup, scratch.resolve("altered"));
      Path file = altered.resolve(CheckedBackup.MANIFEST);
      String genuine = Files.readString(file);
      String text = genuine.replace(quoted(other.get(0)), quoted(other.get(1)));
      assertThat(text).isNotEqualTo(genuine);
      Files.writeString(file, text);
      // By somebody who can write sums.
      String digest = Digests.sha256(Bytes.of(Files.readAllBytes(file))).toHex();
      Files.writeString(altered.resolve(CheckedBackup.SUM), CheckedBackup.sum(digest));
      assertThat(house.run("restore", altered.toString()).refusal())
          .as(other.toString())
          .isEqualTo(other.get(2));
    }
    assertThat(logically(house.contents())).isEqualTo(logically(before));
    assertThat(house.entries("idp")).isEqualTo(3);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void whoeverIsThereIsNotDisturbed() throws Exception {
    SmallHouse house = stopped.copy(scratch.resolve("house"));
    try (EmbeddedPostgres running = house.start("idp")) {
      assertThat(running.user()).isEqualTo("postgres");
      SmallHouse.Run run = house.run("restore", backup.toString());
      assertThat(run.refusal()).as(run.toString()).isEqualTo("75 services-running");
      assertThat(house.run("backup", "--to", scratch.resolve("b").toString()).out())
          .contains("running");
    }
    Files.createDirectories(house.home.resolve("run"));
    try (var channel =
            java.nio.channels.FileChannel.open(
                house.home.resolve("run/lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(house.run("backup").refusal()).isEqualTo("75 under-way");
      assertThat(house.run("restore", backup.toString()).refusal()).isEqualTo("75 under-way");
    }
  }

  @Test
  void theGuideNamesEveryCode() throws Exception {
    try (var guide = BackupTest.class.getResourceAsStream("/specs/guides/operations.md")) {
      String text =
          new String(Objects.requireNonNull(guide).readAllBytes(), StandardCharsets.UTF_8);
      for (BackupRefusal refusal : BackupRefusal.values()) {
        assertThat(text.lines().filter(l -> l.contains("`" + refusal.code() + "`")))
            .as(refusal.code())
            .anyMatch(l -> l.contains("| " + refusal.status() + " |"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "restore,,64 usage",
    "backup,--accept-fork,64 usage",
    "backup,--to,64 usage",
    "explode,,64 usage",
    "restore,/nowhere,66 backup-not-found"
  })
  void wrongUseHasAStatusOfItsOwn(String command, String argument, String refusal) {
    SmallHouse.Run run = argument == null ? stopped.run(command) : stopped.run(command, argument);
    assertThat(run.refusal()).isEqualTo(refusal);
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldSo() throws Exception {
    Path file = Files.writeString(scratch.resolve("file"), "");
    assertThat(stopped.run("backup", "--to", file.toString()).refusal()).isEqualTo("74 io-error");
  }

  @Test
  void aHomeWithoutDatabasesHasNoBackup() {
    assertThat(new SmallHouse(scratch).run("backup").refusal()).isEqualTo("66 no-installation");
    assertThat(new SmallHouse(scratch.resolve("x")).run("backup").refusal())
        .isEqualTo("66 no-installation");
  }

  /** What a server that was started and stopped leaves of its own does not count. */
  private static List<String> logically(java.util.TreeMap<String, String> contents) {
    return contents.keySet().stream()
        .filter(n -> !n.contains("postgres/"))
        .map(n -> n + " " + contents.get(n))
        .toList();
  }

  private static void underLoad(DataSource database) {
    try {
      SmallHouse.act(database, "under-load");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Path only(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }
}
