package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.undo.UndoLinks;

/** Links of notices in PostgreSQL, each as the SHA-256 of its secret. */
public final class JdbcUndoLinks implements UndoLinks {
  private static final String UNDONE = "undone";

  private final JdbcClient jdbc;
  private final SignOut signOut;
  private final Persons persons;
  private final Part part;

  /** What opens contacts, the book, and what keeps a link. */
  public record Part(JdbcPersons.Part keys, IdpAudit audit, TransactionTemplate transaction) {}

  public JdbcUndoLinks(JdbcClient jdbc, SignOut signOut, Persons persons, Part part) {
    this.jdbc = jdbc;
    this.signOut = signOut;
    this.persons = persons;
    this.part = part;
  }

  @Override
  public boolean put(String token, Link link) {
    return Boolean.TRUE.equals(part.transaction().execute(tx -> kept(token, link)));
  }

  /** The account is locked first: who recovers or undoes it meanwhile is waited for, and seen. */
  private boolean kept(String token, Link link) {
    jdbc.sql(
            """
            SELECT a.id FROM account a JOIN notice n ON n.account_id = a.id
            WHERE n.id = ? FOR NO KEY UPDATE OF a
            """)
        .param(link.notice())
        .query(String.class)
        .list();
    return jdbc.sql(
                """
                INSERT INTO undo_link (token_hash, account_id, since, expires_at)
                SELECT :token, a.id, :since, :expires
                FROM notice n JOIN account a ON a.id = n.account_id
                  JOIN contact c ON c.account_id = a.id AND c.value_hash = n.contact_hash
                WHERE n.id = :notice AND n.undo AND a.active AND c.bound_at <= :settled
                  AND (c.released_at IS NULL OR c.released_at >= :since)
                  AND EXISTS (SELECT 1 FROM person p WHERE p.account_id = a.id)
                LIMIT 1
                """)
            .param("token", TokenHash.of(token))
            .param("notice", link.notice())
            .param("since", Timestamp.from(link.since()))
            .param("settled", Timestamp.from(link.settled()))
            .param("expires", Timestamp.from(link.expires()))
            .update()
        == 1;
  }

  @Override
  public Optional<String> accountOf(String token, Instant now) {
    return jdbc.sql("SELECT account_id FROM undo_link WHERE token_hash = ? AND expires_at > ?")
        .params(List.of(TokenHash.of(token), Timestamp.from(now)))
        .query(String.class)
        .optional();
  }

  @Override
  public Optional<Undone> use(String token, Use use, Consumer<Undone> told) {
    AtomicReference<Undone> undone = new AtomicReference<>();
    boolean done =
        signOut.with(
            use.accountId(),
            SignOut.Cause.CHANGES_UNDONE,
            () -> {
              Optional<Instant> since = since(token, use);
              since.ifPresent(from -> undone.set(undo(from, use)));
              since.ifPresent(from -> told.accept(undone.get()));
              return since.isPresent();
            });
    return done ? Optional.of(undone.get()) : Optional.empty();
  }

  /** The account is locked first, as by whoever changes it: of two links the later is void. */
  private Optional<Instant> since(String token, Use use) {
    boolean open =
        jdbc.sql("SELECT active FROM account WHERE id = ? FOR NO KEY UPDATE")
            .param(use.accountId())
            .query(Boolean.class)
            .optional()
            .orElse(false);
    return open
        ? jdbc.sql(
                """
                DELETE FROM undo_link WHERE token_hash = ? AND account_id = ? AND expires_at > ?
                RETURNING since
                """)
            .params(List.of(TokenHash.of(token), use.accountId(), Timestamp.from(use.at())))
            .query((row, number) -> row.getTimestamp(1).toInstant())
            .optional()
        : Optional.empty();
  }

  private Undone undo(Instant since, Use use) {
    String account = use.accountId();
    List<Contact> before = persons.contacts(account);
    JdbcNotices.withoutLinks(jdbc, account);
    gone("known_device", account);
    gone("recovery_code", account, "made_at", since);
    gone("upstream_link", account, "linked_at", since);
    gone("account_closure", account, "done_at IS NULL AND asked_at", since);
    jdbc.sql("UPDATE account SET password_hash = ?, password_given = false WHERE id = ?")
        .params(List.of(use.verifier(), account))
        .update();
    List<Added> added = authenticators(account, since);
    List<Contact> unbound = unbind(use, since);
    List<Contact> bound = bindAgain(account, since);
    new JdbcHolds(jdbc).hold(account, use.holdUntil(), UNDONE);
    added.forEach(one -> audited(account, "authenticator-removed", UNDONE));
    unbound.forEach(one -> audited(account, "contact-removed", UNDONE));
    bound.forEach(one -> audited(account, "contact-added", UNDONE));
    audited(account, "changes-undone", "done");
    List<Contact> reached = Stream.concat(before.stream(), bound.stream()).distinct().toList();
    return new Undone(reached, added, unbound, bound);
  }

  private void gone(String table, String account) {
    jdbc.sql("DELETE FROM " + table + " WHERE account_id = ?").param(account).update();
  }

  /** What was written since. */
  private void gone(String table, String account, String column, Instant since) {
    jdbc.sql("DELETE FROM " + table + " WHERE account_id = ? AND " + column + " >= ?")
        .params(List.of(account, Timestamp.from(since)))
        .update();
  }

  private List<Added> authenticators(String account, Instant since) {
    return jdbc.sql(
            """
            DELETE FROM authenticator WHERE account_id = ? AND created_at >= ?
            RETURNING kind, created_at
            """)
        .params(List.of(account, Timestamp.from(since)))
        .query(
            (row, number) ->
                new Added(
                    Authenticators.Kind.valueOf(row.getString(1)), row.getTimestamp(2).toInstant()))
        .list();
  }

  private List<Contact> unbind(Use use, Instant since) {
    return jdbc.sql(
            """
            UPDATE contact SET released_at = ?
            WHERE account_id = ? AND released_at IS NULL AND bound_at >= ? RETURNING kind, value
            """)
        .params(List.of(Timestamp.from(use.at()), use.accountId(), Timestamp.from(since)))
        .query((row, number) -> contact(use.accountId(), row))
        .list();
  }

  /**
   * What is another account's by now stays there. A row of its own, which keeps the age of the one
   * before: that stays on record, and the key wants another instant.
   */
  private List<Contact> bindAgain(String account, Instant since) {
    return jdbc.sql(
            """
            INSERT INTO contact (account_id, kind, value_hash, value, bound_at)
            SELECT DISTINCT ON (value_hash)
              account_id, kind, value_hash, value, bound_at + interval '1 microsecond'
            FROM contact WHERE account_id = ? AND released_at >= ? AND bound_at < ?
            ORDER BY value_hash, bound_at DESC
            ON CONFLICT DO NOTHING RETURNING kind, value
            """)
        .params(List.of(account, Timestamp.from(since), Timestamp.from(since)))
        .query((row, number) -> contact(account, row))
        .list();
  }

  private Contact contact(String account, ResultSet row) throws SQLException {
    return new Contact(
        Contact.Kind.valueOf(row.getString(1)),
        part.keys().cipher().open(account, row.getBytes(2)));
  }

  private void audited(String account, String act, String outcome) {
    part.audit().record(null, account, act, outcome);
  }
}
