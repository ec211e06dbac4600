package org.xinfu.kit.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.kit.KitDatabase;
import org.xinfu.kit.audit.Audit;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.MerkleTree;

/** An empty book of audit, and what writes and reads the log over it. */
final class LogHouse {
  static final String ORIGIN = "idp.example.cn/audit";
  static final Instant AT = Instant.parse("2026-11-27T02:00:00Z");
  static final KeyVault VAULT = SoftKeyVault.seeded("the log's keys");

  /** Not of this class itself: a process that wants a sequencer alone starts no server. */
  private static final class One {
    static final DataSource DATABASE = pooled();
  }

  /** For a second house beside the first. */
  private static final class Other {
    static final DataSource DATABASE = pooled();
  }

  final DataSource database;
  final JdbcClient jdbc;
  final LogKeys keys = new LogKeys(ORIGIN, () -> VAULT);
  final Sequencer sequencer;
  final AuditLog log;
  final CheckLog check;
  final LogTables tables;

  private LogHouse(DataSource database) {
    this.database = database;
    this.jdbc = JdbcClient.create(database);
    this.sequencer = sequencer(database);
    this.log = new AuditLog(database, keys);
    this.check = new CheckLog(database, keys);
    this.tables = new LogTables(database);
    jdbc.sql("TRUNCATE audit, log_tile, log_checkpoint RESTART IDENTITY").update();
    jdbc.sql("UPDATE log_head SET size = 0, last_id = 0, mark_id = 0, writers = '{}'").update();
  }

  private static DataSource pooled() {
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(KitDatabase.fresh());
    pool.setMaximumPoolSize(5);
    pool.setMinimumIdle(1);
    return new HikariDataSource(pool);
  }

  /** The database without its pool, for another process. */
  PGSimpleDataSource direct() {
    return (PGSimpleDataSource) ((HikariDataSource) database).getDataSource();
  }

  /** Whatever was in it before is gone. */
  static LogHouse empty() {
    return new LogHouse(One.DATABASE);
  }

  /** Another one at the same time. */
  static LogHouse other() {
    return new LogHouse(Other.DATABASE);
  }

  static Sequencer sequencer(DataSource database) {
    return new Sequencer(
        database, new LogKeys(ORIGIN, () -> VAULT), Clock.fixed(AT, ZoneOffset.UTC));
  }

  static String insert(int rows) {
    return "INSERT INTO audit (at, actor, act, subject, outcome, details) SELECT timestamptz"
        + " '2026-11-27Z', 'tester', 'act-' || i, 'x', 'done', '{}' FROM generate_series(1, "
        + rows
        + ") AS i";
  }

  LogHouse rows(int rows) {
    jdbc.sql(insert(rows)).update();
    return this;
  }

  /** Appends and signs. */
  LogHouse round() {
    sequencer.round();
    return this;
  }

  /** What somebody does who has got at the database. */
  void byForce(String... statements) {
    for (String rule : List.of("audit_no_update", "audit_no_delete")) {
      jdbc.sql("ALTER TABLE audit DISABLE RULE " + rule).update();
    }
    for (String statement : statements) {
      jdbc.sql(statement).update();
    }
    for (String rule : List.of("audit_no_update", "audit_no_delete")) {
      jdbc.sql("ALTER TABLE audit ENABLE RULE " + rule).update();
    }
  }

  long size() {
    return tables.head().size();
  }

  Heads signed() {
    return log.checkpoint().flatMap(keys::read).orElseThrow();
  }

  /** The heads over all rows as they are now, by trees in memory. */
  Heads expected() {
    MerkleTree sha256 = new MerkleTree(Checkpoint.HASH);
    MerkleTree sm3 = new MerkleTree(Hash.SM3);
    jdbc.sql("SELECT " + Audit.LINE + " FROM audit ORDER BY id")
        .query(String.class)
        .list()
        .forEach(
            line -> {
              sha256.append(Bytes.utf8(line));
              sm3.append(Bytes.utf8(line));
            });
    long size = sha256.size();
    return new Heads(size, sha256.root(size), sm3.root(size));
  }
}
