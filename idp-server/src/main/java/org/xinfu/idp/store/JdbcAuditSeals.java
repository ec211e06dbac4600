package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.console.AuditSeals;
import org.xinfu.kit.audit.Audit;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.ContentDigest;

/**
 * Seals in PostgreSQL. Row numbers are given before transactions commit, so a row may appear after
 * one with a higher number; therefore a run remembers the last number and the transactions under
 * way, and a later run, when these are over, seals up to there.
 */
public final class JdbcAuditSeals implements AuditSeals {
  private static final long LOCK = 0x7869_6e66_755f_6175L;
  private static final int BATCH = 2000;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public JdbcAuditSeals(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public void seal(Function<Seal, String> signature, Instant now) {
    transaction.executeWithoutResult(
        tx -> {
          if (jdbc.sql("SELECT pg_try_advisory_xact_lock(?)")
              .param(LOCK)
              .query(Boolean.class)
              .single()) {
            settled().ifPresent(to -> add(to, signature, now));
            mark();
          }
        });
  }

  private Optional<Long> settled() {
    return jdbc.sql(
            """
            SELECT to_id FROM audit_horizon
            WHERE pg_snapshot_xmin(pg_current_snapshot()) >= until_xid::xid8
            """)
        .query(Long.class)
        .optional();
  }

  /** Only when the last mark was used, so that a busy server cannot push it away for ever. */
  private void mark() {
    jdbc.sql(
            """
            INSERT INTO audit_horizon AS h (to_id, until_xid)
            SELECT coalesce(max(id), 0), pg_snapshot_xmax(pg_current_snapshot())::text FROM audit
            ON CONFLICT (one) DO UPDATE SET to_id = excluded.to_id, until_xid = excluded.until_xid
            WHERE h.to_id <= coalesce((SELECT max(to_id) FROM audit_seal), 0)
            """)
        .update();
  }

  private void add(long to, Function<Seal, String> signature, Instant now) {
    Seal last = last();
    if (to <= last.to()) {
      return;
    }
    Fold fold = fold(last.digest(), last.to(), to);
    Seal fresh = new Seal(last.number() + 1, last.to(), to, fold.rows(), fold.digest());
    jdbc.sql(
            """
            INSERT INTO audit_seal (number, from_id, to_id, rows, digest, sealed_at, jws)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            List.of(
                fresh.number(),
                fresh.from(),
                fresh.to(),
                fresh.rows(),
                fresh.digest(),
                Timestamp.from(now),
                signature.apply(fresh)))
        .update();
  }

  private Seal last() {
    return jdbc.sql("SELECT * FROM audit_seal ORDER BY number DESC LIMIT 1")
        .query(JdbcAuditSeals::seal)
        .optional()
        .orElse(new Seal(0, 0, 0, 0, ""));
  }

  @Override
  public List<Seal> all() {
    return jdbc.sql("SELECT * FROM audit_seal ORDER BY number").query(JdbcAuditSeals::seal).list();
  }

  @Override
  public Fold fold(String previous, long from, long to) {
    String digest = previous;
    long rows = 0;
    long at = from;
    List<Numbered> some;
    do {
      some =
          jdbc.sql(
                  "SELECT id, "
                      + Audit.LINE
                      + " AS line FROM audit WHERE id > ? AND id <= ? ORDER BY id LIMIT ?")
              .params(List.of(at, to, BATCH))
              .query((row, number) -> new Numbered(row.getLong(1), row.getString(2)))
              .list();
      for (Numbered row : some) {
        digest = ContentDigest.SM3.of(Bytes.utf8(digest + "\n" + row.line())).toHex();
        at = row.id();
        rows++;
      }
    } while (some.size() == BATCH);
    return new Fold(digest, rows);
  }

  @Override
  public Optional<String> signature(long number) {
    return jdbc.sql("SELECT jws FROM audit_seal WHERE number = ?")
        .param(number)
        .query(String.class)
        .optional();
  }

  @Override
  public long unsealed() {
    return jdbc.sql(
            "SELECT count(*) FROM audit WHERE id > coalesce((SELECT max(to_id) FROM audit_seal),"
                + " 0)")
        .query(Long.class)
        .single();
  }

  @Override
  public boolean guarded() {
    return jdbc.sql(
                """
                SELECT count(*) FROM pg_rewrite WHERE ev_class = 'audit'::regclass
                AND ev_enabled <> 'D' AND rulename IN ('audit_no_update', 'audit_no_delete')
                """)
            .query(Long.class)
            .single()
        == 2;
  }

  private static Seal seal(ResultSet row, int number) throws SQLException {
    return new Seal(
        row.getLong("number"),
        row.getLong("from_id"),
        row.getLong("to_id"),
        row.getLong("rows"),
        row.getString("digest"));
  }

  private record Numbered(long id, String line) {}
}
