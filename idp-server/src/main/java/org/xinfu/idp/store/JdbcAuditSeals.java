package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.console.AuditSeals;
import org.xinfu.kit.audit.Audit;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.ContentDigest;

/** Seals in PostgreSQL; none has been added since the book has a log. */
public final class JdbcAuditSeals implements AuditSeals {
  private static final int BATCH = 2000;

  private final JdbcClient jdbc;

  public JdbcAuditSeals(JdbcClient jdbc) {
    this.jdbc = jdbc;
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
