package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.code.NoticeQueue;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdpAudit;

/** The queue of notices in PostgreSQL. */
public final class JdbcNotices implements NoticeQueue {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcNotices.class);
  private static final String ACT = "notice-sent";
  private static final List<String> KINDS =
      Arrays.stream(Contact.Kind.values()).map(Enum::name).toList();

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Part part;

  /**
   * What seals contacts, the book, and who is told that there is something to send.
   *
   * @param wake run once a transaction that wrote some is committed
   */
  public record Part(JdbcPersons.Part keys, IdpAudit audit, Runnable wake) {}

  public JdbcNotices(JdbcClient jdbc, TransactionTemplate transaction, Part part) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.part = part;
  }

  /**
   * The sealed contact is kept, not the row that it is of: that goes when the account is closed,
   * and may be another's to read by then.
   *
   * @throws IllegalStateException outside of a transaction: what it tells could be undone alone
   */
  @Override
  public void put(Fresh fresh) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("a notice is written with what it tells, or not at all");
    }
    Contact contact = fresh.contact();
    Timestamp at = Timestamp.from(fresh.at());
    jdbc.sql(
            """
            INSERT INTO notice (account_id, text_key, facts, language, contact_kind, contact_hash,
              contact, undo, created_at, next_at)
            VALUES (:account, :key, :facts, :language, :kind, :hash, :contact, :undo, :at, :at)
            """)
        .param("account", fresh.accountId())
        .param("key", fresh.notice().key())
        .param("facts", fresh.notice().arguments().toArray(String[]::new))
        .param("language", fresh.notice().language().toLanguageTag())
        .param("kind", contact.kind().name())
        .param("hash", JdbcPersons.hash(part.keys().index(), contact))
        .param("contact", part.keys().cipher().seal(fresh.accountId(), contact.value()))
        .param("undo", fresh.notice().undo())
        .param("at", at)
        .update();
    Committed committed = new Committed(part.wake());
    if (!TransactionSynchronizationManager.getSynchronizations().contains(committed)) {
      TransactionSynchronizationManager.registerSynchronization(committed);
    }
  }

  /** Wakes the sender once, however many were written. */
  private record Committed(Runnable wake) implements TransactionSynchronization {
    @Override
    public void afterCommit() {
      wake.run();
    }
  }

  /**
   * Of a kind that this replica does not know it takes none; one that cannot be opened is given up,
   * and the others that were taken with it are handed out.
   */
  @Override
  public List<Waiting> claim(int most, Instant now, Duration lease) {
    List<Taken> all = taken(most, now, lease);
    all.stream().filter(one -> one.notice() == null).forEach(one -> unreadable(one, now));
    return all.stream().flatMap(one -> Stream.ofNullable(one.notice())).toList();
  }

  /** One that was leased; without a notice when its contact cannot be opened. */
  private record Taken(Key key, @Nullable Waiting notice) {}

  /** Whose, and which try. */
  private record Key(long id, String account, int attempt) {}

  private List<Taken> taken(int most, Instant now, Duration lease) {
    return jdbc.sql(
            """
            WITH due AS (
              SELECT n.id FROM notice n
              WHERE n.given_up_at IS NULL AND n.next_at <= :now AND n.contact_kind IN (:kinds)
                AND (n.leased_until IS NULL OR n.leased_until <= :now)
                AND NOT EXISTS (SELECT 1 FROM notice o
                  WHERE o.account_id = n.account_id AND o.contact_hash = n.contact_hash
                    AND o.id < n.id AND o.given_up_at IS NULL
                    AND (o.next_at <= :now OR o.leased_until > :now))
              ORDER BY n.next_at, n.id LIMIT :most
              FOR UPDATE SKIP LOCKED)
            UPDATE notice n SET tries = tries + 1, leased_until = :until
            FROM due WHERE n.id = due.id
            RETURNING n.*
            """)
        .param("now", Timestamp.from(now))
        .param("until", Timestamp.from(now.plus(lease)))
        .param("most", most)
        .param("kinds", KINDS)
        .query(this::taken)
        .list();
  }

  private void unreadable(Taken one, Instant now) {
    LOG.error("notice {} cannot be opened: it is not sent", one.key().id());
    givenUp(one.key(), now);
  }

  /** What was taken was taken, whoever has it leased by now; the book says so once. */
  @Override
  public void sent(Waiting notice) {
    transaction.executeWithoutResult(
        tx -> {
          int gone = jdbc.sql("DELETE FROM notice WHERE id = ?").param(notice.id()).update();
          if (gone == 1) {
            audited(key(notice), "done");
          }
        });
  }

  @Override
  public void failed(Waiting notice, Instant next) {
    jdbc.sql(
            """
            UPDATE notice SET next_at = ?, leased_until = NULL
            WHERE id = ? AND tries = ? AND given_up_at IS NULL
            """)
        .params(List.of(Timestamp.from(next), notice.id(), notice.attempt()))
        .update();
  }

  @Override
  public void givenUp(Waiting notice, Instant now) {
    givenUp(key(notice), now);
  }

  private void givenUp(Key key, Instant now) {
    transaction.executeWithoutResult(
        tx -> {
          int ended =
              jdbc.sql(
                      """
                      UPDATE notice SET given_up_at = ?, leased_until = NULL
                      WHERE id = ? AND tries = ? AND given_up_at IS NULL
                      """)
                  .params(List.of(Timestamp.from(now), key.id(), key.attempt()))
                  .update();
          if (ended == 1) {
            audited(key, "not-sent");
          }
        });
  }

  @Override
  public Backlog backlog(Instant now) {
    return jdbc.sql(
            """
            SELECT count(*) FILTER (WHERE given_up_at IS NULL),
              count(*) FILTER (WHERE given_up_at IS NOT NULL),
              min(created_at) FILTER (WHERE given_up_at IS NULL)
            FROM notice
            """)
        .query((row, number) -> backlog(row, now))
        .single();
  }

  /** No link of before is good any more, nor goes out with what waits. */
  static void withoutLinks(JdbcClient jdbc, String accountId) {
    jdbc.sql("DELETE FROM undo_link WHERE account_id = ?").param(accountId).update();
    jdbc.sql("UPDATE notice SET undo = false WHERE account_id = ? AND undo")
        .param(accountId)
        .update();
  }

  private static Backlog backlog(ResultSet row, Instant now) throws SQLException {
    Timestamp oldest = row.getTimestamp(3);
    Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), now);
    return new Backlog(row.getLong(1), row.getLong(2), age.isNegative() ? Duration.ZERO : age);
  }

  private static Key key(Waiting notice) {
    return new Key(notice.id(), notice.what().accountId(), notice.attempt());
  }

  private void audited(Key key, String outcome) {
    part.audit().record(null, key.account(), ACT, outcome);
  }

  private Taken taken(ResultSet row, int number) throws SQLException {
    Key key = new Key(row.getLong("id"), row.getString("account_id"), row.getInt("tries"));
    String value;
    try {
      value = part.keys().cipher().open(key.account(), row.getBytes("contact"));
    } catch (IllegalStateException | IllegalArgumentException altered) {
      return new Taken(key, null);
    }
    Contact contact = new Contact(Contact.Kind.valueOf(row.getString("contact_kind")), value);
    Notice notice =
        new Notice(
            row.getString("text_key"),
            List.of((String[]) row.getArray("facts").getArray()),
            Locale.forLanguageTag(row.getString("language")),
            row.getBoolean("undo"));
    Instant at = row.getTimestamp("created_at").toInstant();
    UUID message = row.getObject("message_id", UUID.class);
    Fresh what = new Fresh(key.account(), contact, notice, at);
    return new Taken(key, new Waiting(key.id(), message, what, key.attempt()));
  }
}
