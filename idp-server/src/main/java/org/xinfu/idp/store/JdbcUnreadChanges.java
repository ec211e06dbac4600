package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.mandate.UnreadChanges;

/** Changes of the registry that could not be read, in PostgreSQL. */
public final class JdbcUnreadChanges implements UnreadChanges {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final IdpAudit audit;

  public JdbcUnreadChanges(JdbcClient jdbc, TransactionTemplate transaction, IdpAudit audit) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.audit = audit;
  }

  @Override
  public List<Kept> oldest(int most) {
    return jdbc.sql("SELECT * FROM registry_unread ORDER BY number < 0, number LIMIT ?")
        .param(most)
        .query(
            (row, number) ->
                new Kept(
                    row.getLong("number"),
                    Objects.requireNonNullElse(row.getString("code"), ""),
                    row.getString("fault"),
                    row.getTimestamp("heard_at").toInstant()))
        .list();
  }

  @Override
  public long count() {
    return jdbc.sql("SELECT count(*) FROM registry_unread").query(Long.class).single();
  }

  @Override
  public OptionalLong next(Instant since) {
    return jdbc.sql(
            """
            SELECT number FROM registry_unread WHERE tried_at < ? AND number >= 0
            ORDER BY number LIMIT 1
            """)
        .param(Timestamp.from(since))
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public void tried(long first, long last, Instant at) {
    jdbc.sql("UPDATE registry_unread SET tried_at = ? WHERE number BETWEEN ? AND ?")
        .params(List.of(Timestamp.from(at), first, last))
        .update();
  }

  @Override
  public void giveUp(Instant before) {
    transaction.executeWithoutResult(
        tx ->
            jdbc.sql("DELETE FROM registry_unread WHERE heard_at < ? RETURNING number")
                .param(Timestamp.from(before))
                .query(Long.class)
                .list()
                .forEach(
                    number ->
                        audit.record(
                            null, SUBJECT + number, "registry-change-unread", "given-up")));
  }
}
