package org.xinfu.kit.backup;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xinfu.kit.log.SignedHeads;
import org.xinfu.kit.pg.EmbeddedPostgres;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.kit.pg.VisitedPostgres;

/**
 * Puts a backup in the place of an installation's data: all of it is checked, laid down beside the
 * data, started and compared before anything is exchanged, and what is replaced is kept.
 */
final class RestoreBackup {
  /** In the staging directory: entries that the restored logs do not have. */
  static final String LOST = "lost";

  private final Installation installation;
  private final Talk talk;
  private final Wish wish;

  /**
   * What the operator asks for.
   *
   * @param from a backup, or a directory of them
   * @param label of this restore, a new one
   * @param known a ledger of heads that was kept elsewhere
   * @param acceptFork whether a log that forks is put in place all the same
   */
  record Wish(Path from, String label, Instant at, @Nullable Path known, boolean acceptFork) {}

  RestoreBackup(Installation installation, Talk talk, Wish wish) {
    this.installation = installation;
    this.talk = talk;
    this.wish = wish;
  }

  /**
   * Restores; the status is that of the verdict.
   *
   * @throws NotDone when nothing was replaced
   */
  int run() throws IOException {
    Optional<Exchange> cutOff = Exchange.cutOff(installation);
    if (cutOff.isPresent()) {
      talk.say("finishing the restore that was cut off 正在完成曾中断的恢复");
      for (Exchange.Step step : cutOff.get().steps()) {
        step.run();
      }
      verdict(cutOff.get().intent());
    }
    talk.say("checking every octet of the backup 正在逐字节核对备份");
    CheckedBackup backup = CheckedBackup.in(wish.from());
    if (cutOff.isPresent() && cutOff.get().intent().backup().equals(backup.digest())) {
      return (int) cutOff.get().intent().status();
    }
    new KeyFiles(installation).require(backup.manifest().keys());
    Map<String, Present> present = new LinkedHashMap<>();
    boolean prepared = false;
    try {
      for (Manifest.Log log : backup.manifest().logs()) {
        present.put(log.service(), Present.of(installation, log.service()));
      }
      for (Manifest.Log log : backup.manifest().logs()) {
        fits(log, present.get(log.service()));
      }
      Exchange exchange = new Exchange(installation, prepare(backup, present));
      prepared = true;
      present.values().forEach(Present::stop);
      exchange.run();
      verdict(exchange.intent());
      return (int) exchange.intent().status();
    } finally {
      present.values().forEach(Present::close);
      if (!prepared) {
        clear();
      }
    }
  }

  private Exchange.Intent prepare(CheckedBackup backup, Map<String, Present> present)
      throws IOException {
    clear();
    room(backup);
    Durable.directories(installation.staging().resolve(LOST));
    List<String> services = new ArrayList<>();
    List<String> verdict = new ArrayList<>();
    List<HeadLedger.Line> heads = new ArrayList<>();
    boolean forks = false;
    long lost = 0;
    for (Map.Entry<String, Present> entry : present.entrySet()) {
      String service = entry.getKey();
      talk.say("laying down and starting the database of " + service + " 正在展开并试启动数据库");
      lay(backup, service);
      Manifest.Log log = log(backup, service);
      LogVerdict judged = judge(log, entry.getValue());
      services.add(service);
      verdict.addAll(judged.lines(log));
      heads.add(HeadLedger.restored(wish.label(), wish.at().toString(), log, judged.forks()));
      forks |= judged.forks();
      lost += judged.lost();
    }
    if (forks && !wish.acceptFork()) {
      verdict.forEach(talk::say);
      throw BackupRefusal.LOG_FORKED.because(
          "nothing was replaced; --accept-fork restores all the same 未替换任何数据");
    }
    verdict.add(LogVerdict.summary(forks, lost));
    finishFiles(backup);
    return new Exchange.Intent(
        wish.label(),
        backup.digest(),
        wish.at().toString(),
        services,
        heads,
        verdict,
        forks ? BackupRefusal.LOG_FORKED.status() : 0);
  }

  /** What an earlier attempt left that never came to its exchange: copies, and servers on them. */
  private void clear() throws IOException {
    for (String service : Installation.SERVICES) {
      EmbeddedPostgres.end(installation.staging().resolve(service).resolve("postgres"));
    }
    Durable.deleteTree(installation.staging());
  }

  private void room(CheckedBackup backup) throws IOException {
    long needed = 0;
    for (Manifest.File file : backup.manifest().files()) {
      needed += Archive.unpacked(backup.directory().resolve(file.name()));
    }
    long free = Files.getFileStore(installation.home()).getUsableSpace();
    if (needed > free) {
      throw BackupRefusal.NO_SPACE.because(needed + " octets are needed, " + free + " are free");
    }
  }

  private void lay(CheckedBackup backup, String service) throws IOException {
    Path prepared = Durable.directories(installation.staging().resolve(service));
    unpack(backup, service + "-files.zip", prepared);
    unpack(backup, service + "-blobs.zip", prepared.resolve("blobs"));
    for (Path key : new KeyFiles(installation).of(service)) {
      Durable.write(prepared.resolve(key.getFileName()), Files.readAllBytes(key));
    }
    if (service.equals("idp")) {
      byte[] label = (wish.label() + "\n").getBytes(StandardCharsets.UTF_8);
      Durable.write(prepared.resolve(Installation.LABEL), label);
    }
    Durable.syncTree(prepared);
    // The server itself brings its files to the disk when it starts on them.
    unpack(backup, service + "-database.zip", prepared.resolve("postgres"));
    EmbeddedPostgres.own(prepared.resolve("postgres"));
  }

  private static void unpack(CheckedBackup backup, String name, Path target) throws IOException {
    if (backup.has(name)) {
      Archive.unpack(backup.directory().resolve(name), target);
    }
  }

  /** Starts the prepared database, which recovers it, and compares its log. */
  private LogVerdict judge(Manifest.Log log, Present present) throws IOException {
    Path prepared = installation.staging().resolve(log.service()).resolve("postgres");
    Path list = installation.staging().resolve(LOST).resolve("lost-" + log.service() + ".jsonl");
    Durable.fresh(list);
    TreeMap<Long, String> known = new HeadLedger(installation.heads()).known(log.service());
    if (wish.known() != null) {
      known.putAll(new HeadLedger(wish.known()).known(log.service()));
    }
    Optional<DataSource> replaced = present.database();
    try (VisitedPostgres server = VisitedPostgres.on(prepared);
        Connection restored = server.database().getConnection();
        BufferedWriter lines = Files.newBufferedWriter(list)) {
      SignedHeads.of(restored).forEach(known::putIfAbsent);
      Comparison.Outcome outcome;
      if (replaced.isPresent()) {
        try (Connection before = replaced.get().getConnection()) {
          SignedHeads.of(before).forEach(known::putIfAbsent);
          outcome = Comparison.of(restored, before, known, lines);
          Numbers.advance(restored, before);
        }
      } else {
        outcome = Comparison.of(restored, null, known, lines);
      }
      if (outcome.size() != log.size() || !outcome.root().equals(log.root())) {
        throw BackupRefusal.LOG_ALTERED.because(
            log.service() + " has " + outcome.size() + " entries under " + outcome.root());
      }
      restored.commit();
      return new LogVerdict(log.service(), outcome, known, present.unreadable());
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot compare the log of " + log.service(), e);
    }
  }

  /** That the backup is of this installation, and not of software that came later. */
  private static void fits(Manifest.Log log, @Nullable Present present) {
    Optional<DataSource> database = present == null ? Optional.empty() : present.database();
    if (database.isEmpty()) {
      return;
    }
    try (Connection there = database.get().getConnection()) {
      if (!Book.system(there).equals(log.system())) {
        throw BackupRefusal.FOREIGN.because(
            "the database of " + log.service() + " that is there is another one; move it away");
      }
      long schema = Book.schema(there);
      if (log.schema() > schema) {
        throw BackupRefusal.TOO_NEW.because(
            log.service() + " is at migration " + log.schema() + ", this one at " + schema);
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot ask the database of " + log.service(), e);
    }
  }

  /** The journal keeps what it has, and published files stay when they are there. */
  private void finishFiles(CheckedBackup backup) throws IOException {
    Path journal = installation.staging().resolve("journal");
    unpack(backup, "journal-files.zip", journal);
    LaterFiles.join(journal, installation.journal(), wish.label());
    Path trust = installation.staging().resolve("trust");
    unpack(backup, "trust-files.zip", trust);
    LaterFiles.fill(trust, installation.trust());
    Durable.syncTree(installation.staging().resolve(LOST));
  }

  private void verdict(Exchange.Intent intent) {
    intent.verdict().forEach(talk::say);
    talk.say("what was replaced is kept in 被替换的数据保留在 " + installation.replaced(intent.label()));
    talk.say("at its next start idp-server ends every login 下次启动时将结束所有登录: " + intent.label());
  }

  private static Manifest.Log log(CheckedBackup backup, String service) {
    return backup.manifest().logs().stream()
        .filter(l -> l.service().equals(service))
        .findFirst()
        .orElseThrow();
  }
}
